package io.mainstay.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mainstay.IntegrationTest;
import io.mainstay.infrastructure.DeadPort;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@IntegrationTest
class OutboxIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    private Outbox outbox;
    @Autowired
    private Relay relay;
    @Autowired
    private Publisher publisher;
    @Autowired
    private RelayMetrics metrics;
    @Autowired
    private Parked parked;
    @Autowired
    private BacklogMetrics backlog;
    @Autowired
    private RabbitTemplate rabbit;
    @Autowired
    private AmqpAdmin admin;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private MeterRegistry registry;

    private final String type = "test." + UUID.randomUUID();
    private final String queue = type;

    @BeforeEach
    void subscribe() {
        admin.declareQueue(new Queue(queue, true, false, false));
        admin.declareBinding(new Binding(queue, Binding.DestinationType.QUEUE, Topology.EVENTS, type, null));
    }

    @AfterEach
    void restore() {
        admin.deleteQueue(queue);
        jdbc.sql("delete from messaging.outbox where type = :type").param("type", type).update();
        jdbc.sql("delete from messaging.outbox_parked where type = :type").param("type", type).update();
        relay.start();
    }

    @Test
    void publishesAnEventOnceWithWhatConsumersNeed() {
        publish("key-1", 7);

        var message = receive();
        var properties = message.getMessageProperties();
        assertThat(message.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("{\"number\":7}");
        assertThat(properties.getMessageId()).startsWith("event_");
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getReceivedDeliveryMode()).hasToString("PERSISTENT");
        assertThat(properties.getHeaders()).containsEntry("type", type).containsEntry("version", 1)
                .containsEntry("key", "key-1").containsKey("occurredAt");
        assertThat(properties.getHeaders().values()).noneMatch(value -> String.valueOf(value).contains("io.mainstay"));
        await().atMost(SOON).until(() -> waiting() == 0);
        assertThat(rabbit.receive(queue, 300)).isNull();
    }

    @Test
    void announcesNothingThatWasRolledBack() {
        relay.stop();
        transaction.executeWithoutResult(status -> {
            outbox.publish(type, 1, "key", Map.of("number", 1));
            status.setRollbackOnly();
        });
        assertThat(waiting()).isZero();

        publish("key", 2);
        assertThat(waiting()).isOne();
    }

    @Test
    void refusesToPublishOutsideATransaction() {
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> outbox.publish(type, 1, "key", Map.of()));
    }

    @Test
    void keepsTheOrderOfEachKeyOverManyEventsAndSeveralRelays() {
        var second = relay(publisher, settings(10));
        second.start();
        try {
            for (var number = 0; number < 500; number++) {
                publish("key-" + number % 5, number);
            }
            var byKey = new java.util.TreeMap<String, List<Integer>>();
            for (var received = 0; received < 500; received++) {
                var message = receive();
                var number = new String(message.getBody(), StandardCharsets.UTF_8).replaceAll("\\D", "");
                byKey.computeIfAbsent(String.valueOf(message.getMessageProperties().<Object>getHeader("key")),
                        _ -> new ArrayList<>()).add(Integer.parseInt(number));
            }
            assertThat(byKey).hasSize(5).allSatisfy((_, numbers) -> assertThat(numbers).hasSize(100).isSorted()
                    .doesNotHaveDuplicates());
        } finally {
            second.stop();
        }
    }

    @Test
    void keepsAnUnroutableEventThenParksItAndLetsOthersPass() throws InterruptedException {
        relay.stop();
        admin.removeBinding(new Binding(queue, Binding.DestinationType.QUEUE, Topology.EVENTS, type, null));
        publish("key", 1);
        var impatient = relay(publisher, settings(3));

        roundsUntil(impatient, _ -> failures() == 1);
        assertThat(waiting()).isOne();
        roundsUntil(impatient, _ -> waiting() == 0);

        assertThat(parked.list(1000)).filteredOn(event -> event.type().equals(type)).singleElement()
                .satisfies(event -> assertThat(event.reason()).matches("nacked|returned.*"));
        assertThat(failures()).isZero();

        admin.declareBinding(new Binding(queue, Binding.DestinationType.QUEUE, Topology.EVENTS, type, null));
        relay.start();
        publish("key", 2);
        assertThat(receive().getBody()).asString(StandardCharsets.UTF_8).contains("2");
        assertThat(parked.release(1000)).isPositive();
        assertThat(receive().getBody()).asString(StandardCharsets.UTF_8).contains("1");
    }

    @Test
    void survivesABrokerThatIsAway() throws Exception {
        relay.stop();
        publish("key", 1);
        var connections = new CachingConnectionFactory("127.0.0.1", DeadPort.find());
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        try {
            var cutOff = relay(new Publisher(new RabbitTemplate(connections)), settings(1));
            for (var round = 0; round < 3; round++) {
                assertThatExceptionOfType(AmqpException.class).isThrownBy(cutOff::round);
            }
        } finally {
            connections.destroy();
        }
        assertThat(waiting()).isOne();
        backlog.sample();
        assertThat(registry.get("mainstay.outbox.backlog").gauge().value()).isGreaterThanOrEqualTo(1);
        assertThat(registry.get("mainstay.outbox.oldest.age").gauge().value()).isPositive();
        assertThat(registry.get("mainstay.outbox.parked.waiting").gauge().value()).isNotNegative();
        assertThat(registry.get("mainstay.deadletters").gauge().value()).isNotNegative();

        relay.start();
        assertThat(receive().getBody()).asString(StandardCharsets.UTF_8).contains("1");
    }

    @Test
    void deliversSoonAfterTheCommit() {
        publish("key", 0);
        receive();
        var start = System.nanoTime();
        publish("key", 1);
        receive();
        // without the wake-up it would be up to a second; half of one leaves room for a busy machine
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(800));
    }

    private Relay relay(Publisher through, MessagingSettings settings) {
        return new Relay(jdbc, transaction, through, settings, metrics, new RelayWakeup());
    }

    private static MessagingSettings settings(int parkAfter) {
        return new MessagingSettings(50, Duration.ofSeconds(2), Duration.ofMillis(20), Duration.ofMillis(1),
                Duration.ofMillis(5), parkAfter, Duration.ofDays(30), 100);
    }

    private void roundsUntil(Relay other, Predicate<Relay> done) throws InterruptedException {
        for (var round = 0; !done.test(other); round++) {
            assertThat(round).as("rounds").isLessThan(200);
            other.round();
            Thread.sleep(10);
        }
    }

    private void publish(String key, int number) {
        transaction.executeWithoutResult(_ -> outbox.publish(type, 1, key, Map.of("number", number)));
    }

    private Message receive() {
        var message = rabbit.receive(queue, SOON.toMillis());
        assertThat(message).isNotNull();
        return message;
    }

    private long waiting() {
        return jdbc.sql("select count(*) from messaging.outbox where type = :type").param("type", type)
                .query(Long.class).single();
    }

    private int failures() {
        return jdbc.sql("select failures from messaging.outbox_shard where shard = :shard")
                .param("shard", Outbox.shard("key")).query(Integer.class).single();
    }
}
