package io.mainstay.messaging;

import io.mainstay.ids.TypeId;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Announces what the caller's transaction did. The event commits or rolls back with it, and then reaches every
/// subscriber at least once, however often processes and the broker die in between. Publishing needs the database
/// alone; while the broker is away events wait.
@Service
public class Outbox {

    /// As many rows as `messaging.outbox_shard` has.
    static final int SHARDS = 8;

    private final JdbcClient jdbc;
    private final JsonMapper mapper;
    private final RelayWakeup relay;
    private final ObjectProvider<Tracer> tracer;

    Outbox(JdbcClient jdbc, JsonMapper mapper, RelayWakeup relay, ObjectProvider<Tracer> tracer) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.relay = relay;
        this.tracer = tracer;
    }

    /// Publishes in the caller's transaction. Events of one key are delivered in the order of their publication if
    /// the transactions that publish for this key exclude each other, as they do when each first locks the
    /// aggregate that the key names.
    ///
    /// @param type a past fact, e.g. `order.confirmed`; it's the routing key, and with `version` it names a schema in
    /// `docs/reference/messages`
    /// @param version of the payload's schema, 1 and more
    /// @param key what the order is kept for, e.g. an order's id; 1 to 200 characters
    /// @param payload a record, written as JSON
    /// @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
    @Transactional(propagation = Propagation.MANDATORY)
    public void publish(String type, int version, String key, Object payload) {
        jdbc.sql("""
                insert into messaging.outbox (shard, message_id, key, type, version, payload, traceparent)
                values (:shard, :messageId, :key, :type, :version, :payload::json, :traceparent)
                """).param("shard", shard(key)).param("messageId", TypeId.next()).param("key", key).param("type", type)
                .param("version", version).param("payload", mapper.writeValueAsString(payload))
                .param("traceparent", traceparent()).update();
        relay.wakeup().afterCommit();
    }

    static int shard(String key) {
        var hash = key.hashCode();
        return Math.floorMod(hash ^ hash >>> 16, SHARDS);
    }

    private @Nullable String traceparent() {
        var available = tracer.getIfAvailable();
        var context = available == null ? null : available.currentTraceContext().context();
        return context == null
                ? null
                : "00-" + context.traceId() + "-" + context.spanId()
                        + (Boolean.TRUE.equals(context.sampled()) ? "-01" : "-00");
    }
}
