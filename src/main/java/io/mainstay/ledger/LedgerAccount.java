package io.mainstay.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An account in one currency: one of the platform's own, or an owner's.
///
/// The platform's own is opened by its first entry, has no floor, and no entry ever locks it. An owner's is opened by
/// [Ledger#open], carries its sums on its row, which its entries lock, and is never below zero, what is held included.
///
/// @param code snake_case, unique with the owner and the currency, e.g. `psp_receivable`, `wallet`
/// @param kind tells the normal side of its balance
/// @param currency ISO 4217
/// @param owner null: the platform
public record LedgerAccount(String code, Kind kind, String currency, @Nullable LedgerOwner owner) {

    /// Assets and expenses grow by debits, the others by credits.
    public enum Kind {
        ASSET, LIABILITY, REVENUE, EXPENSE, EQUITY;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        boolean growsByDebits() {
            return this == ASSET || this == EXPENSE;
        }
    }

    /// One of the platform's own.
    public LedgerAccount(String code, Kind kind, String currency) {
        this(code, kind, currency, null);
    }

    /// What the platform owes an owner, such as the money in a wallet.
    public static LedgerAccount of(LedgerOwner owner, String code, String currency) {
        return new LedgerAccount(code, Kind.LIABILITY, currency, owner);
    }

    /// The same for the same account everywhere, so that no look-up is needed: an UUID of version 3. PostgreSQL's function
    /// `ledger.account_id` derives the same.
    public LedgerAccountId id() {
        var name = (owner == null ? "platform" : owner.type().text() + "/" + owner.id()) + "/" + code + "/" + currency;
        return new LedgerAccountId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Nullable
    UUID ownerId() {
        return owner == null ? null : owner.id();
    }
}
