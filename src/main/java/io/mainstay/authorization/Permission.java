package io.mainstay.authorization;

/// What can be permitted. The text form is stable: it's stored, and it's shown to clients.
public enum Permission {

    CATALOG_MANAGE("catalog:manage"),
    LEDGER_READ("ledger:read"),
    OAUTH_CLIENTS_MANAGE("oauth-clients:manage"),
    ORDERS_PLACE("orders:place"),
    ORDERS_READ("orders:read"),
    PAYMENTS_READ("payments:read");

    private final String text;

    Permission(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
