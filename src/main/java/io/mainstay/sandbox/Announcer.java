package io.mainstay.sandbox;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Posts what happened to the webhook, signed as Stripe does: the header `Sandbox-Signature: t=…,v1=…` with the
/// HMAC-SHA256 of time, full stop, and body. Anything but 2xx is tried again, after pauses from one second to five
/// minutes, for three days; it arrives at least once, in no particular order.
final class Announcer implements AutoCloseable {

    static final String SIGNATURE = "Sandbox-Signature";
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration GIVE_UP_AFTER = Duration.ofDays(3);
    private static final int SENDERS = 4;

    private final Clock clock;
    private final Duration lateBy;
    private final Consumer<String> delivered;
    private final String pages;
    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(SENDERS,
            Thread.ofPlatform().daemon().name("sandbox-announcer-", 0).factory());
    private volatile SandboxSettings.@Nullable Webhook webhook;

    Announcer(SandboxSettings settings, String pages, Consumer<String> delivered) {
        this.clock = settings.clock();
        this.lateBy = settings.lateBy();
        this.webhook = settings.webhook();
        this.pages = pages;
        this.delivered = delivered;
    }

    private record Event(String id, String type, long created, Map<String, Object> data) {}

    /// From now on; what happened before isn't announced there.
    void announceTo(SandboxSettings.@Nullable Webhook other) {
        webhook = other;
    }

    /// What had not arrived when the process ended before.
    void catchUp(List<Journal.Line> lines) {
        var open = new LinkedHashMap<String, Runnable>();
        var since = clock.instant().minus(GIVE_UP_AFTER);
        for (var line : lines) {
            var operation = line.operation();
            var dispute = line.dispute();
            if (operation != null && operation.at().isAfter(since)) {
                open.put(id(operation), () -> announce(operation));
            } else if (dispute != null && dispute.at().isAfter(since)) {
                open.put(id(dispute), () -> announce(dispute));
            } else if (line.delivered() != null) {
                var _ = open.remove(line.delivered());
            }
        }
        open.values().forEach(Runnable::run);
    }

    void announce(Operation operation) {
        var event = new Event(id(operation), "operation." + operation.status(), clock.instant().getEpochSecond(),
                operation.view(pages));
        var kind = operation.request().kind();
        if (Magic.isNeverAnnounced(kind, operation.method())) {
            return;
        }
        send(event, Magic.isAnnouncedLate(kind, operation.method()) ? lateBy : Duration.ZERO);
        if (Magic.isAnnouncedTwice(operation.method())) {
            send(event, Duration.ZERO);
        }
    }

    void announce(Dispute dispute) {
        send(new Event(id(dispute), "dispute." + dispute.state(), dispute.at().getEpochSecond(), dispute.view()),
                Duration.ZERO);
    }

    /// The value of the signature's header.
    static String sign(String secret, long epochSeconds, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((epochSeconds + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + epochSeconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        senders.shutdownNow();
        http.shutdownNow();
    }

    private void send(Event event, Duration after) {
        if (webhook != null && !senders.isShutdown()) {
            send(event, after, FIRST_PAUSE);
        }
    }

    private void send(Event event, Duration after, Duration pause) {
        var _ = senders.schedule(() -> {
            var target = webhook;
            if (target == null || clock.instant().getEpochSecond() - event.created > GIVE_UP_AFTER.toSeconds()) {
                return;
            }
            if (arrives(event, target)) {
                delivered.accept(event.id);
            } else {
                var longer = pause.multipliedBy(2);
                send(event, pause, longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE);
            }
        }, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean arrives(Event event, SandboxSettings.Webhook target) {
        var body = json.writeValueAsBytes(event);
        var request = HttpRequest.newBuilder(target.url()).timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .header(SIGNATURE, sign(target.secret(), clock.instant().getEpochSecond(), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String id(Operation operation) {
        return "evt_" + operation.operation() + "_" + operation.status();
    }

    private static String id(Dispute dispute) {
        return "evt_" + dispute.id() + "_" + dispute.state();
    }
}
