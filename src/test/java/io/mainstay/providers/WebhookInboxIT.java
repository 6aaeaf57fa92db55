package io.mainstay.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.infrastructure.OutsideWorld;
import io.mainstay.money.Money;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// What providers announce: kept only if they signed it, and of effect exactly once.
@IntegrationTest
@TestPropertySource(properties = {"mainstay.providers.webhooks.first-pause=10ms",
        "mainstay.providers.webhooks.longest-pause=20ms", "mainstay.providers.webhooks.max-attempts=3"})
@Import(WebhookInboxIT.Handler.class)
class WebhookInboxIT {

    @Autowired
    ApiClient api;
    @Autowired
    Owner owner;
    @Autowired
    JdbcClient database;
    @Autowired
    WebhookInbox inbox;
    @Autowired
    List<AnnouncementHandler> handlers;
    @Autowired
    WebhookSettings settings;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    MeterRegistry meters;
    @Autowired
    RecordingHandler handler;
    @Autowired
    PaymentProviders providers;

    @TestConfiguration(proxyBeanMethods = false)
    static class Handler {

        @Bean
        @Primary
        RecordingHandler recordingHandler(JdbcClient jdbc) {
            return new RecordingHandler(jdbc);
        }
    }

    /// Its effect is a row that can exist once only.
    static class RecordingHandler implements AnnouncementHandler {

        private final JdbcClient jdbc;
        final Queue<Announcement> learned = new ConcurrentLinkedQueue<>();
        final AtomicInteger failures = new AtomicInteger();

        RecordingHandler(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public boolean learn(String provider, Announcement announcement) {
            var _ = jdbc.sql("insert into messaging.inbox (consumer, message_id) values ('webhooks', :what)")
                    .param("what", announcement.toString().substring(0, 120)).update();
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("planned");
            }
            learned.add(announcement);
            return true;
        }
    }

    @BeforeEach
    void forget() {
        handler.failures.set(0);
        handler.learned.clear();
        owner.jdbc().sql("delete from providers.webhook").update();
    }

    @Test
    void learnsWhatWasSigned() {
        var operation = OperationId.next();
        send(signed(operation)).expectStatus().isAccepted();
        awaitLearned(operation);
        assertThat(states()).containsExactly("processed");
        assertThat(owner.jdbc().sql("select convert_from(body, 'UTF8') from providers.webhook").query(String.class)
                .single()).isEqualTo(signed(operation).body());
    }

    @Test
    void acceptsARepeatWithoutASecondEffect() {
        var operation = OperationId.next();
        send(signed(operation)).expectStatus().isAccepted();
        awaitLearned(operation);
        send(signed(operation)).expectStatus().isAccepted();
        runRound();
        assertThat(handler.learned).hasSize(1);
        assertThat(states()).hasSize(1);
    }

    @Test
    void keepsNothingThatTheProviderDidNotSignLately() {
        var now = Instant.now();
        var body = signed(OperationId.next()).body();
        var good = SignedWebhook.of("Sandbox-Signature", OutsideWorld.WEBHOOK_SECRET, now, body);
        var bad = Map.of(
                "forged", SignedWebhook.of("Sandbox-Signature", "another-secret-altogether", now, body),
                "under another header", SignedWebhook.of("Signature", OutsideWorld.WEBHOOK_SECRET, now, body),
                "tampered with",
                new SignedWebhook(good.header(), good.signature(), body.replace("succeeded", "declined")),
                "its time tampered with", new SignedWebhook(good.header(), good.signature()
                        .replace("t=" + now.getEpochSecond(), "t=" + (now.getEpochSecond() + 1)), body),
                "stale",
                SignedWebhook.of("Sandbox-Signature", OutsideWorld.WEBHOOK_SECRET, now.minusSeconds(310), body),
                "from the future", SignedWebhook.of("Sandbox-Signature", OutsideWorld.WEBHOOK_SECRET,
                        now.plusSeconds(310), body),
                "unreadable", new SignedWebhook("Sandbox-Signature", "t=x,v1=", body),
                "no JSON", SignedWebhook.of("Sandbox-Signature", OutsideWorld.WEBHOOK_SECRET, now, "{\"id\": "),
                "no event", SignedWebhook.of("Sandbox-Signature", OutsideWorld.WEBHOOK_SECRET, now, "[]"),
                "empty", SignedWebhook.of("Sandbox-Signature", OutsideWorld.WEBHOOK_SECRET, now, ""));
        bad.forEach((how, webhook) -> {
            var answer = send(webhook).expectBody(String.class).returnResult();
            assertThat(answer.getStatus().value()).as(how).isEqualTo(400);
            assertThat(answer.getResponseBody()).as(how).contains("webhook-unverified")
                    .doesNotContain(OutsideWorld.WEBHOOK_SECRET);
        });
        assertThat(states()).isEmpty();
        send(good).expectStatus().isAccepted();
    }

    @Test
    void boundsWhatIsSent() {
        var big = signed("{\"id\": \"evt_1\", \"type\": \"x\", \"data\": \"" + "x".repeat(65_536) + "\"}");
        send(big).expectStatus().isEqualTo(413);
        api.post("/v1/webhooks/nobody", Map.of()).expectStatus().isNotFound();
        assertThat(states()).isEmpty();
    }

