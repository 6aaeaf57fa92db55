package io.mainstay.messaging;

import io.mainstay.messaging.Confirmation.Confirmed;
import io.mainstay.messaging.Confirmation.Refused;
import io.mainstay.messaging.Confirmation.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/// Sends messages and waits until the broker has taken responsibility for them.
@Component
class Publisher {

    private final RabbitTemplate rabbit;

    Publisher(RabbitTemplate rabbit) {
        this.rabbit = rabbit;
    }

    record Outgoing(String exchange, String routingKey, Message message) {}

    /// Costs nothing while there's a connection.
    ///
    /// @throws AmqpException if the broker is away
    void connect() {
        rabbit.execute(channel -> channel.isOpen());
    }

    /// One confirmation per message, in their order; never throws for the broker's sake.
    List<Confirmation> publish(List<Outgoing> messages, Duration timeout) {
        var deadlineNs = System.nanoTime() + timeout.toNanos();
        try {
            // one channel for all of them; outside it, each unconfirmed message would hold a channel of its own
            return rabbit.invoke(channel -> {
                var correlations = new ArrayList<CorrelationData>(messages.size());
                for (var message : messages) {
                    var correlation = new CorrelationData(UUID.randomUUID().toString());
                    channel.send(message.exchange(), message.routingKey(), message.message(), correlation);
                    correlations.add(correlation);
                }
                return correlations.stream().map(correlation -> await(correlation, deadlineNs)).toList();
            });
        } catch (AmqpException e) {
            return Collections.nCopies(messages.size(), new Unknown(e.getClass().getSimpleName()));
        }
    }

    private static Confirmation await(CorrelationData correlation, long deadlineNs) {
        try {
            var remainingNs = Math.max(0, deadlineNs - System.nanoTime());
            var confirm = correlation.getFuture().get(remainingNs, TimeUnit.NANOSECONDS);
            var returned = correlation.getReturned();
            if (returned != null) {
                return new Refused("returned: " + returned.getReplyCode() + " " + returned.getReplyText());
            }
            if (confirm.ack()) {
                return new Confirmed();
            }
            // only a nack that the client library made up for a lost channel has a reason
            return confirm.reason() == null ? new Refused("nacked") : new Unknown("the channel was closed");
        } catch (TimeoutException _) {
            return new Unknown("no confirm in time");
        } catch (ExecutionException e) {
            return new Unknown(String.valueOf(e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Unknown("interrupted");
        }
    }
}
