package io.mainstay.providers;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/// Speaks to the sandbox provider (`io.mainstay.sandbox`) over HTTP, with the time-outs that a real one needs too.
@Component
@ConditionalOnBooleanProperty(name = "mainstay.providers.sandbox-enabled", matchIfMissing = true)
class SandboxAdapter implements PaymentProvider {

    private final RestClient http;
    private final Duration longestCall;
    private final @Nullable WebhookReader webhooks;

    SandboxAdapter(ProviderSettings settings, WebhookSettings webhooks) {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout()).build();
        // writes a request's body in a thread of its own, a new platform thread each unless told otherwise
        var requests = new JdkClientHttpRequestFactory(client, new VirtualThreadTaskExecutor("sandbox-"));
        requests.setReadTimeout(settings.readTimeout());
        this.http = RestClient.builder().requestFactory(requests).baseUrl(Objects.requireNonNull(settings.sandboxUrl()))
                .build();
        this.longestCall = settings.connectTimeout().plus(settings.readTimeout());
        var secret = settings.sandboxWebhookSecret();
        this.webhooks = secret == null ? null : new SandboxWebhooks(secret, webhooks.tolerance());
    }

    private record Authorization(String operation, long amount, String currency, String paymentMethod, boolean capture,
            @Nullable String returnTo) {}

    private record Capture(String operation, long amount, String currency, String authorization, boolean last) {}

    private record Reversal(String operation, long amount, String currency, String authorization) {}

    private record Payout(String operation, long amount, String currency, String destination) {}

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public Duration longestCall() {
        return longestCall;
    }

    @Override
    public Optional<WebhookReader> webhooks() {
        return Optional.ofNullable(webhooks);
    }

    @Override
    public Outcome submit(Instruction instruction) {
        var operation = instruction.operation().toString();
        var amount = instruction.amount().amount();
        var currency = instruction.amount().currency();
        return switch (instruction) {
            case Instruction.Authorize ask -> post("authorizations", new Authorization(operation, amount, currency,
                    ask.paymentMethod(), ask.capture(), ask.returnTo() == null ? null : ask.returnTo().toString()));
            case Instruction.Capture ask -> post("captures",
                    new Capture(operation, amount, currency, ask.authorization(), ask.last()));
            case Instruction.Cancel ask -> post("cancellations",
                    new Reversal(operation, amount, currency, ask.authorization()));
            case Instruction.Refund ask -> post("refunds",
                    new Reversal(operation, amount, currency, ask.authorization()));
            case Instruction.PayOut ask -> post("payouts", new Payout(operation, amount, currency, ask.destination()));
        };
    }

    @Override
    public Optional<Outcome> find(Instruction instruction) {
        Optional<Outcome> found = attempt(
                () -> http.get().uri("/v1/operations/{operation}", instruction.operation().toString())
                        .exchange((_, answer) -> answer.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)
                                ? Optional.empty()
                                : Optional.of(outcome(answer))),
                Optional::of);
        return found.map(outcome -> outcome instanceof Outcome.NotSent(String why)
                ? new Outcome.Unknown(why)
                : outcome);
    }

    private Outcome post(String things, Object body) {
        return attempt(() -> http.post().uri("/v1/" + things).contentType(MediaType.APPLICATION_JSON).body(body)
                .exchange((_, answer) -> outcome(answer)), outcome -> outcome);
    }

    private static Outcome outcome(RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse answer)
            throws IOException {
        var status = answer.getStatusCode();
        if (!status.is2xxSuccessful() && !status.isSameCodeAs(HttpStatus.PAYMENT_REQUIRED)) {
            return new Outcome.Unknown("HTTP status " + status.value());
        }
        var body = answer.bodyTo(SandboxOperation.class);
        return body == null ? new Outcome.Unknown("an answer without a body") : body.outcome();
    }

    private static <T> T attempt(Supplier<@Nullable T> call, Function<Outcome, T> failure) {
        try {
            var answer = call.get();
            return answer == null ? failure.apply(new Outcome.Unknown("no answer")) : answer;
        } catch (RuntimeException failed) {
            return failure.apply(outcome(failed));
        }
    }

    private static Outcome outcome(RuntimeException failed) {
        var why = String.valueOf(failed.getMessage());
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return new Outcome.NotSent(why);
            }
        }
        return new Outcome.Unknown(why);
    }
}
