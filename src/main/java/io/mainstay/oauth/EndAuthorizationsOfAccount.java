package io.mainstay.oauth;

import io.mainstay.auth.ClosingObserver;
import io.mainstay.auth.PasswordObserver;
import io.mainstay.caller.AccountId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Nobody acts for an account that is closed, and nobody any longer who was let in with a password that was replaced.
@Component
class EndAuthorizationsOfAccount implements ClosingObserver, PasswordObserver {

    private final GivenAuthorizations authorizations;
    private final Consents consents;
    private final AuthorizationEnds ends;

    EndAuthorizationsOfAccount(GivenAuthorizations authorizations, Consents consents, AuthorizationEnds ends) {
        this.authorizations = authorizations;
        this.consents = consents;
        this.ends = ends;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void closing(AccountId account) {
        endAll(account, EndReason.ACCOUNT);
    }

    /// Consents go too: otherwise the application's next request would be granted in silence.
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void replaced(AccountId account) {
        endAll(account, EndReason.PASSWORD);
    }

    private void endAll(AccountId account, EndReason reason) {
        authorizations.endAll(account, reason).forEach(ends::ended);
        consents.forgetAll(account);
    }
}
