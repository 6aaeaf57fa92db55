package io.mainstay.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mainstay.messaging.Backoff;
import io.mainstay.messaging.Loop;
import io.mainstay.messaging.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Which of the things that access tokens name have ended while such a token may still live. Every instance asks the
/// database for the new ones a few times a second, so that a token dies everywhere within a second.
///
/// While the database is away nothing new is learned: tokens stay good until they expire, which they soon do.
///
/// @param <I> what identifies such a thing; a few dozen bytes of heap each, for as long as a token lives
public final class Revocations<I> implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    /// Two statements can commit in another order than they took their times in.
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private final String name;
    private final Source<I> source;
    private final Duration relevant;
    private final Cache<I, Boolean> ended;
    private final Loop loop;
    private @Nullable Instant since;

    /// @param name of the thread that asks
    /// @param tokenLifetime after which nobody needs to know any more
    /// @param poll how often it asks
    public Revocations(String name, Source<I> source, Duration tokenLifetime, Duration poll) {
        this.name = name;
        this.source = source;
        this.relevant = tokenLifetime.plus(OVERLAP);
        this.ended = Caffeine.newBuilder().expireAfterWrite(relevant.plus(OVERLAP)).build();
        this.loop = new Loop(name, this::round, new Wakeup(), poll, new Backoff(poll, poll.multipliedBy(4)));
    }

    /// Where it's written down what has ended; times are the database's.
    public interface Source<I> {

        Instant now();

        /// Oldest first.
        List<Ended<I>> endedSince(Instant since);
    }

    public record Ended<I>(I id, Instant at) {}

    public boolean contains(I id) {
        return ended.getIfPresent(id) != null;
    }

    /// What this instance has ended itself needs no asking.
    public void add(I id) {
        ended.put(id, true);
    }

    private boolean round() {
        var from = since == null ? source.now().minus(relevant) : since;
        var found = source.endedSince(from);
        found.forEach(one -> add(one.id()));
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
            LOG.warn("{}: what has ended isn't known yet: {}", name, away.toString());
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
