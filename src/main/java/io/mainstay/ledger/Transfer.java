package io.mainstay.ledger;

import io.mainstay.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be posted or held: entries that balance.
///
/// @param reference names the business fact, 1 to 200 characters; a second transfer with it is refused
/// @param description for people, at most 200 characters
/// @param metadata for programs, at most 20 keys and, written as JSON, 4 KB
/// @param orderedBy who wanted it: no other owner's account may be lowered by it; null: the platform, which may
/// @param entries 2 to 100 of them
public record Transfer(String reference, String description, Map<String, String> metadata,
        @Nullable LedgerOwner orderedBy, List<Entry> entries) {

    static final int MAX_ENTRIES = 100;

    /// One side of a transfer.
    ///
    /// @param amount minor units of the account's currency; a debit is positive, a credit negative
    record Entry(LedgerAccount account, long amount) {}

    /// @throws IllegalArgumentException if the entries don't sum to zero per currency, or are too few or too many
    public Transfer {
        entries = List.copyOf(entries);
        metadata = Map.copyOf(metadata);
        if (entries.size() < 2 || entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("a transfer has 2 to 100 entries but has " + entries.size());
        }
        for (var currency : entries.stream().map(entry -> entry.account().currency()).distinct().toList()) {
            var sum = entries.stream().filter(entry -> entry.account().currency().equals(currency))
                    .map(entry -> BigInteger.valueOf(entry.amount())).reduce(BigInteger.ZERO, BigInteger::add);
            if (sum.signum() != 0) {
                throw new IllegalArgumentException("the entries in " + currency + " sum to " + sum + ", not to zero");
            }
        }
    }

    public static Draft of(String reference, String description) {
        return new Draft(reference, description);
    }

    /// Collects entries; those of zero are left out.
    public static final class Draft {

        private final String reference;
        private final String description;
        private final List<Entry> entries = new ArrayList<>();
        private Map<String, String> metadata = Map.of();
        private @Nullable LedgerOwner orderedBy;

        private Draft(String reference, String description) {
            this.reference = reference;
            this.description = description;
        }

        public Draft metadata(Map<String, String> pairs) {
            metadata = pairs;
            return this;
        }

        public Draft orderedBy(LedgerOwner owner) {
            orderedBy = owner;
            return this;
        }

        public Draft debit(LedgerAccount account, Money amount) {
            return add(account, amount, amount.amount());
        }

        public Draft credit(LedgerAccount account, Money amount) {
            return add(account, amount, Math.negateExact(amount.amount()));
        }

        public Transfer balanced() {
            return new Transfer(reference, description, metadata, orderedBy, entries);
        }

        private Draft add(LedgerAccount account, Money amount, long signed) {
            if (!account.currency().equals(amount.currency()) || amount.amount() < 0) {
                throw new IllegalArgumentException("an entry takes zero or more of its account's currency");
            }
            if (signed != 0) {
                entries.add(new Entry(account, signed));
            }
            return this;
        }
    }
}
