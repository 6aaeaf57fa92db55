package io.mainstay.messaging;

import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// Reads messages as listeners do, without a broker.
public final class MessageReader {

    private MessageReader() {}

    public static Incoming message(String type, int version, String json) {
        var converter = new IncomingConverter(JsonMapper.builder().build());
        return (Incoming) Objects.requireNonNull(
                converter.fromMessage(TestMessages.message("event_test", type, version, json)));
    }
}
