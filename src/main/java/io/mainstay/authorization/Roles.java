package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/// Who holds which role.
@Service
public class Roles {

    private final JdbcClient database;
    private final Clock clock;

    Roles(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Takes effect with the account's next request, on every instance. Granting what is held already changes nothing.
    /// Joins the caller's transaction, if there is one.
    public void grant(AccountId account, Role role) {
        if (role == Role.CUSTOMER) {
            return;
        }
        database.sql("""
                insert into access.role_binding (account_id, role, granted_at) values (:account, :role, :now)
                on conflict do nothing""").param("account", account.value()).param("role", role.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
    }
}
