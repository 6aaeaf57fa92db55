package io.mainstay.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mainstay.messaging.Backoff;
import io.mainstay.messaging.Loop;
import io.mainstay.messaging.Wakeup;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Which sessions have ended while an access token of theirs may still live. Every instance asks the database for the
/// new ones a few times a second, so that a token dies everywhere within a second.
///
/// While the database is away nothing new is learned: tokens stay good until they expire, which they soon do.
@Component
class EndedSessions implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EndedSessions.class);

    /// Two statements can commit in another order than they took their times in.
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private final SessionStore store;
    private final Duration relevant;
    private final Cache<SessionId, Boolean> ended;
    private final Loop loop;
    private @Nullable Instant since;

    EndedSessions(SessionStore store, AuthSettings auth, SessionSettings settings) {
        this.store = store;
        this.relevant = auth.accessTokenLifetime().plus(auth.clockLeeway()).plus(OVERLAP);
        this.ended = Caffeine.newBuilder().expireAfterWrite(relevant.plus(OVERLAP)).build();
        this.loop = new Loop("ended-sessions", this::round, new Wakeup(), settings.revocationPoll(),
                new Backoff(settings.revocationPoll(), settings.revocationPoll().multipliedBy(4)));
    }

    boolean contains(SessionId id) {
        return ended.getIfPresent(id) != null;
    }

    /// What this instance has ended itself needs no asking.
    void add(SessionId id) {
        ended.put(id, true);
    }

    private boolean round() {
        var from = since == null ? store.now().minus(relevant) : since;
        var found = store.endedSince(from);
        found.forEach(session -> add(session.id()));
        since = found.isEmpty() ? from : latest(from, found.getLast().at().minus(OVERLAP));
        return false;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public void start() {
        try {
            // before the first request
            round();
        } catch (RuntimeException away) {
            LOG.warn("Which sessions have ended isn't known yet: {}", away.toString());
        }
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    /// Before the web server, which begins at the default phase less 1024 and more.
    @Override
    public int getPhase() {
        return 0;
    }
}
