package io.mainstay.messaging;

import io.mainstay.messaging.Confirmation.Confirmed;
import io.mainstay.messaging.Confirmation.Refused;
import io.mainstay.messaging.Confirmation.Unknown;
import io.mainstay.messaging.Publisher.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Moves events from the outbox to the broker, in every instance. A shard is worked on by one relay at a time, and
/// the next event of a key is sent only after the one before was confirmed, so that a key's events arrive for the
/// first time in their order, also across failures, retries and a relay that lost its database connection in the
/// middle. An event leaves the outbox in no other way than by being confirmed or parked.
@Component
class Relay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Publisher publisher;
    private final MessagingSettings settings;
    private final RelayMetrics metrics;
    private final Loop loop;

    Relay(JdbcClient jdbc, TransactionTemplate transaction, Publisher publisher, MessagingSettings settings,
            RelayMetrics metrics, RelayWakeup wakeup) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.publisher = publisher;
        this.settings = settings;
        this.metrics = metrics;
        this.loop = new Loop("outbox-relay", this::round, wakeup.wakeup(), settings.pollInterval(), settings.backoff());
    }

    private record Claim(int shard, @Nullable Long failingId, int failures) {}

    private record Answered(OutboxEvent event, Confirmation confirmation) {}

    /// Relays one batch, of all shards that no other relay holds.
    ///
    /// @return whether there may be more to do
    /// @throws AmqpException if the broker is away or didn't answer; what it confirmed is done nevertheless
    boolean round() {
        // outside the transaction: connecting may take seconds
        publisher.connect();
        var answers = transaction.execute(_ -> relay(claim()));
        for (var answer : answers) {
            if (answer.confirmation() instanceof Unknown(String reason)) {
                metrics.unknown();
                throw new AmqpException("an event was not confirmed: " + reason);
            }
        }
        return !answers.isEmpty();
    }

    /// The lock on a shard's row is the claim; it ends with the transaction, or with this process.
    private List<Claim> claim() {
        return jdbc.sql("""
                select shard, failing_id, failures
                from messaging.outbox_shard as candidate
                where retry_at <= clock_timestamp()
                  and exists (select from messaging.outbox where outbox.shard = candidate.shard)
                order by shard
                for update skip locked
                """)
                .query((row, _) -> new Claim(row.getInt("shard"), row.getObject("failing_id", Long.class),
                        row.getInt("failures")))
                .list();
    }

    private List<Answered> relay(List<Claim> claims) {
        if (claims.isEmpty()) {
            return List.of();
        }
        var deadlineNs = System.nanoTime() + settings.confirmTimeout().toNanos();
        var remaining = read(claims);
        var answers = new ArrayList<Answered>();
        while (!remaining.isEmpty()) {
            var wave = firstOfEachKey(remaining);
            var confirmations = publisher.publish(wave.stream().map(Relay::outgoing).toList(),
                    Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())));
            for (var position = 0; position < wave.size(); position++) {
                answers.add(new Answered(wave.get(position), confirmations.get(position)));
            }
            remaining.removeAll(new HashSet<>(wave));
            var allConfirmed = confirmations.stream().allMatch(Confirmed.class::isInstance);
            if (!allConfirmed || System.nanoTime() >= deadlineNs) {
                break;
            }
        }
        record(claims, answers);
        return answers;
    }

    /// The oldest of each shard. Not one statement with the claim: its snapshot would be older than the lock, and so
    /// could show events that the holder before has just sent and deleted.
    private List<OutboxEvent> read(List<Claim> claims) {
        return new ArrayList<>(jdbc.sql("""
                select oldest.* from unnest(:shards::smallint[]) as claimed (shard), lateral (
                    select shard, id, message_id, key, type, version, payload, traceparent, occurred_at
                    from messaging.outbox where outbox.shard = claimed.shard order by id limit :share) as oldest
                order by shard, id
                """).param("shards", claims.stream().map(Claim::shard).toArray(Integer[]::new))
                .param("share", Math.ceilDiv(settings.batch(), claims.size())).query(OutboxEvent::read).list());
    }

    private static List<OutboxEvent> firstOfEachKey(List<OutboxEvent> events) {
        var keys = new HashSet<String>();
        return events.stream().filter(event -> keys.add(event.key())).toList();
    }

    private static Outgoing outgoing(OutboxEvent event) {
        return new Outgoing(Topology.EVENTS, event.type(), event.message());
    }

    private void record(List<Claim> claims, List<Answered> answers) {
        var confirmed = answers.stream().filter(answer -> answer.confirmation() instanceof Confirmed)
                .map(Answered::event).toList();
        if (!confirmed.isEmpty()) {
            delete(confirmed);
            metrics.published(confirmed.size());
        }
        for (var claim : claims) {
            record(claim, answers.stream().filter(answer -> answer.event().shard() == claim.shard()).toList());
        }
    }

    private void record(Claim claim, List<Answered> answers) {
        for (var answer : answers) {
            if (answer.confirmation() instanceof Refused(String reason)) {
                refuse(claim, answer.event(), reason);
                return;
            }
        }
        if (answers.stream().anyMatch(answer -> answer.confirmation() instanceof Confirmed
                && Objects.equals(claim.failingId(), answer.event().id()))) {
            forgetFailures(claim.shard());
        }
    }

    private void delete(List<OutboxEvent> events) {
        jdbc.sql("""
                delete from messaging.outbox
                where (shard, id) in (select * from unnest(:shards::smallint[], :ids::bigint[]))
                """).param("shards", events.stream().map(OutboxEvent::shard).toArray(Integer[]::new))
                .param("ids", events.stream().map(OutboxEvent::id).toArray(Long[]::new)).update();
    }

    /// The whole shard waits, since its next events may be of the same key.
    private void refuse(Claim claim, OutboxEvent event, String reason) {
        var again = claim.failingId() != null && claim.failingId() == event.id();
        var failures = again ? claim.failures() + 1 : 1;
        metrics.refused();
        if (failures >= settings.parkAfter()) {
            park(claim.shard(), event, reason);
            return;
        }
        jdbc.sql("""
                update messaging.outbox_shard
                set failing_id = :id, failures = :failures,
                    retry_at = clock_timestamp() + make_interval(secs => :pauseSeconds)
                where shard = :shard
                """).param("id", event.id()).param("failures", failures)
                .param("pauseSeconds", settings.backoff().after(failures).toMillis() / 1000.0)
                .param("shard", claim.shard()).update();
    }

    private void park(int shard, OutboxEvent event, String reason) {
        jdbc.sql("""
                insert into messaging.outbox_parked
                    (message_id, key, type, version, payload, traceparent, occurred_at, reason)
                select message_id, key, type, version, payload, traceparent, occurred_at, :reason
                from messaging.outbox where shard = :shard and id = :id
                """).param("reason", reason).param("shard", shard).param("id", event.id()).update();
        delete(List.of(event));
        forgetFailures(shard);
        metrics.parked();
        LOG.error("Parked event {} of type {} after {} refusals: {}", event.messageId(), event.type(),
                settings.parkAfter(), reason);
    }

    private void forgetFailures(int shard) {
        jdbc.sql("""
                update messaging.outbox_shard set failing_id = null, failures = 0, retry_at = '-infinity'
                where shard = :shard
                """).param("shard", shard).update();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
