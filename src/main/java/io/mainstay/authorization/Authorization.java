package io.mainstay.authorization;

import io.mainstay.caller.Caller;
import java.util.Arrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/// Decides what a caller may do. What every customer may is decided without asking the database; for anything else its
/// answer is needed, and when it is away nothing is permitted: the request ends as a 503.
@Service
public class Authorization {

    private final JdbcClient database;

    Authorization(JdbcClient database) {
        this.database = database;
    }

    /// Whether the account may, and the credential covers it.
    public boolean permits(Caller caller, Permission permission) {
        if (!caller.covers(permission.toString())) {
            return false;
        }
        if (Role.CUSTOMER.includes(permission)) {
            return true;
        }
        var sufficient = Arrays.stream(Role.values()).filter(role -> role.includes(permission)).map(Role::name)
                .toList();
        return database.sql("""
                select exists (select from access.role_binding where account_id = :account and role in (:roles))""")
                .param("account", caller.account().value()).param("roles", sufficient).query(Boolean.class).single();
    }
}
