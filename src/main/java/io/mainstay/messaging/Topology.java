package io.mainstay.messaging;

import java.util.List;
import java.util.Map;

/// Every exchange and queue, described once: the application declares them from here, and the broker that development
/// and tests embed is configured from here.
public final class Topology {

    /// Topic exchange that all events are published to; the routing key is the event's type, e.g. `order.confirmed`.
    public static final String EVENTS = "mainstay.events";

    /// Direct exchange of the dead letters; the routing key is the name of the queue that gave up.
    public static final String DEAD = "mainstay.dead";

    public static final String NOTIFICATIONS = "mainstay.notifications";

    /// @param queue a durable queue with one kind of consumer
    /// @param routingKeys which events it gets
    public record Subscription(String queue, List<String> routingKeys) {

        public String deadQueue() {
            return queue + ".dead";
        }

        /// RabbitMQ's arguments. A listener tries a few times before it rejects, and what takes longer is retried
        /// from Postgres; so a rejected message is a dead letter. The delivery limit ends what kills its consumer.
        public Map<String, Object> arguments() {
            return Map.of("x-queue-type", "quorum", "x-dead-letter-exchange", DEAD, "x-dead-letter-routing-key", queue,
                    "x-dead-letter-strategy", "at-least-once", "x-overflow", "reject-publish", "x-delivery-limit", 5);
        }

        /// Looking at a dead letter is a delivery too: RabbitMQ's default limit of 20 would drop what is looked at.
        public Map<String, Object> deadArguments() {
            return Map.of("x-queue-type", "quorum", "x-delivery-limit", 1_000_000_000);
        }
    }

    public static final List<Subscription> SUBSCRIPTIONS = List
            .of(new Subscription(NOTIFICATIONS, List.of("account.verificationRequested",
                    "account.passwordResetRequested", "account.passwordChanged", "account.factorsChanged",
                    "account.signedInFromNewDevice", "account.emailChangeRequested", "account.emailChangeAnnounced",
                    "account.emailChanged", "account.closed", "account.farewellRequested", "organization.invited",
                    "order.confirmed", "payment.refunded", "payment.orphaned")));

    private Topology() {}
}
