package io.mainstay.reconciliation;

import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.Transfer;
import io.mainstay.payments.SettledOperations;
import io.mainstay.payments.SettledOperations.Settled;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.PaymentProviders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Compares lines with operations and the ledger, and operations with lines, and posts what was settled.
///
/// A capture: Dr bank + fees / Cr receivable. A refund: Dr receivable + fees / Cr bank. What isn't ours goes against
/// `settlement_suspense` instead of the receivable, until a person has found out what it is.
@Component
class Reconcile {

    /// Lines that are looked up, and posted, together.
    static final int BATCH = 50;

    private static final int MAX_OPERATIONS = 100_000;

    private final ReconciliationStore store;
    private final SettledOperations operations;
    private final PaymentProviders providers;
    private final Ledger ledger;

    Reconcile(ReconciliationStore store, SettledOperations operations, PaymentProviders providers, Ledger ledger) {
        this.store = store;
        this.operations = operations;
        this.providers = providers;
        this.ledger = ledger;
    }

    void lines(ReportId report, String provider, List<Line> lines) {
        var ids = lines.stream().flatMap(line -> line.ours().stream()).toList();
        var known = operations.find(provider, ids).stream().collect(Collectors.toMap(Settled::id, Function.identity()));
        var posted = ledger.posted(known.values().stream().map(Settled::posting).toList());
        var transfers = new ArrayList<Transfer>();
        for (var line : lines) {
            switch (store.add(report, provider, line)) {
                case 1 -> {
                    var ours = line.ours().map(known::get).orElse(null);
                    var difference = difference(line, ours, posted.contains(ours == null ? "" : ours.posting()));
                    if (difference != null) {
                        store.open(report, provider, difference, line.id(), line.ours().orElse(null), line.amount(),
                                ours == null ? null : ours.amount());
                    }
                    transfers.add(posting(provider, line, difference != BreakKind.unknownHere));
                }
                case -1 -> store.open(report, provider, BreakKind.changed, line.id(), line.ours().orElse(null),
                        line.amount(), null);
                default -> {
                    // told before
                }
            }
        }
        if (!transfers.isEmpty()) {
            var _ = ledger.postAll(transfers);
        }
        store.close(provider, ids, "A later report has it: " + report);
    }

    /// What succeeded here in the report's time and is in no report.
    void missing(ReportId report, String provider, Instant from, Instant to) {
        var succeeded = operations.succeeded(provider, from, to, MAX_OPERATIONS + 1);
        if (succeeded.size() > MAX_OPERATIONS) {
            throw new Refusal(HttpProblems.VALIDATION_FAILED,
                    "More than " + MAX_OPERATIONS + " operations succeeded in this time: import shorter ones.",
                    Map.of());
        }
        var reported = store.reported(provider, succeeded.stream().map(Settled::id).toList());
        succeeded.stream().filter(operation -> !reported.contains(operation.id())).forEach(
                operation -> store.open(report, provider, BreakKind.missingAtProvider, null, operation.id(), null,
                        operation.amount()));
    }

    private static @Nullable BreakKind difference(Line line, @Nullable Settled ours, boolean isPosted) {
        if (ours == null) {
            return BreakKind.unknownHere;
        }
        if (!ours.type().equals(line.type().name()) || !ours.amount().equals(line.amount())) {
            return BreakKind.differs;
        }
        if (!ours.isSucceeded()) {
            return BreakKind.notSucceededHere;
        }
        return isPosted ? null : BreakKind.notInLedger;
    }

    private Transfer posting(String provider, Line line, boolean isOurs) {
        var currency = line.amount().currency();
        var against = isOurs
                ? new LedgerAccount(providers.called(provider).receivable(), Kind.ASSET, currency)
                : new LedgerAccount("settlement_suspense", Kind.LIABILITY, currency);
        var bank = new LedgerAccount("bank", Kind.ASSET, currency);
        var fees = new LedgerAccount("fees", Kind.EXPENSE, currency);
        var transfer = Transfer.of("settlement:" + provider + ":" + digest(line.id()), "Settlement of " + line.type());
        return switch (line.type()) {
            case capture, other -> transfer.debit(bank, line.amount().minus(line.fee())).debit(fees, line.fee())
                    .credit(against, line.amount()).balanced();
            case refund -> transfer.debit(against, line.amount()).debit(fees, line.fee())
                    .credit(bank, line.amount().plus(line.fee())).balanced();
        };
    }

    /// References have 200 characters at most, and a provider's names may have more.
    private static String digest(String id) {
        return id.length() <= 150
                ? id
                : UUID.nameUUIDFromBytes(
                        id.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
