package io.mainstay.payments;

import io.mainstay.messaging.Worker;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The timer that releases what is held and wasn't captured in time, before the provider lets it go by itself. Several
/// workers may run it: the lock on each payment decides.
@Worker
class ExpireAuthorizations {

    private static final Logger log = LoggerFactory.getLogger(ExpireAuthorizations.class);

    private final JdbcClient jdbc;
    private final Locks locks;
    private final Voids voids;
    private final PaymentSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ExpireAuthorizations(JdbcClient jdbc, Locks locks, Voids voids, PaymentSettings settings, Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.locks = locks;
        this.voids = voids;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Overdue(UUID payment, PaidFor about) {}

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void expireOverdue() {
        for (var overdue : overdue()) {
            try {
                transaction.executeWithoutResult(_ -> release(overdue));
            } catch (RuntimeException failed) {
                log.atWarn().setCause(failed).addKeyValue("payment", new PaymentId(overdue.payment))
                        .log("An authorization could not be released; it will be tried again");
            }
        }
    }

    /// Those that are being released already don't keep others from their turn.
    @SuppressWarnings("NullAway") // a list, always
    private List<Overdue> overdue() {
        return transaction.execute(_ -> jdbc.sql("""
                select p.id, p.purpose, p.order_id from payments.payment p
                where p.status = 'requiresCapture' and p.capture_before <= :now
                    and not exists (select from payments.operation o where o.payment_id = p.id
                        and o.kind in ('capture', 'void') and o.status not in ('succeeded', 'failed'))
                order by p.capture_before limit :batch
                """).param("now", clock.instant().atOffset(ZoneOffset.UTC)).param("batch", settings.checkBatch())
                .query((row, _) -> new Overdue(row.getObject(1, UUID.class),
                        new PaidFor(row.getString(2), row.getObject(3, UUID.class))))
                .list());
    }

    private void release(Overdue overdue) {
        var payment = locks.take(overdue.about, new PaymentId(overdue.payment));
        var until = payment.captureBefore();
        if (payment.status() == PaymentStatus.requiresCapture && until != null && !until.isAfter(clock.instant())) {
            var _ = voids.queue(payment);
        }
    }
}
