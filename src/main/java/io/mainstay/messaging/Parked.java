package io.mainstay.messaging;

import io.mainstay.ids.TypeId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Events that the broker refused too often to let them block others. They keep their identity, so releasing one
/// twice has one effect; their order among later events of the key is lost.
@Service
class Parked {

    private static final int LIMIT = 1000;

    private final JdbcClient jdbc;
    private final RelayWakeup relay;

    Parked(JdbcClient jdbc, RelayWakeup relay) {
        this.jdbc = jdbc;
        this.relay = relay;
    }

    /// Without the payload, which may hold secrets.
    record ParkedEvent(String messageId, String key, String type, int version, Instant occurredAt, Instant parkedAt,
            String reason) {}

    /// The oldest first, at most 1000.
    List<ParkedEvent> list(int limit) {
        return jdbc.sql("""
                select message_id, key, type, version, occurred_at, parked_at, reason
                from messaging.outbox_parked order by message_id limit :limit
                """).param("limit", Math.clamp(limit, 0, LIMIT))
                .query((row, _) -> new ParkedEvent(TypeId.encode("event", row.getObject("message_id", UUID.class)),
                        row.getString("key"), row.getString("type"), row.getInt("version"),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        row.getObject("parked_at", OffsetDateTime.class).toInstant(), row.getString("reason")))
                .list();
    }

    /// Puts the oldest back into the outbox, at most 1000.
    ///
    /// @return how many
    @Transactional
    int release(int max) {
        var waiting = jdbc.sql("select message_id, key from messaging.outbox_parked order by message_id limit :max")
                .param("max", Math.clamp(max, 0, LIMIT))
                .query((row, _) -> new Waiting(row.getObject("message_id", UUID.class), row.getString("key"))).list();
        var released = 0;
        for (var event : waiting) {
            // none if somebody else has just released it
            released += jdbc.sql("""
                    with released as (delete from messaging.outbox_parked where message_id = :messageId returning *)
                    insert into messaging.outbox
                        (shard, message_id, key, type, version, payload, traceparent, occurred_at)
                    select :shard, message_id, key, type, version, payload, traceparent, occurred_at from released
                    """).param("messageId", event.messageId()).param("shard", Outbox.shard(event.key())).update();
        }
        relay.wakeup().afterCommit();
        return released;
    }

    private record Waiting(UUID messageId, String key) {}
}
