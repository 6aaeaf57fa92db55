package io.mainstay.ledger;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessException;

/// Says in the words of the API which of the database's rules a transfer has broken. The rules are the database's alone:
/// nothing is looked up before in order to be refused earlier.
final class BrokenRule {

    private static final String OUT_OF_RANGE = "22003";

    private BrokenRule() {}

    /// @throws Refusal if the work broke a rule
    static <T> T orRefused(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException failure) {
            var refusal = refusal(failure);
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            throw failure;
        }
    }

    private static Optional<Refusal> refusal(DataAccessException failure) {
        return error(failure).flatMap(
                database -> refusal(constraint(database), String.valueOf(database.getSQLState())));
    }

    /// The constraint that a failure is about; empty for any other failure.
    static String nameIn(Throwable failure) {
        return error(failure).map(BrokenRule::constraint).orElse("");
    }

    private static Optional<PSQLException> error(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException database) {
                return Optional.of(database);
            }
        }
        return Optional.empty();
    }

    private static @Nullable String constraint(PSQLException database) {
        var error = database.getServerErrorMessage();
        return error == null ? null : error.getConstraint();
    }

    /// @param rule the constraint's name
    /// @return empty for what no client can cause
    static Optional<Refusal> refusal(@Nullable String rule, String sqlState) {
        if (sqlState.equals(OUT_OF_RANGE)) {
            return Optional.of(new Refusal(LedgerProblems.BALANCE_OUT_OF_RANGE, "An account's sum has no room left."));
        }
        return Optional.ofNullable(switch (rule) {
            case "balance_is_not_below_the_floor" -> new Refusal(LedgerProblems.INSUFFICIENT_FUNDS,
                    "An account doesn't have as much available.");
            case "transfer_reference_is_unique" -> new Refusal(LedgerProblems.REFERENCE_USED,
                    "There is a transfer with this reference.");
            case "transfer_is_resolved_once" -> new Refusal(LedgerProblems.HOLD_RESOLVED, "The hold is open no more.");
            case "hold_is_posted_in_time", "hold_expires" -> new Refusal(LedgerProblems.HOLD_EXPIRED,
                    "The time until which it holds has passed.");
            case "hold_lasts_a_year_at_most" -> new Refusal(HttpProblems.VALIDATION_FAILED,
                    "A hold lasts a year at most.");
            case "reference_is_not_reserved" -> new Refusal(HttpProblems.VALIDATION_FAILED,
                    "References that begin with post:, void:, expire: or reversal: are the ledger's own.");
            case "resolves_a_hold" -> new Refusal(LedgerProblems.NOT_A_HOLD, "The transfer isn't a hold.");
            case "no_more_is_posted_than_held" -> new Refusal(LedgerProblems.HOLD_EXCEEDED,
                    "An account would get or give more than is held on it.");
            case "part_is_in_its_currency" -> new Refusal(LedgerProblems.WRONG_CURRENCY,
                    "The hold is in another currency.");
            case "part_of_two_entries" -> new Refusal(LedgerProblems.PART_UNCLEAR,
                    "One amount says too little about several entries.");
            case "transfer_is_reversed_once" -> new Refusal(LedgerProblems.ALREADY_REVERSED,
                    "There is a reversal of it.");
            case "reverses_what_was_posted" -> new Refusal(LedgerProblems.NOT_REVERSIBLE, "It has posted nothing.");
            case "entry_has_an_account" -> new Refusal(LedgerProblems.UNKNOWN_ACCOUNT,
                    "An account isn't open in this currency.");
            case "transfer_balances" -> new Refusal(LedgerProblems.UNBALANCED, "The entries don't sum to zero.");
            // what belongs to others looks like what isn't there
            case "hold_exists", "transfer_exists", "lowers_no_account_of_others" -> new Refusal(HttpProblems.NOT_FOUND,
                    "There is no such account or transfer.");
            case null, default -> null;
        });
    }
}
