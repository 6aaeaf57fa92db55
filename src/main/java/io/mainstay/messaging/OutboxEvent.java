package io.mainstay.messaging;

import io.mainstay.ids.TypeId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;

/// One row of the outbox.
record OutboxEvent(int shard, long id, UUID messageId, String key, String type, int version, String payload,
        @Nullable String traceparent, Instant occurredAt) {

    static OutboxEvent read(ResultSet row, int number) throws SQLException {
        return new OutboxEvent(row.getInt("shard"), row.getLong("id"), row.getObject("message_id", UUID.class),
                row.getString("key"),
                row.getString("type"), row.getInt("version"), row.getString("payload"), row.getString("traceparent"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant());
    }

    /// Names the type and its version; never a Java class.
    Message message() {
        var message = MessageBuilder.withBody(payload.getBytes(StandardCharsets.UTF_8))
                .setContentType("application/json").setContentEncoding("UTF-8")
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT).setMessageId(TypeId.encode("event", messageId))
                .setHeader(Incoming.TYPE, type).setHeader(Incoming.VERSION, version).setHeader(Incoming.KEY, key)
                .setHeader(Incoming.OCCURRED_AT, occurredAt.toString()).build();
        if (traceparent != null) {
            message.getMessageProperties().setHeader("traceparent", traceparent);
        }
        return message;
    }
}
