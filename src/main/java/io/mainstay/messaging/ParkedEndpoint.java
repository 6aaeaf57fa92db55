package io.mainstay.messaging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/// `GET /actuator/parkedevents?limit=` and `POST /actuator/parkedevents {"max": 10}` on the management port.
@Component
@Endpoint(id = "parkedevents")
class ParkedEndpoint {

    private static final int DEFAULT = 20;

    private final Parked parked;

    ParkedEndpoint(Parked parked) {
        this.parked = parked;
    }

    @ReadOperation
    List<Parked.ParkedEvent> list(@Nullable Integer limit) {
        return parked.list(limit == null ? DEFAULT : limit);
    }

    @WriteOperation
    Released release(@Nullable Integer max) {
        return new Released(parked.release(max == null ? DEFAULT : max));
    }

    record Released(int released) {}
}
