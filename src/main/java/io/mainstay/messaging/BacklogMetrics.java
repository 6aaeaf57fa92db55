package io.mainstay.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// What waits: sampled, so that a scrape costs nothing and waits for nobody. Values are NaN while they're unknown.
@Component
class BacklogMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogMetrics.class);
    /// Counting stops here: "10,000 and more" is all that anybody needs to know.
    private static final int MAX_COUNT = 10_000;

    private final JdbcClient jdbc;
    private final DeadLetters deadLetters;
    private final Map<String, Double> deadByQueue = new ConcurrentHashMap<>();
    private volatile Outstanding outstanding = Outstanding.UNKNOWN;

    BacklogMetrics(JdbcClient jdbc, DeadLetters deadLetters, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.deadLetters = deadLetters;
        Gauge.builder("mainstay.outbox.backlog", () -> outstanding.backlog())
                .description("Events not yet confirmed by the broker, counted up to 10,000").register(registry);
        Gauge.builder("mainstay.outbox.oldest.age", () -> outstanding.oldestAgeSeconds()).baseUnit("seconds")
                .description("Age of the oldest event in the outbox").register(registry);
        Gauge.builder("mainstay.outbox.parked.waiting", () -> outstanding.parked())
                .description("Parked events, counted up to 10,000").register(registry);
        for (var subscription : Topology.SUBSCRIPTIONS) {
            Gauge.builder("mainstay.deadletters", () -> deadByQueue.getOrDefault(subscription.queue(), Double.NaN))
                    .tag("queue", subscription.queue()).description("Messages that a listener gave up on")
                    .register(registry);
        }
    }

    private record Outstanding(double backlog, double oldestAgeSeconds, double parked) {

        private static final Outstanding UNKNOWN = new Outstanding(Double.NaN, Double.NaN, Double.NaN);
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT10S")
    void sample() {
        try {
            outstanding = readOutstanding();
        } catch (DataAccessException | TransactionException e) {
            outstanding = Outstanding.UNKNOWN;
            LOG.debug("the outbox can't be sampled", e);
        }
        try {
            var counts = deadLetters.counts();
            deadByQueue.keySet().retainAll(counts.keySet());
            counts.forEach((queue, count) -> deadByQueue.put(queue, count.doubleValue()));
        } catch (AmqpException e) {
            deadByQueue.clear();
            LOG.debug("the dead letters can't be counted", e);
        }
    }

    private Outstanding readOutstanding() {
        return jdbc.sql("""
                select (select count(*) from (select from messaging.outbox limit :max) as counted) as backlog,
                       (select count(*) from (select from messaging.outbox_parked limit :max) as counted) as parked,
                       coalesce(extract(epoch from clock_timestamp() - (
                           select min(oldest.occurred_at) from messaging.outbox_shard as one cross join lateral (
                               select occurred_at from messaging.outbox where outbox.shard = one.shard
                               order by id limit 1) as oldest)), 0) as age
                """).param("max", MAX_COUNT).query(
                (row, _) -> new Outstanding(row.getDouble("backlog"), row.getDouble("age"), row.getDouble("parked")))
                .single();
    }
}
