package io.mainstay.payments;

import io.mainstay.messaging.Worker;
import io.mainstay.money.Money;
import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.mainstay.providers.PaymentProviders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Asks the provider what became of each operation that is `submitting` or `unknown` for too long, and records the
/// truth. Several workers share the work: an operation is claimed before it's looked into.
@Worker
class RepairPayments {

    private static final Logger log = LoggerFactory.getLogger(RepairPayments.class);

    /// How long a claimed operation is left to the one that claimed it.
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final PaymentProviders providers;
    private final Outcomes outcomes;
    private final PaymentRepository repository;
    private final PaymentSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final Counter repaired;
    private final Counter handedOver;

    RepairPayments(JdbcClient jdbc, PaymentProviders providers, Outcomes outcomes, PaymentRepository repository,
            PaymentSettings settings, Clock clock,
            PlatformTransactionManager transactions, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.providers = providers;
        this.outcomes = outcomes;
        this.repository = repository;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.repaired = meters.counter("mainstay.payments.repaired");
        this.handedOver = meters.counter("mainstay.payments.handed.over");
    }

    /// @param young whether the call may still be under way
    private record Claimed(OperationKind kind, Instruction instruction, String provider, UUID payment, PaidFor about,
            int checks,
            boolean young) {

        OperationId operation() {
            return instruction.operation();
        }
    }

    @Scheduled(initialDelayString = "PT1S", fixedDelayString = "PT1S")
    void repair() {
        for (var claimed : claim()) {
            try {
                resolve(claimed);
            } catch (RuntimeException failed) {
                log.atWarn().setCause(failed).addKeyValue("operation", claimed.operation())
                        .log("An operation could not be repaired; it will be tried again");
            }
        }
    }

    @SuppressWarnings("NullAway") // a list, always
    private List<Claimed> claim() {
        return transaction.execute(_ -> jdbc.sql("""
                update payments.operation o
                set next_check_at = now() + make_interval(secs => :claim), checks = o.checks + 1
                from payments.payment p
                where p.id = o.payment_id and o.id in (
                    select c.id from payments.operation c join payments.payment of on of.id = c.payment_id
                    where c.status in ('submitting', 'unknown') and c.next_check_at <= now()
                        -- shares the fate of its authorization otherwise
                        and (c.kind <> 'capture' or of.capture_method = 'manual')
                    order by c.next_check_at limit :batch for no key update of c skip locked)
                returning o.id, o.payment_id, p.order_id, o.checks, o.created_at > now() - make_interval(secs => :grace),
                          o.amount, p.currency, p.provider, o.kind, (
                              select a.provider_reference from payments.operation a
                              where a.payment_id = p.id and a.kind = 'authorize' and a.attempt = o.attempt) as reference, o.last, p.purpose
                """).param("grace", settings.submittingGrace().toSeconds()).param("claim", CLAIM.toSeconds())
                .param("batch", settings.checkBatch())
                .query((row, _) -> {
                    var kind = OperationKind.of(row.getString(9));
                    var instruction = Sending.instruction(kind, new OperationId(row.getObject(1, UUID.class)),
                            Money.of(row.getLong(6), row.getString(7)), String.valueOf(row.getString(10)),
                            row.getBoolean(11));
                    return new Claimed(kind, instruction, row.getString(8), row.getObject(2, UUID.class),
                            new PaidFor(row.getString(12), row.getObject(3, UUID.class)), row.getInt(4),
                            row.getBoolean(5));
                }).list());
    }

    private void resolve(Claimed claimed) {
        var operation = claimed.operation();
        // never seen, and too old to arrive still: it was cut off on its way
        var outcome = providers.called(claimed.provider).find(claimed.instruction).orElseGet(() -> claimed.young
                ? new Outcome.Unknown("not seen yet")
                : new Outcome.Declined(Sending.NOT_RECEIVED));
        transaction.executeWithoutResult(_ -> {
            var payment = new PaymentId(claimed.payment);
            if (outcome instanceof Outcome.Unknown || outcome instanceof Outcome.Pending) {
                askAgainLater(claimed);
            } else {
                var _ = outcomes.record(claimed.kind, claimed.about, payment, operation, outcome);
                if (outcome instanceof Outcome.ActionRequired) {
                    return;
                }
                repaired.increment();
                log.atInfo().addKeyValue("payment", payment).addKeyValue("checks", claimed.checks)
                        .log("The outcome of a payment was found");
            }
        });
    }

    private void askAgainLater(Claimed claimed) {
        var payment = repository.lock(claimed.payment).orElseThrow();
        var now = clock.instant();
        var operation = payment.operation(claimed.operation());
        if (!operation.status().isOpen()) {
            return;
        }
        var next = now.plus(settings.pauseAfter(claimed.checks));
        var charge = operation.is(OperationKind.authorize);
        if (claimed.checks < settings.maxChecks()) {
            if (charge) {
                payment.leaveUnknown(next, now);
            } else {
                payment.leaveUnknown(operation, next, now);
            }
        } else {
            if (charge) {
                payment.handOver(now);
            } else {
                payment.handOver(operation, now);
            }
            handedOver.increment();
            log.atError().addKeyValue("payment", payment.id())
                    .log("The provider doesn't tell what became of a payment: a person has to decide");
        }
    }
}
