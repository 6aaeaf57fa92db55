package io.mainstay.authorization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// What can be permitted. The text form is stable: it's stored, and it's shown to clients.
public enum Permission {

    /// To ask what one may do oneself.
    ACCESS_CHECK("access:check"),
    ACCESS_AUDIT("access:audit"),
    /// To ask what others may do, and to be told why.
    ACCESS_EVALUATE("access:evaluate"),
    ACCESS_EXPLAIN("access:explain"),
    CATALOG_MANAGE("catalog:manage"),
    DISPUTES_READ("disputes:read"),
    /// To see what became of one's own long work.
    JOBS_READ("jobs:read"),
    LEDGER_READ("ledger:read"),
    /// To post by hand, on customers' accounts too.
    LEDGER_WRITE("ledger:write"),
    MEMBERS_MANAGE("members:manage"),
    MEMBERS_READ("members:read"),
    OAUTH_CLIENTS_MANAGE("oauth-clients:manage"),
    ORDERS_PLACE("orders:place"),
    ORDERS_READ("orders:read"),
    ORGANIZATIONS_MANAGE("organizations:manage"),
    ORGANIZATIONS_READ("organizations:read"),
    /// To take what payments hold, or to give it back.
    PAYMENTS_CAPTURE("payments:capture"),
    PAYMENTS_READ("payments:read"),
    PAYMENTS_REFUND("payments:refund"),
    ROLES_MANAGE("roles:manage"),
    ROLES_READ("roles:read"),
    SECURITY_READ("security:read"),
    WALLETS_READ("wallets:read"),
    /// To give money from one's wallet, or take it out.
    WALLETS_USE("wallets:use");

    private final String text;

    Permission(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException if there is no such permission; the message is fit for clients
    @JsonCreator
    public static Permission of(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("must be a permission, such as orders:read"));
    }

    public static Optional<Permission> find(String text) {
        return Arrays.stream(values()).filter(permission -> permission.text.equals(text)).findAny();
    }

    /// Whether one who has it for the installation has it for each organization too. Everything else that concerns an
    /// organization is up to its own members.
    public boolean isOversight() {
        return this == ACCESS_AUDIT || this == ACCESS_EVALUATE || this == ACCESS_EXPLAIN;
    }

    /// Whether its use changes who may do what, so that refused attempts are noted.
    boolean isSensitive() {
        return this == ROLES_MANAGE || this == MEMBERS_MANAGE || this == ACCESS_AUDIT;
    }

    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
