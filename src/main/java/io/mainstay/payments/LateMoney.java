package io.mainstay.payments;

import io.mainstay.providers.OperationId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the evidence of money that arrived for an attempt which had been given up, until somebody has refunded it:
/// a row in `payments.late_money`, and the metric `mainstay.payments.late` for an alert.
@Component
class LateMoney {

    private static final Logger log = LoggerFactory.getLogger(LateMoney.class);

    private final JdbcClient jdbc;
    private final Counter late;

    LateMoney(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.late = meters.counter("mainstay.payments.late");
    }

    /// Once per operation, however often it's told.
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(OperationId operation, PaymentId payment) {
        var kept = jdbc.sql("""
                insert into payments.late_money (operation_id, payment_id) values (:operation, :payment)
                on conflict do nothing
                """).param("operation", operation.value()).param("payment", payment.value()).update();
        if (kept == 1) {
            late.increment();
            log.atError().addKeyValue("payment", payment).addKeyValue("operation", operation)
                    .log("Money arrived for an attempt that was given up: it has to be refunded at the provider");
        }
    }
}
