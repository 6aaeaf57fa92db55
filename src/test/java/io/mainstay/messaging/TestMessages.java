package io.mainstay.messaging;

import java.nio.charset.StandardCharsets;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;

/// Messages as the broker would hold them, without the outbox in between.
public final class TestMessages {

    private TestMessages() {}

    public static Message message(String id, String type, int version, String json) {
        return MessageBuilder.withBody(json.getBytes(StandardCharsets.UTF_8)).setContentType("application/json")
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT).setMessageId(id).setHeader(Incoming.TYPE, type)
                .setHeader(Incoming.VERSION, version).build();
    }
}
