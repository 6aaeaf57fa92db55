package io.mainstay.messaging;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/// On the management port: `GET /actuator/deadletters` counts them by queue, `GET /actuator/deadletters/{queue}?limit=`
/// lists some, `POST /actuator/deadletters/{queue} {"max": 10}` replays some.
@Component
@Endpoint(id = "deadletters")
class DeadLettersEndpoint {

    private static final int DEFAULT = 20;

    private final DeadLetters deadLetters;

    DeadLettersEndpoint(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @ReadOperation
    Map<String, Long> counts() {
        return deadLetters.counts();
    }

    @ReadOperation
    List<DeadLetters.DeadLetter> list(@Selector String queue, @Nullable Integer limit) {
        return deadLetters.list(queue, limit == null ? DEFAULT : limit);
    }

    @WriteOperation
    Replayed replay(@Selector String queue, @Nullable Integer max) {
        return new Replayed(deadLetters.replay(queue, max == null ? DEFAULT : max));
    }

    record Replayed(int replayed) {}
}
