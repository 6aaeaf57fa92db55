package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Subjects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The accounts that clients have for themselves, as long as they aren't disabled.
@Component
class ClientAccounts implements Subjects {

    private final ClientStore clients;

    ClientAccounts(ClientStore clients) {
        this.clients = clients;
    }

    @Override
    public Optional<Kind> kindOf(AccountId account) {
        return clients.isEnabled(account) ? Optional.of(Kind.PROGRAM) : Optional.empty();
    }
}
