package io.mainstay.apikeys;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Subjects;
import io.mainstay.rowsecurity.AllRows;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Service accounts that weren't removed.
@Component
class LiveServiceAccounts implements Subjects {

    private final ServiceAccountStore store;
    private final AllRows rows;

    LiveServiceAccounts(ServiceAccountStore store, AllRows rows) {
        this.store = store;
        this.rows = rows;
    }

    @Override
    public Optional<Kind> kindOf(AccountId account) {
        return rows.read(() -> store.isLive(account)) ? Optional.of(Kind.PROGRAM) : Optional.empty();
    }
}
