package io.mainstay.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.IntegrationTest;
import io.mainstay.auth.Accounts;
import io.mainstay.auth.Contact;
import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.messaging.DeadLetters;
import io.mainstay.messaging.Outbox;
import io.mainstay.messaging.TestMessages;
import io.mainstay.messaging.Topology;
import io.mainstay.money.Money;
import io.mainstay.notifications.Mails.Leased;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest
class NotificationsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    private Accounts accounts;
    @Autowired
    private AmqpAdmin admin;
    @Autowired
    private DeadLetters deadLetters;
    @Autowired
    private Environment environment;
    @Autowired
    private JavaMailSenderImpl sender;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private JsonMapper mapper;
    @Autowired
    private Mailer mailer;
    @Autowired
    private Mails mails;
    @Autowired
    private MeterRegistry registry;
    @Autowired
    private NotificationSettings settings;
    @Autowired
    private Outbox outbox;
    @Autowired
    private RabbitTemplate rabbit;
    @Autowired
    private TransactionTemplate transaction;

    @AfterEach
    void restore() {
        mailer.start();
    }

    @Test
    void sendsAVerificationLinkAndForgetsItsToken() {
        var somebody = SomeAccount.named("Zoë Ångström", accounts);
        transaction.executeWithoutResult(_ -> outbox.publish("account.verificationRequested", 1,
                somebody.id().toString(), new VerificationRequested(somebody.id(), "token-of-" + somebody.id())));

        var mail = onlyMail(somebody);
        assertThat(mail).containsEntry("Subject", "Confirm your e-mail address")
                .containsEntry("To", List.of(Map.of("Name", "Zoë Ångström", "Address", somebody.email())));
        assertThat(String.valueOf(mail.get("Text"))).contains("Hello Zoë Ångström,")
                .contains("http://localhost:8080/verify-email?token=token-of-" + somebody.id());
        await().atMost(SOON).untilAsserted(() -> assertThat(row(somebody)).containsEntry("state", "sent")
                .containsEntry("data", null).containsEntry("next_attempt_at", null));
    }

    @Test
    void sendsOneReceiptForAMessageDeliveredFiveTimes() {
        var somebody = SomeAccount.named("Ada", accounts);
        var message = receipt("event-" + UUID.randomUUID(), somebody.id());
        for (var delivery = 0; delivery < 5; delivery++) {
            rabbit.send(Topology.EVENTS, "order.confirmed", message);
        }

        assertThat(String.valueOf(onlyMail(somebody).get("Text"))).contains("2 x Tea (tea)  19.99 EUR");
        await().atMost(SOON).until(() -> messagesIn(Topology.NOTIFICATIONS) == 0);
        assertThat(found(somebody)).hasSize(1);
    }

    @Test
    void sendsOneMailWhenTheServerFailsTwiceAndThenWorks() throws InterruptedException {
        mailer.stop();
        var somebody = SomeAccount.named("Ada", accounts);
        queue(somebody);
        var tries = new ArrayList<UUID>();
        var flaky = mailer(new Postman(sender, settings, mapper, Clock.systemUTC()) {
            @Override
            void send(Leased mail, Contact contact) {
                if (contact.email().equals(somebody.email())) {
                    tries.add(mail.id());
                    if (tries.size() <= 2) {
                        throw new MailSendException("planted, to " + contact.email());
                    }
                }
                super.send(mail, contact);
            }
        }, 10);
        roundsUntilFinished(flaky, somebody);

        assertThat(tries).hasSize(3);
        assertThat(row(somebody)).containsEntry("state", "sent").containsEntry("attempts", 3)
                .containsEntry("last_error", "MailSendException");
        assertThat(onlyMail(somebody)).containsEntry("MessageID", tries.getFirst() + "@mainstay.example");
    }

    @Test
    void givesUpAfterItsLastTry() throws InterruptedException {
        mailer.stop();
        var somebody = SomeAccount.named("Ada", accounts);
        queue(somebody);
        roundsUntilFinished(mailer(new Postman(sender, settings, mapper, Clock.systemUTC()) {
            @Override
            void send(Leased mail, Contact contact) {
                throw new MailSendException("planted");
            }
        }, 3), somebody);

        assertThat(row(somebody)).containsEntry("state", "failed").containsEntry("attempts", 3)
                .containsEntry("data", null);
        assertThat(found(somebody)).isEmpty();
    }

    @Test
    void doesNotSendToAnAccountThatIsGone() throws InterruptedException {
        mailer.stop();
        var nobody = new SomeAccount(AccountId.next(), "nobody@example.org");
        queue(nobody);
        roundsUntilFinished(mailer(new Postman(sender, settings, mapper, Clock.systemUTC()), 3), nobody);

        assertThat(row(nobody)).containsEntry("state", "failed").containsEntry("last_error", "no contact");
    }

    @Test
    void leasesAMailToOneWorkerAtATime() throws Exception {
        mailer.stop();
        var somebody = SomeAccount.named("Ada", accounts);
        queue(somebody);
        var leases = new AtomicInteger();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var worker = 0; worker < 8; worker++) {
                workers.execute(() -> mails.lease(50, Duration.ofMillis(200)).stream()
                        .filter(mail -> mail.account().equals(somebody.id())).forEach(_ -> leases.incrementAndGet()));
            }
        }
        assertThat(leases).hasValue(1);

        Thread.sleep(250);
        var second = mails.lease(50, Duration.ofMinutes(1)).stream()
                .filter(mail -> mail.account().equals(somebody.id())).findAny().orElseThrow();
        assertThat(second.attempt()).isEqualTo(2);
        var first = new Leased(second.id(), second.account(), second.template(), second.data(), 1);
        assertThat(mails.retry(first, Duration.ZERO, "late")).isFalse();
        assertThat(mails.sent(List.of(first))).isZero();
        assertThat(mails.sent(List.of(first, second))).isOne();
    }

    @Test
    void keepsLineBreaksInNamesOutOfTheHeaders() throws InterruptedException {
        mailer.stop();
        var somebody = SomeAccount.named("Eve", accounts);
        queue(somebody);
        // registration refuses such names; a mail must not depend on that
        roundsUntilFinished(mailer(new Postman(sender, settings, mapper, Clock.systemUTC()) {
            @Override
            void send(Leased mail, Contact contact) {
                super.send(mail,
                        new Contact(contact.email(), "Eve\r\nBcc: victim@example.org\r\n\r\nBuy now"));
            }
        }, 1), somebody);

        assertThat(onlyMail(somebody)).containsEntry("Bcc", List.of()).containsEntry("Cc", List.of())
                .containsEntry("To", List.of(Map.of("Name", "Eve Bcc: victim@example.org Buy now", "Address",
                        somebody.email())));
    }

    @Test
    void poisonEndsInTheDeadLettersAndCanBeReplayed() {
        var id = "event-" + UUID.randomUUID();
        var unknown = "event-" + UUID.randomUUID();
        rabbit.send(Topology.EVENTS, "order.confirmed", TestMessages.message(id, "order.confirmed", 1, "{\"order"));
        rabbit.send(Topology.EVENTS, "order.confirmed", TestMessages.message(unknown, "order.confirmed", 99, "{}"));
        await().atMost(SOON).until(() -> dead(id) != null && dead(unknown) != null);
        // looking at them takes nothing away
        for (var look = 0; look < 25; look++) {
            await().atMost(SOON).until(() -> dead(id) != null);
        }

        assertThat(deadLetters.replay(Topology.NOTIFICATIONS, 1000)).isGreaterThanOrEqualTo(2);
        await().atMost(SOON).untilAsserted(() -> {
            var again = dead(id);
            assertThat(again).isNotNull();
            assertThat(again.replays()).isEqualTo(1);
            assertThat(again.type()).isEqualTo("order.confirmed");
        });
        assertThat(deadLetters.counts()).containsKey(Topology.NOTIFICATIONS);
    }

    private DeadLetters.@Nullable DeadLetter dead(String messageId) {
        return deadLetters.list(Topology.NOTIFICATIONS, 1000).stream()
                .filter(letter -> messageId.equals(letter.messageId())).findAny().orElse(null);
    }

    private long messagesIn(String queue) {
        var information = admin.getQueueInfo(queue);
        return information == null ? 0 : information.getMessageCount();
    }

    private Message receipt(String id, AccountId account) {
        return TestMessages.message(id, "order.confirmed", 1, mapper.writeValueAsString(order(account)));
    }

    private static OrderConfirmed order(AccountId account) {
        return new OrderConfirmed(TypeId.encode("order", TypeId.next()), account,
                TypeId.encode("payment", TypeId.next()), Money.of(1999, "EUR"), Instant.parse("2026-11-23T20:15:00Z"),
                List.of(new OrderConfirmed.Line("tea", "Tea", 2, Money.of(1999, "EUR"))));
    }

    private void queue(SomeAccount somebody) {
        transaction.executeWithoutResult(_ -> mails.queue("event-" + UUID.randomUUID(), somebody.id(),
                Mails.Template.RECEIPT, order(somebody.id())));
    }

    private Mailer mailer(Postman postman, int maxAttempts) {
        return new Mailer(mails, postman, accounts,
                new NotificationSettings(URI.create("http://localhost:8080"), settings.from(), 4,
                        Duration.ofSeconds(10), Duration.ofSeconds(30), maxAttempts, Duration.ofMillis(1),
                        Duration.ofMillis(5), Duration.ofMillis(20)),
                registry);
    }

    private void roundsUntilFinished(Mailer other, SomeAccount somebody) throws InterruptedException {
        for (var round = 0; row(somebody).get("finished_at") == null; round++) {
            assertThat(round).as("rounds").isLessThan(200);
            other.round();
            Thread.sleep(10);
        }
    }

    private Map<String, @Nullable Object> row(SomeAccount somebody) {
        return jdbc.sql("select * from notifications.mail where account = :account")
                .param("account", somebody.id().value()).query().singleRow();
    }

    /// Waits for it, and then whether a second one comes.
    private Map<String, Object> onlyMail(SomeAccount somebody) {
        await().atMost(SOON).until(() -> !found(somebody).isEmpty());
        await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> found(somebody).size() == 1);
        return get("/api/v1/message/" + found(somebody).getFirst().get("ID"));
    }

    private List<Map<String, Object>> found(SomeAccount somebody) {
        return search("to:" + somebody.email());
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> search(String query) {
        return (List<Map<String, Object>>) get("/api/v1/search?query=" + query).get("messages");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> get(String path) {
        var url = environment.getRequiredProperty("mainstay.infrastructure.mail-url") + path;
        return RestClient.create(url).get().retrieve().body(Map.class);
    }
}
