package io.mainstay.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Proof that nothing was lost or invented: per currency, the debits of all accounts are their credits.
///
/// @param at absent for now
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LedgerTrialBalance")
record TrialBalance(@Nullable Instant at, List<OfCurrency> currencies) {

    /// @param balanced whether debits and credits are the same, as they always must be
    @Schema(name = "LedgerTrialBalanceOfCurrency")
    record OfCurrency(String currency, BigInteger debits, BigInteger credits, boolean balanced, List<Line> accounts) {}

    /// All accounts of one code.
    @Schema(name = "LedgerTrialBalanceLine")
    record Line(String code, String kind, BigInteger debits, BigInteger credits) {}

    /// @param currency ISO 4217
    record Row(String currency, Line line) {}

    static TrialBalance of(@Nullable Instant at, List<Row> rows) {
        var byCurrency = new TreeMap<String, List<Line>>();
        rows.forEach(row -> byCurrency.computeIfAbsent(row.currency(), _ -> new java.util.ArrayList<>())
                .add(row.line()));
        return new TrialBalance(at, byCurrency.entrySet().stream().map(entry -> {
            var debits = entry.getValue().stream().map(Line::debits).reduce(BigInteger.ZERO, BigInteger::add);
            var credits = entry.getValue().stream().map(Line::credits).reduce(BigInteger.ZERO, BigInteger::add);
            return new OfCurrency(entry.getKey(), debits, credits, debits.equals(credits), entry.getValue());
        }).toList());
    }
}
