package io.mainstay.apikeys;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Subjects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Service accounts that weren't removed.
@Component
class LiveServiceAccounts implements Subjects {

    private final ServiceAccountStore store;

    LiveServiceAccounts(ServiceAccountStore store) {
        this.store = store;
    }

    @Override
    public Optional<Kind> kindOf(AccountId account) {
        return store.isLive(account) ? Optional.of(Kind.PROGRAM) : Optional.empty();
    }
}
