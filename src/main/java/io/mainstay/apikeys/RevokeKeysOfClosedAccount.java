package io.mainstay.apikeys;

import io.mainstay.auth.ClosingObserver;
import io.mainstay.caller.AccountId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Nobody acts for an account that is closed, by its keys or by those of its service accounts.
@Component
class RevokeKeysOfClosedAccount implements ClosingObserver {

    private final ApiKeys keys;

    RevokeKeysOfClosedAccount(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void closing(AccountId account) {
        keys.revokeAllOf(account, null);
    }
}
