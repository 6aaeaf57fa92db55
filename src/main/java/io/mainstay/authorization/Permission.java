package io.mainstay.authorization;

/// What can be permitted. The text form is stable: it's stored, and it's shown to clients.
public enum Permission {

    CATALOG_MANAGE("catalog:manage"),
    LEDGER_READ("ledger:read"),
    ORDERS_PLACE("orders:place"),
    ORDERS_READ("orders:read"),
    PAYMENTS_READ("payments:read"),
    SECURITY_READ("security:read");

    private final String text;

    Permission(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
