package io.mainstay.payments;

import io.mainstay.messaging.Worker;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Sends the voids and refunds that were queued in somebody else's transaction. Of several workers one sends each: it leaves the
/// queue, by a commit, before the provider is called. If that worker dies, the repair job asks what became of it.
@Worker
class SendQueued {

    private static final Logger log = LoggerFactory.getLogger(SendQueued.class);

    private final JdbcClient jdbc;
    private final PaymentRepository payments;
    private final Outcomes outcomes;
    private final Sending sending;
    private final PaymentSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    SendQueued(JdbcClient jdbc, PaymentRepository payments, Outcomes outcomes, Sending sending,
            PaymentSettings settings, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.payments = payments;
        this.outcomes = outcomes;
        this.sending = sending;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Queued(UUID operation, OperationKind kind, UUID payment, PaidFor about) {}

    @Scheduled(initialDelayString = "PT1S", fixedDelayString = "PT0.5S")
    void send() {
        for (var queued : due()) {
            try {
                send(queued);
            } catch (RuntimeException failed) {
                log.atWarn().setCause(failed).addKeyValue("operation", queued.operation())
                        .log("An operation could not be sent; it will be tried again");
            }
        }
    }

    @SuppressWarnings("NullAway") // a list, always
    private List<Queued> due() {
        return transaction.execute(_ -> jdbc.sql("""
                select o.id, o.kind, o.payment_id, p.purpose, p.order_id
                from payments.operation o join payments.payment p on p.id = o.payment_id
                where o.status = 'created' and o.next_check_at <= now()
                    -- a refund waits for the end of what is held
                    and (o.kind <> 'refund' or p.status = 'succeeded')
                order by o.next_check_at limit :batch
                """).param("batch", settings.checkBatch())
                .query((row, _) -> new Queued(row.getObject(1, UUID.class), OperationKind.of(row.getString(2)),
                        row.getObject(3, UUID.class),
                        new PaidFor(row.getString(4), row.getObject(5, UUID.class))))
                .list());
    }

    private void send(Queued queued) {
        take(queued).ifPresent(charge -> {
            var outcome = sending.submit(charge);
            transaction.executeWithoutResult(
                    _ -> outcomes.record(queued.kind, queued.about, new PaymentId(queued.payment),
                            charge.operation(), outcome));
        });
    }

    @SuppressWarnings("NullAway") // an Optional, always
    private Optional<Charge> take(Queued queued) {
        return transaction.execute(_ -> {
            var payment = payments.lock(queued.payment).orElseThrow();
            var now = clock.instant();
            return payment.takeFromQueue(queued.operation, now.plus(settings.submittingGrace()))
                    .map(operation -> sending.charge(payment, operation, now));
        });
    }
}
