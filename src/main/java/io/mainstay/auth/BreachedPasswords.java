package io.mainstay.auth;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Passwords that leaked from other services. The service that knows them learns five of forty digits of a hash, which
/// hundreds of passwords share, and nothing of whose it is. If it is slow, wrong or away, the password is taken, and the
/// metric `mainstay.breached.passwords` with `outcome=failed` tells. Source: Have I Been Pwned, API v3, "Searching by
/// range"; NIST SP 800-63B-4, 3.1.1.2.
@Component
class BreachedPasswords {

    private static final Logger LOG = LoggerFactory.getLogger(BreachedPasswords.class);
    private static final int PREFIX = 5;
    private static final long MAX_BYTES = 1_000_000;
    /// Look-ups at the same time; further ones count as failed.
    private static final int MAX_PARALLEL = 16;
    private static final Pattern LINE = Pattern.compile("[0-9A-F]{35}:[0-9]{1,12}");

    private final BreachedPasswordSettings settings;
    private final MeterRegistry meters;
    private final Semaphore permits = new Semaphore(MAX_PARALLEL);
    private final @Nullable HttpClient http;

    BreachedPasswords(BreachedPasswordSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        this.http = settings.enabled()
                ? HttpClient.newBuilder().connectTimeout(settings.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER).build()
                : null;
    }

    /// @param pointer where the password is in the request's body
    /// @throws Refusal `validation-failed` if it's known to have leaked
    void refuse(Password password, String pointer) {
        if (http == null) {
            return;
        }
        var outcome = lookUp(http, sha1(password));
        meters.counter("mainstay.breached.passwords", "outcome", outcome.name().toLowerCase(Locale.ROOT)).increment();
        if (outcome == Outcome.FOUND) {
            throw new Refusal(HttpProblems.VALIDATION_FAILED, "Choose another password.", Map.of("errors",
                    List.of(new Problems.Violation(pointer, "is known from a breach of another service"))));
        }
    }

    private enum Outcome {
        FOUND, CLEAR, FAILED
    }

    private Outcome lookUp(HttpClient client, String hash) {
        if (!permits.tryAcquire()) {
            return Outcome.FAILED;
        }
        try {
            var request = HttpRequest.newBuilder(URI.create(settings.url() + "/range/" + hash.substring(0, PREFIX)))
                    .header("Add-Padding", "true").header("User-Agent", "Mainstay").GET().build();
            var answer = client.sendAsync(request,
                    BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.US_ASCII), MAX_BYTES));
            try {
                // the request's own time-out ends with the headers, and a body can drip
                return read(answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS),
                        hash.substring(PREFIX));
            } finally {
                answer.cancel(true);
            }
        } catch (TimeoutException | ExecutionException failed) {
            LOG.atWarn().addKeyValue("cause", failed.getClass().getSimpleName())
                    .log("Whether a password has leaked could not be looked up");
            return Outcome.FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Outcome.FAILED;
        } finally {
            permits.release();
        }
    }

    /// Lines of `suffix:count`; padding has a count of 0.
    private static Outcome read(HttpResponse<String> answer, String suffix) {
        var lines = answer.body().lines().toList();
        if (answer.statusCode() != 200 || lines.isEmpty()
                || !lines.stream().allMatch(line -> LINE.matcher(line).matches())) {
            return Outcome.FAILED;
        }
        return lines.stream().anyMatch(line -> line.startsWith(suffix) && !line.endsWith(":0"))
                ? Outcome.FOUND
                : Outcome.CLEAR;
    }

    /// What the service keys by, and nothing that is stored anywhere.
    private static String sha1(Password password) {
        try {
            return HexFormat.of().withUpperCase().formatHex(
                    MessageDigest.getInstance("SHA-1").digest(password.value().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
