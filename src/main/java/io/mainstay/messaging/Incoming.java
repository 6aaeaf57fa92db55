package io.mainstay.messaging;

import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A message as a listener gets it: `@RabbitListener(queues = …) void on(Incoming message)`. The listener says which
/// types and versions it knows and which record each is; nothing in the message names a class.
///
/// What can't be read, and what the listener doesn't know, ends at once in the queue's dead letters. A listener that
/// throws something else is called again a few times within seconds (`spring.rabbitmq.listener.simple.retry`), and
/// then the message is a dead letter too.
public final class Incoming {

    static final String TYPE = "type";
    static final String VERSION = "version";
    static final String KEY = "key";
    static final String OCCURRED_AT = "occurredAt";

    private final String id;
    private final String type;
    private final int version;
    private final byte[] body;
    private final JsonMapper mapper;

    Incoming(String id, String type, int version, byte[] body, JsonMapper mapper) {
        this.id = id;
        this.type = type;
        this.version = version;
        this.body = body;
        this.mapper = mapper;
    }

    /// The same for every delivery of one event; see [Inbox].
    public String id() {
        return id;
    }

    /// Type and version, `order.confirmed.v1`: what a listener switches on.
    public String kind() {
        return type + ".v" + version;
    }

    /// Members that the record doesn't have are ignored, as later publishers may add some; missing ones are refused.
    public <T extends Record> T as(Class<T> payload) {
        try {
            return mapper.readValue(body, payload);
        } catch (JacksonException e) {
            // the cause's message quotes the payload, which may hold secrets
            throw new UnreadableMessage(id, kind(), e.getClass().getSimpleName());
        }
    }

    /// What a listener throws for a kind that it doesn't know.
    public RuntimeException unknown() {
        return new UnreadableMessage(id, kind(), "unknown type or version");
    }

    /// No retry can help.
    static final class UnreadableMessage extends AmqpRejectAndDontRequeueException {

        UnreadableMessage(String id, String kind, String reason) {
            super("message " + id + " of kind " + kind + " can't be read: " + reason);
        }
    }
}
