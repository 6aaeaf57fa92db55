package io.mainstay.providers;

import io.mainstay.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The sandbox provider's announcements: `{"id", "type", "created", "data"}`, where the data of `operation.…` is an
/// operation, and that of `dispute.…` a dispute.
final class SandboxWebhooks implements WebhookReader {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String secret;
    private final Duration tolerance;

    SandboxWebhooks(String secret, Duration tolerance) {
        this.secret = secret;
        this.tolerance = tolerance;
    }

    private record Envelope(@Nullable String id, @Nullable String type) {}

    private record DisputeNews(String id, String authorization, long amount, String currency, String reason,
            String state, Instant at) {}

    @Override
    public Event verify(byte[] body, Function<String, @Nullable String> header, Instant now) {
        TimedSignature.of(header.apply("Sandbox-Signature")).require(body, secret, tolerance, now);
        try {
            var envelope = JSON.readValue(body, Envelope.class);
            return new Event(String.valueOf(envelope.id), String.valueOf(envelope.type));
        } catch (JacksonException | IllegalArgumentException _) {
            throw new UnverifiedWebhook("The body is no event.");
        }
    }

    @Override
    public Announcement read(byte[] body) {
        var event = JSON.readTree(body);
        var type = event.path("type").asString("");
        var data = event.path("data");
        return type.startsWith("operation.")
                ? operation(data)
                : type.startsWith("dispute.")
                        ? dispute(data)
                        : new Announcement.Ignored(type);
    }

    private static Announcement operation(JsonNode data) {
        var operation = JSON.treeToValue(data, SandboxOperation.class);
        return new Announcement.OperationChanged(OperationId.of(String.valueOf(operation.operation())),
                operation.outcome());
    }

    private static Announcement dispute(JsonNode data) {
        var dispute = JSON.treeToValue(data, DisputeNews.class);
        return new Announcement.DisputeChanged(dispute.id, dispute.authorization,
                Money.of(dispute.amount, dispute.currency), dispute.reason, dispute.state, dispute.at);
    }
}
