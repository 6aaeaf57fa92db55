package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Subjects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The accounts of people.
@Component
class People implements Subjects {

    private final AccountStore accounts;

    People(AccountStore accounts) {
        this.accounts = accounts;
    }

    @Override
    public Optional<Kind> kindOf(AccountId account) {
        return accounts.find(account).map(_ -> Kind.PERSON);
    }
}
