package io.mainstay.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/// One of the platform's own accounts in one currency. It's opened by its first entry, has no floor, and no entry ever
/// locks it.
///
/// @param code snake_case, unique with the currency, e.g. `psp_receivable`
/// @param kind tells the normal side of its balance
/// @param currency ISO 4217
public record LedgerAccount(String code, Kind kind, String currency) {

    /// Assets and expenses grow by debits, the others by credits.
    public enum Kind {
        ASSET, LIABILITY, REVENUE, EXPENSE, EQUITY;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The same for the same account everywhere, so that no look-up is needed.
    UUID id() {
        return UUID.nameUUIDFromBytes(("platform/" + code + "/" + currency).getBytes(StandardCharsets.UTF_8));
    }
}
