package io.mainstay.messaging;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.converter.MessageConversionException;
import org.springframework.amqp.support.converter.MessageConverter;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Gives listeners their [Incoming]. Sending goes through the outbox, never through a converter.
@Component
class IncomingConverter implements MessageConverter {

    private final JsonMapper mapper;

    IncomingConverter(JsonMapper mapper) {
        this.mapper = tolerant(mapper);
    }

    /// Reads what newer publishers add to a version, refuses what lacks a part.
    static JsonMapper tolerant(JsonMapper mapper) {
        return mapper.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();
    }

    @Override
    public Object fromMessage(Message message) {
        var properties = message.getMessageProperties();
        var id = properties.getMessageId();
        var type = properties.getHeader(Incoming.TYPE);
        var version = properties.getHeader(Incoming.VERSION);
        if (id == null || type == null || !(version instanceof Number number)) {
            throw new MessageConversionException("a message needs a message id and the headers type and version");
        }
        return new Incoming(id, type.toString(), number.intValue(), message.getBody(), mapper);
    }

    @Override
    public Message toMessage(Object object, MessageProperties properties) {
        throw new MessageConversionException("messages are published through the outbox");
    }
}
