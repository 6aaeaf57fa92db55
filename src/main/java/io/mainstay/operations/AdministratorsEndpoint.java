package io.mainstay.operations;

import io.mainstay.auth.Accounts;
import io.mainstay.authorization.Role;
import io.mainstay.authorization.Roles;
import io.mainstay.caller.AccountId;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/// Makes the first administrator, whom nobody could grant the role: `POST /actuator/administrators
/// {"email": "…"}` on the management port, which only the people who run the installation reach. Further ones are made
/// over the API. What it does is in the audit log.
@Component
@Endpoint(id = "administrators")
class AdministratorsEndpoint {

    private final Accounts accounts;
    private final Roles roles;

    AdministratorsEndpoint(Accounts accounts, Roles roles) {
        this.accounts = accounts;
        this.roles = roles;
    }

    /// @return the account; none if nobody with a confirmed mailbox has this address
    @WriteOperation
    Map<String, AccountId> grant(String email) {
        var account = accounts.withEmail(email);
        account.ifPresent(id -> roles.grant(id, Role.ADMINISTRATOR));
        return account.map(id -> Map.of("administrator", id)).orElse(Map.of());
    }
}