    @Test
    void undoesWhatFailedAndTriesAgain() {
        var operation = OperationId.next();
        handler.failures.set(2);
        send(signed(operation)).expectStatus().isAccepted();
        awaitLearned(operation);
        assertThat(handler.learned).hasSize(1);
        assertThat(owner.jdbc().sql("select attempts from providers.webhook").query(Integer.class).single())
                .isEqualTo(2);
    }

    @Test
    void parksWhatKeepsFailingUntilItIsReleased() {
        var operation = OperationId.next();
        handler.failures.set(3);
        send(signed(operation)).expectStatus().isAccepted();
        await().untilAsserted(() -> assertThat(states()).containsExactly("parked"));
        assertThat(handler.learned).isEmpty();
        assertThat(meters.counter("mainstay.webhooks.learned", "result", "parked").count()).isPositive();
        assertThat(inbox.listParked(10)).singleElement()
                .satisfies(parked -> assertThat(parked.reason()).isEqualTo("IllegalStateException"));
        assertThat(inbox.release(10)).isEqualTo(1);
        awaitLearned(operation);
    }

    @Test
    void parksWhatCannotBeUnderstood() {
        send(signed("{\"id\": \"" + UUID.randomUUID() + "\", \"type\": \"operation.succeeded\", \"data\": {}}"))
                .expectStatus().isAccepted();
        await().untilAsserted(() -> assertThat(states()).containsExactly("parked"));
    }

    @Test
    void sharesTheWorkSoThatNothingIsLearnedTwice() throws Exception {
        var expected = new ArrayList<String>();
        for (var count = 0; count < 200; count++) {
            var operation = OperationId.next();
            var webhook = signed(operation);
            expected.add(operation.toString());
            new TransactionTemplate(transactions).executeWithoutResult(_ -> inbox.keep("sandbox",
                    new WebhookReader.Event("evt_" + operation, "operation.succeeded"), webhook.bytes()));
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            var workers = IntStream.range(0, 4).<Runnable>mapToObj(_ -> this::runRound).toList();
            for (var worker : workers.stream().map(threads::submit).toList()) {
                worker.get();
            }
        }
        await().untilAsserted(() -> assertThat(states()).hasSize(200).containsOnly("processed"));
        assertThat(handler.learned).hasSize(200);
        assertThat(handler.learned.stream().map(WebhookInboxIT::operation).toList())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(owner.jdbc().sql("select sum(attempts) from providers.webhook").query(Integer.class).single())
                .isZero();
    }

    @Test
    void showsNoRequestWhatWasAnnounced() {
        send(signed(OperationId.next())).expectStatus().isAccepted();
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
        try {
            var seen = new TransactionTemplate(transactions).execute(_ -> database
                    .sql("select count(*) from providers.webhook").query(Integer.class).single());
            assertThat(seen).isZero();
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
        assertThat(states()).hasSize(1);
    }

    @Test
    void forgetsAnnouncementsAfterTheirRetention() {
        for (var count = 0; count < 2; count++) {
            send(signed(OperationId.next())).expectStatus().isAccepted();
        }
        await().untilAsserted(() -> assertThat(states()).containsExactly("processed", "processed"));
        owner.jdbc().sql("""
                update providers.webhook set processed_at = now() - interval '31 days'
                where id = (select min(id) from providers.webhook)""").update();
        assertThat(inbox.deleteOld(10)).isEqualTo(1);
        assertThat(states()).hasSize(1);
    }

    @Test
    void hearsFromTheSandboxWhatBecameOfAPayment() {
        var known = meters.counter("mainstay.webhooks.received", "provider", "sandbox", "result", "known");
        var before = known.count();
        var operation = OperationId.next();
        var outcome = providers.standard().submit(new Instruction.Authorize(operation, Money.of(1000, "EUR"),
                "tok_webhook_twice", true, URI.create("https://shop.example/back")));
        awaitLearned(operation);
        assertThat(handler.learned).contains(new Announcement.OperationChanged(operation, outcome));
        await().untilAsserted(() -> assertThat(known.count()).isGreaterThan(before));
        assertThat(states()).containsExactly("processed");
    }

    private void runRound() {
        new LearnFromWebhooks(inbox, providers, handlers, settings, transactions, meters).learn();
    }

    private void awaitLearned(OperationId operation) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(handler.learned)
                .extracting(WebhookInboxIT::operation).contains(operation.toString()));
        await().untilAsserted(() -> assertThat(states()).doesNotContain("waiting"));
    }

    private static @Nullable String operation(Announcement announcement) {
        return announcement instanceof Announcement.OperationChanged changed ? changed.operation().toString() : null;
    }

    private List<String> states() {
        return owner.jdbc().sql("""
                select case when processed_at is not null then 'processed'
                            when parked_at is not null then 'parked' else 'waiting' end
                from providers.webhook""").query(String.class).list();
    }

    private ResponseSpec send(SignedWebhook webhook) {
        return api.send(HttpMethod.POST, "/v1/webhooks/sandbox", webhook.body(), headers -> {
            headers.set(webhook.header(), webhook.signature());
            headers.set("Content-Type", "application/json");
        });
    }

    private static SignedWebhook signed(OperationId operation) {
        return signed("""
                {"id": "evt_%s", "type": "operation.succeeded", "created": 1, "data": {"id": "auth_%s", \
                "operation": "%s", "kind": "authorize", "status": "succeeded"}}"""
                .formatted(operation, operation, operation));
    }

    private static SignedWebhook signed(String body) {
        return SignedWebhook.of("Sandbox-Signature", OutsideWorld.WEBHOOK_SECRET, Instant.now(), body);
    }
}
