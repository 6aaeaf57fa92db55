package io.mainstay.signin;

import io.mainstay.auth.ClosingObserver;
import io.mainstay.caller.AccountId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Nobody signs in to an account that is closed; who had it at a provider may open another one with that identity.
@Component
class UnlinkIdentitiesOfClosedAccount implements ClosingObserver {

    private final Identities identities;

    UnlinkIdentitiesOfClosedAccount(Identities identities) {
        this.identities = identities;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void closing(AccountId account) {
        identities.unlinkAll(account);
    }
}
