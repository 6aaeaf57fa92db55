package io.mainstay.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import io.mainstay.auth.SigningKey.Standing;
import io.mainstay.auth.SigningKey.State;
import io.mainstay.messaging.Backoff;
import io.mainstay.messaging.Loop;
import io.mainstay.messaging.Wakeup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The key pairs of the access tokens as this instance knows them. The first instance ever makes the first one; an
/// advisory lock lets the others that start meanwhile wait and find it. Every instance asks a few times a second which
/// ones there are, so that a key that was taken away is nothing everywhere within a second.
///
/// While the database is away nothing new is learned, and what was known stays good; but nothing is signed for longer
/// than [#TRUST] with a key that may be retired.
@Component
class SigningKeys implements SmartLifecycle {

    /// How long others may keep the published set.
    static final Duration MAX_AGE = Duration.ofMinutes(5);

    /// How long a key signs without its state being looked at.
    static final Duration TRUST = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    /// Tokens that somebody made up must not become queries.
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final SigningKeyStore store;
    private final Clock clock;
    private final Loop loop;
    private volatile Known known;
    private volatile Instant readAt;
    private Instant lookedAt = Instant.EPOCH;
    private boolean lookFailed;

    SigningKeys(SigningKeyStore store, TransactionTemplate transaction, Clock clock, SigningKeySettings settings) {
        this.store = store;
        this.clock = clock;
        this.readAt = clock.instant();
        this.known = Known.of(transaction.execute(_ -> firstRead()));
        this.loop = new Loop("signing-keys", this::round, new Wakeup(), settings.poll(),
                new Backoff(settings.poll(), settings.poll().multipliedBy(4)));
    }

    private record Known(List<Standing> standings, ECKey active, JWKSet published, Set<String> kids) {

        private static Known of(List<SigningKey> keys) {
            var active = keys.stream().filter(SigningKey::isActive).findAny()
                    .orElseThrow(() -> new IllegalStateException("no key signs"));
            return new Known(keys.stream().map(SigningKey::standing).toList(), active.key(),
                    new JWKSet(keys.stream().map(key -> (JWK) key.key().toPublicJWK()).toList()),
                    keys.stream().map(key -> key.standing().kid()).collect(Collectors.toUnmodifiableSet()));
        }
    }

    /// With its private half.
    ECKey active() {
        if (isOld()) {
            read();
        }
        return known.active();
    }

    /// The public halves of all keys that a valid token may be signed with. Source: RFC 7517.
    JWKSet published() {
        return known.published();
    }

    /// Whether what this key signed is still good.
    boolean verifies(String kid) {
        return known.kids().contains(kid);
    }

    /// Looks again, at most once a second, if none fits: another instance may have a new one already.
    ///
    /// @throws KeySourceException if none fits and nobody can be asked
    List<JWK> select(JWKSelector selector) throws KeySourceException {
        var found = selector.select(known.published());
        return found.isEmpty() && lookedAgain() ? selector.select(known.published()) : found;
    }

    /// What changed a moment ago, on this instance.
    void read() {
        var from = clock.instant();
        var standings = store.standings();
        synchronized (this) {
            if (!standings.equals(known.standings())) {
                known = Known.of(store.all());
            }
        }
        readAt = from;
    }

    private List<SigningKey> firstRead() {
        store.lock();
        if (!store.has(State.ACTIVE)) {
            var _ = store.add(State.ACTIVE);
        }
        var moved = store.encryptAnew();
        if (moved > 0) {
            LOG.info("{} signing keys are encrypted under the configured key now, no longer under the previous one",
                    moved);
        }
        return store.all();
    }

    private boolean isOld() {
        return readAt.isBefore(clock.instant().minus(TRUST));
    }

    private synchronized boolean lookedAgain() throws KeySourceException {
        var now = clock.instant();
        if (lookedAt.isAfter(now.minus(BETWEEN_LOOKS))) {
            if (lookFailed) {
                throw new KeySourceException("the signing keys could not be read");
            }
            return false;
        }
        lookedAt = now;
        lookFailed = true;
        try {
            read();
        } catch (RuntimeException away) {
            throw new KeySourceException("the signing keys could not be read", away);
        }
        lookFailed = false;
        return true;
    }

    private boolean round() {
        read();
        return false;
    }

    @Override
    public void start() {
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
