package io.mainstay.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// Counts what the relay does.
@Component
class RelayMetrics {

    private final Counter published;
    private final Counter refused;
    private final Counter unknown;
    private final Counter parked;

    RelayMetrics(MeterRegistry registry) {
        published = Counter.builder("mainstay.outbox.published").description("Events that the broker confirmed")
                .register(registry);
        refused = failed("refused", registry);
        unknown = failed("unknown", registry);
        parked = Counter.builder("mainstay.outbox.parked").description("Events that were refused too often")
                .register(registry);
    }

    private static Counter failed(String outcome, MeterRegistry registry) {
        return Counter.builder("mainstay.outbox.failed").tag("outcome", outcome)
                .description("Tries to publish that failed").register(registry);
    }

    void published(int events) {
        published.increment(events);
    }

    void refused() {
        refused.increment();
    }

    void unknown() {
        unknown.increment();
    }

    void parked() {
        parked.increment();
    }
}
