package io.mainstay.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.mainstay.messaging.Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAmqpBrokerIT {

    @TempDir
    private Path folder;

    @Test
    void keepsDurableMessagesAndItsConfigurationOverRestarts() throws Exception {
        publish("first");
        publish("second");
        try (var broker = EmbeddedAmqpBroker.start(folder, true, EmbeddedInfrastructure.freePort());
                var connection = connections(broker).newConnection();
                var channel = connection.createChannel()) {
            var rejected = channel.basicGet(Topology.NOTIFICATIONS, false);
            assertThat(rejected.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("first");
            channel.basicReject(rejected.getEnvelope().getDeliveryTag(), false);
            var accepted = channel.basicGet(Topology.NOTIFICATIONS, true);
            assertThat(accepted.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("second");
            assertThat(channel.basicGet(Topology.NOTIFICATIONS, true)).isNull();
            var dead = channel.basicGet(Topology.NOTIFICATIONS + ".dead", true);
            assertThat(dead.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("first");
        }
    }

    private void publish(String body) throws Exception {
        try (var broker = EmbeddedAmqpBroker.start(folder, true, EmbeddedInfrastructure.freePort());
                var connection = connections(broker).newConnection();
                var channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish("", Topology.NOTIFICATIONS, MessageProperties.PERSISTENT_TEXT_PLAIN,
                    body.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(5000);
        }
    }

    private static ConnectionFactory connections(EmbeddedAmqpBroker broker) {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(broker.port());
        return factory;
    }
}
