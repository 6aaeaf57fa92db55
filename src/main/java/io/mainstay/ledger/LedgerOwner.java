package io.mainstay.ledger;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import java.util.Locale;
import java.util.UUID;

/// Whose an account of the ledger is, if it isn't the platform's own.
///
/// @param id the account's or the organization's
public record LedgerOwner(Type type, UUID id) {

    /// Who can own an account.
    public enum Type {
        ACCOUNT, ORGANIZATION;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public static LedgerOwner of(AccountId account) {
        return new LedgerOwner(Type.ACCOUNT, account.value());
    }

    public static LedgerOwner of(OrganizationId organization) {
        return new LedgerOwner(Type.ORGANIZATION, organization.value());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is neither an account's nor an organization's id
    public static LedgerOwner of(String text) {
        return text.startsWith("organization") ? of(OrganizationId.of(text)) : of(AccountId.of(text));
    }

    /// `account_01h455vb4pex5vsknk084sn02q` or `organization_01h455vb4pex5vsknk084sn02q`.
    @Override
    public String toString() {
        return switch (type) {
            case ACCOUNT -> new AccountId(id).toString();
            case ORGANIZATION -> new OrganizationId(id).toString();
        };
    }
}
