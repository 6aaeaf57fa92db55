package io.mainstay.providers;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/// Speaks to the sandbox provider (`io.mainstay.sandbox`) over HTTP, with the time-outs that a real one needs too.
@Component
class SandboxAdapter implements PaymentProvider {

    private static final String NEVER_SEEN = "never_seen";

    private final RestClient http;
    private final Semaphore calls;
    private final Duration longestCall;

    SandboxAdapter(ProviderSettings settings) {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout()).build();
        // writes a request's body in a thread of its own, a new platform thread each unless told otherwise
        var requests = new JdkClientHttpRequestFactory(client, new VirtualThreadTaskExecutor("sandbox-"));
        requests.setReadTimeout(settings.readTimeout());
        this.http = RestClient.builder().requestFactory(requests).baseUrl(settings.sandboxUrl()).build();
        this.longestCall = settings.connectTimeout().plus(settings.readTimeout());
        this.calls = new Semaphore(settings.maxConcurrentCalls());
    }

    private record ChargeRequest(String operation, long amount, String currency, String paymentMethod) {}

    /// @param status `captured` or `declined`
    private record ChargeAnswer(@Nullable String id, @Nullable String status, @Nullable String code) {}

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public Duration longestCall() {
        return longestCall;
    }

    @Override
    public Outcome submit(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Authorize authorize -> charge(authorize);
            case Instruction.Capture _, Instruction.Cancel _, Instruction.Refund _, Instruction.PayOut _ ->
                new Outcome.Declined("not_supported");
        };
    }

    private Outcome charge(Instruction.Authorize charge) {
        var body = new ChargeRequest(charge.operation().toString(), charge.amount().amount(),
                charge.amount().currency(), charge.paymentMethod());
        return bounded(() -> http.post().uri("/v1/charges").header("Idempotency-Key", body.operation())
                .contentType(MediaType.APPLICATION_JSON).body(body).exchange((_, answer) -> outcome(answer)));
    }

    @Override
    public Optional<Outcome> find(Instruction instruction) {
        var outcome = bounded(() -> http.get().uri("/v1/charges/{operation}", instruction.operation().toString())
                .exchange((_, answer) -> answer.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)
                        ? new Outcome.Declined(NEVER_SEEN)
                        : outcome(answer)));
        return outcome instanceof Outcome.Declined(String code) && code.equals(NEVER_SEEN)
                ? Optional.empty()
                : Optional.of(outcome);
    }

    private static Outcome outcome(RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse answer)
            throws java.io.IOException {
        var status = answer.getStatusCode();
        if (!status.is2xxSuccessful() && !status.isSameCodeAs(HttpStatus.PAYMENT_REQUIRED)) {
            return new Outcome.Unknown("HTTP status " + status.value());
        }
        var body = answer.bodyTo(ChargeAnswer.class);
        if (body == null || body.status() == null || body.id() == null) {
            return new Outcome.Unknown("an answer without its members");
        }
        return switch (body.status()) {
            case "captured" -> new Outcome.Succeeded(body.id());
            case "declined" -> new Outcome.Declined(body.code() == null ? "declined" : body.code());
            default -> new Outcome.Unknown("an answer that is neither captured nor declined");
        };
    }

    private Outcome bounded(Supplier<@Nullable Outcome> call) {
        if (!calls.tryAcquire()) {
            return new Outcome.Unknown("too many calls at the same time");
        }
        try {
            var outcome = call.get();
            return outcome == null ? new Outcome.Unknown("no answer") : outcome;
        } catch (RuntimeException failed) {
            return new Outcome.Unknown(String.valueOf(failed.getMessage()));
        } finally {
            calls.release();
        }
    }
}
