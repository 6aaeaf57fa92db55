package io.mainstay.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.support.converter.MessageConversionException;
import org.springframework.boot.amqp.autoconfigure.RabbitListenerRetrySettingsCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {

    /// Declared whenever a connection opens, so a broker that lost its data gets its queues back.
    @Bean
    Declarables topology() {
        var all = new ArrayList<Declarable>();
        var events = new TopicExchange(Topology.EVENTS, true, false);
        var dead = new DirectExchange(Topology.DEAD, true, false);
        all.add(events);
        all.add(dead);
        for (var subscription : Topology.SUBSCRIPTIONS) {
            var queue = queue(subscription.queue(), subscription.arguments());
            var deadQueue = queue(subscription.deadQueue(), subscription.deadArguments());
            all.add(queue);
            all.add(deadQueue);
            all.add(BindingBuilder.bind(deadQueue).to(dead).with(subscription.queue()));
            subscription.routingKeys().forEach(key -> all.add(BindingBuilder.bind(queue).to(events).with(key)));
        }
        return new Declarables(all);
    }

    private static Queue queue(String name, Map<String, Object> arguments) {
        return new Queue(name, true, false, false, new HashMap<>(arguments));
    }

    /// Retrying can't make a message readable.
    @Bean
    RabbitListenerRetrySettingsCustomizer unreadableMessagesAreNotRetried() {
        return settings -> settings.setExceptionExcludes(
                List.of(AmqpRejectAndDontRequeueException.class, MessageConversionException.class));
    }
}
