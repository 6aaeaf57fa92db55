package io.mainstay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the sandbox provider behaves.
///
/// @param journal where it remembers; null: it forgets at its end
/// @param pages where customers reach its pages; null: on the loopback address, at its own port
/// @param webhook where it announces what happened; null: nowhere
/// @param authorizationsLast how long an authorization can be captured
/// @param settleAfter after how long something pending ends, and a dispute comes
/// @param lateBy how long late announcements take
/// @param slowBy how long slow answers take
public record SandboxSettings(@Nullable Path journal, @Nullable URI pages, @Nullable Webhook webhook,
        Duration authorizationsLast, Duration settleAfter, Duration lateBy, Duration slowBy, Clock clock) {

    /// @param secret what announcements are signed with
    public record Webhook(URI url, String secret) {}

    /// With a journal, or null for none, and nothing else out of the ordinary.
    public static SandboxSettings standard(@Nullable Path journal) {
        return new SandboxSettings(journal, null, null, Duration.ofDays(7), Duration.ofMillis(500),
                Duration.ofSeconds(2), Duration.ofSeconds(2), Clock.systemUTC());
    }

    public SandboxSettings withWebhook(URI url, String secret) {
        return new SandboxSettings(journal, pages, new Webhook(url, secret), authorizationsLast, settleAfter, lateBy,
                slowBy, clock);
    }

    public SandboxSettings withClock(Clock other) {
        return new SandboxSettings(journal, pages, webhook, authorizationsLast, settleAfter, lateBy, slowBy, other);
    }

    public SandboxSettings withPauses(Duration settle, Duration late, Duration slow) {
        return new SandboxSettings(journal, pages, webhook, authorizationsLast, settle, late, slow, clock);
    }

    /// From `SANDBOX_JOURNAL`, `SANDBOX_PAGES_URL`, `SANDBOX_WEBHOOK_URL` with `SANDBOX_WEBHOOK_SECRET_FILE`, and the
    /// durations `SANDBOX_AUTHORIZATIONS_LAST` (`P7D`), `SANDBOX_SETTLE_AFTER` (`PT0.5S`), `SANDBOX_LATE_BY` (`PT2S`),
    /// `SANDBOX_SLOW_BY` (`PT2S`).
    static SandboxSettings of(Map<String, String> environment) {
        var journal = environment.get("SANDBOX_JOURNAL");
        var pages = environment.get("SANDBOX_PAGES_URL");
        var standard = standard(journal == null ? null : Path.of(journal));
        return new SandboxSettings(standard.journal, pages == null ? null : URI.create(pages), webhook(environment),
                duration(environment, "SANDBOX_AUTHORIZATIONS_LAST", standard.authorizationsLast),
                duration(environment, "SANDBOX_SETTLE_AFTER", standard.settleAfter),
                duration(environment, "SANDBOX_LATE_BY", standard.lateBy),
                duration(environment, "SANDBOX_SLOW_BY", standard.slowBy), standard.clock);
    }

    private static @Nullable Webhook webhook(Map<String, String> environment) {
        var url = environment.get("SANDBOX_WEBHOOK_URL");
        var file = environment.get("SANDBOX_WEBHOOK_SECRET_FILE");
        if (url == null || file == null) {
            return null;
        }
        try {
            return new Webhook(URI.create(url), Files.readString(Path.of(file)).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Duration duration(Map<String, String> environment, String name, Duration standard) {
        var text = environment.get(name);
        return text == null ? standard : Duration.parse(text);
    }
}
