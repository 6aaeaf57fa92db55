package io.mainstay.auth;

import io.mainstay.ids.InvalidId;
import java.time.Instant;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/// Which sessions have ended while an access token of theirs may still live: see [Revocations].
@Component
class EndedSessions implements SmartLifecycle {

    private final Revocations<SessionId> ended;

    EndedSessions(SessionStore store, AuthSettings auth, SessionSettings settings) {
        this.ended = new Revocations<>("ended-sessions", new Source(store),
                auth.accessTokenLifetime().plus(auth.clockLeeway()), settings.revocationPoll());
    }

    private record Source(SessionStore store) implements Revocations.Source<SessionId> {

        @Override
        public Instant now() {
            return store.now();
        }

        @Override
        public List<Revocations.Ended<SessionId>> endedSince(Instant since) {
            return store.endedSince(since).stream()
                    .map(session -> new Revocations.Ended<>(session.id(), session.at())).toList();
        }
    }

    boolean contains(SessionId id) {
        return ended.contains(id);
    }

    void add(SessionId id) {
        ended.add(id);
    }

    /// Whether a token names a session, and one that hasn't ended.
    boolean spares(Jwt token) {
        var session = token.getClaimAsString(AccessTokens.SESSION);
        try {
            return session != null && !contains(SessionId.of(session));
        } catch (InvalidId _) {
            return false;
        }
    }

    @Override
    public void start() {
        ended.start();
    }

    @Override
    public void stop() {
        ended.stop();
    }

    @Override
    public boolean isRunning() {
        return ended.isRunning();
    }

    @Override
    public int getPhase() {
        return ended.getPhase();
    }
}
