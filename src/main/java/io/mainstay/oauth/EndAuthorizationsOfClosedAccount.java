package io.mainstay.oauth;

import io.mainstay.auth.ClosingObserver;
import io.mainstay.caller.AccountId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Nobody acts for an account that is closed.
@Component
class EndAuthorizationsOfClosedAccount implements ClosingObserver {

    private final GivenAuthorizations authorizations;
    private final Consents consents;
    private final AuthorizationEnds ends;

    EndAuthorizationsOfClosedAccount(GivenAuthorizations authorizations, Consents consents, AuthorizationEnds ends) {
        this.authorizations = authorizations;
        this.consents = consents;
        this.ends = ends;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void closing(AccountId account) {
        authorizations.endAll(account, EndReason.ACCOUNT).forEach(ends::ended);
        consents.forgetAll(account);
    }
}
