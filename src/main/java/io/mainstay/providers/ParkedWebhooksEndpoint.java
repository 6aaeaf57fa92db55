package io.mainstay.providers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/// `GET /actuator/parkedwebhooks?limit=` and `POST /actuator/parkedwebhooks {"max": 10}` on the management port.
@Component
@Endpoint(id = "parkedwebhooks")
class ParkedWebhooksEndpoint {

    private static final int DEFAULT = 20;

    private final WebhookInbox inbox;

    ParkedWebhooksEndpoint(WebhookInbox inbox) {
        this.inbox = inbox;
    }

    @ReadOperation
    List<WebhookInbox.Parked> list(@Nullable Integer limit) {
        return inbox.listParked(limit == null ? DEFAULT : limit);
    }

    @WriteOperation
    Released release(@Nullable Integer max) {
        return new Released(inbox.release(max == null ? DEFAULT : max));
    }

    record Released(int released) {}
}
