package io.mainstay.reconciliation;

import io.mainstay.messaging.Worker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// How many breaks are open, and since when.
@Worker
class BreakMetrics {

    private final ReconciliationStore store;
    private final TransactionTemplate transaction;
    private volatile ReconciliationStore.Open open = new ReconciliationStore.Open(0, 0);

    BreakMetrics(ReconciliationStore store, PlatformTransactionManager transactions, MeterRegistry meters) {
        this.store = store;
        this.transaction = new TransactionTemplate(transactions);
        Gauge.builder("mainstay.reconciliation.breaks", () -> open.count())
                .description("Open reconciliation breaks, counted up to 1000").register(meters);
        Gauge.builder("mainstay.reconciliation.breaks.age", () -> open.oldestSeconds()).baseUnit("seconds")
                .description("Since when the oldest break is open").register(meters);
    }

    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT60S")
    void count() {
        open = transaction.execute(_ -> store.open());
    }
}
