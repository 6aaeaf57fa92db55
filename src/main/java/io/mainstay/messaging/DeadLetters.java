package io.mainstay.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.mainstay.messaging.Confirmation.Confirmed;
import io.mainstay.messaging.Publisher.Outgoing;
import io.mainstay.messaging.Topology.Subscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.stereotype.Service;

/// The messages that a queue's listener gave up on. They stay until they are replayed. Every method throws
/// [AmqpException] while the broker is away.
@Service
public class DeadLetters {

    private static final int LIMIT = 1000;
    private static final String REPLAYS = "replays";

    private final RabbitTemplate rabbit;
    private final AmqpAdmin admin;
    private final Publisher publisher;
    private final MessagingSettings settings;

    DeadLetters(RabbitTemplate rabbit, AmqpAdmin admin, Publisher publisher, MessagingSettings settings) {
        this.rabbit = rabbit;
        this.admin = admin;
        this.publisher = publisher;
        this.settings = settings;
    }

    /// Without the payload, which may hold secrets.
    ///
    /// @param reason why the broker moved it, if it says so
    /// @param replays how often it was replayed before
    public record DeadLetter(@Nullable String messageId, @Nullable String type, @Nullable Integer version,
            @Nullable String key, @Nullable String occurredAt, @Nullable String reason, int replays, int bytes) {}

    /// How many there are, by queue. A queue that the broker doesn't know is left out.
    public Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        for (var subscription : Topology.SUBSCRIPTIONS) {
            var information = admin.getQueueInfo(subscription.deadQueue());
            if (information != null) {
                counts.put(subscription.queue(), information.getMessageCount());
            }
        }
        return counts;
    }

    /// The oldest dead letters of a queue; they stay where they are, but while somebody looks at one, and for a moment
    /// afterwards, nobody else sees it.
    ///
    /// @param queue the name of the queue whose listener gave up, e.g. [Topology#NOTIFICATIONS]
    /// @param limit 1 to 1000
    /// @throws IllegalArgumentException if there is no such queue
    public List<DeadLetter> list(String queue, int limit) {
        var subscription = subscription(queue);
        return rabbit.execute(channel -> {
            var letters = new ArrayList<DeadLetter>();
            while (letters.size() < Math.clamp(limit, 1, LIMIT)) {
                var response = channel.basicGet(subscription.deadQueue(), false);
                if (response == null) {
                    break;
                }
                letters.add(describe(message(response)));
            }
            giveBack(channel);
            return letters;
        });
    }

    /// Puts the oldest dead letters back into their queue, each only taken away once the queue has it. Those that die
    /// again meanwhile are not replayed again.
    ///
    /// @param queue the name of the queue whose listener gave up
    /// @param max 1 to 1000
    /// @return how many were replayed
    /// @throws IllegalArgumentException if there is no such queue
    public int replay(String queue, int max) {
        var subscription = subscription(queue);
        return rabbit.execute(channel -> {
            var replayed = new HashSet<String>();
            while (replayed.size() < Math.clamp(max, 1, LIMIT) && replayOne(subscription, channel, replayed)) {
                // the next one
            }
            return replayed.size();
        });
    }

    private boolean replayOne(Subscription subscription, Channel channel, Set<String> replayed) throws IOException {
        var response = channel.basicGet(subscription.deadQueue(), false);
        if (response == null) {
            return false;
        }
        var id = Objects.requireNonNullElse(response.getProps().getMessageId(), UUID.randomUUID().toString());
        if (!replayed.add(id)) {
            giveBack(channel);
            return false;
        }
        // the default exchange: to this queue alone, not to the event's other subscribers
        var confirmation = publisher
                .publish(List.of(new Outgoing("", subscription.queue(), revived(message(response)))),
                        settings.confirmTimeout())
                .getFirst();
        if (!(confirmation instanceof Confirmed)) {
            giveBack(channel);
            throw new AmqpException("a dead letter could not be replayed: " + confirmation);
        }
        channel.basicAck(response.getEnvelope().getDeliveryTag(), false);
        return true;
    }

    /// Not nacked: Qpid doesn't show a nacked message to the same channel again. And this is answered, so they are
    /// back when it returns.
    private static void giveBack(Channel channel) throws IOException {
        channel.basicRecover(true);
    }

    private static Message revived(Message message) {
        var headers = message.getMessageProperties().getHeaders();
        headers.keySet().removeIf(name -> name.startsWith("x-"));
        headers.merge(REPLAYS, 1, (before, one) -> ((Number) before).intValue() + (Integer) one);
        return message;
    }

    private static Message message(GetResponse response) {
        return new Message(response.getBody(), new DefaultMessagePropertiesConverter()
                .toMessageProperties(response.getProps(), response.getEnvelope(), "UTF-8"));
    }

    private static DeadLetter describe(Message message) {
        var properties = message.getMessageProperties();
        var version = properties.getHeader(Incoming.VERSION);
        var replays = properties.getHeader(REPLAYS);
        return new DeadLetter(properties.getMessageId(), text(message, Incoming.TYPE),
                version instanceof Number number ? (Integer) number.intValue() : null, text(message, Incoming.KEY),
                text(message, Incoming.OCCURRED_AT), text(message, "x-first-death-reason"),
                replays instanceof Number number ? number.intValue() : 0, message.getBody().length);
    }

    private static @Nullable String text(Message message, String header) {
        return Optional.ofNullable(message.getMessageProperties().getHeader(header)).map(Object::toString).orElse(null);
    }

    private static Subscription subscription(String queue) {
        return Topology.SUBSCRIPTIONS.stream().filter(candidate -> candidate.queue().equals(queue)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("there is no queue of this name"));
    }
}
