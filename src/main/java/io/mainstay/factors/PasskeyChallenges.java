package io.mainstay.factors;

import io.mainstay.auth.Base64Url;
import io.mainstay.auth.StoredSecrets;
import io.mainstay.caller.AccountId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Challenges to passkeys: the time until which they are good, 16 random bytes, and a tag that only we can make. So
/// nothing is stored for those that anybody may ask for; what is stored, for as long as it's good, is the hash of each
/// that was answered.
@Component
class PasskeyChallenges {

    private static final String LOG_IN = "passkey challenge";
    private static final int RANDOM_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int BODY_BYTES = Long.BYTES + RANDOM_BYTES;

    private final JdbcClient database;
    private final StoredSecrets secrets;
    private final FactorSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    PasskeyChallenges(JdbcClient database, StoredSecrets secrets, FactorSettings settings, Clock clock) {
        this.database = database;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    /// To show that one has a passkey.
    Base64Url forLogIn() {
        return next(LOG_IN);
    }

    /// To make one for this account.
    Base64Url forRegistration(AccountId account) {
        return next(registration(account));
    }

    boolean isForLogIn(Base64Url challenge) {
        return isGood(challenge.bytes(), LOG_IN);
    }

    boolean isForRegistration(Base64Url challenge, AccountId account) {
        return isGood(challenge.bytes(), registration(account));
    }

    /// Uses up one that is good. Of simultaneous calls, one does it.
    boolean use(Base64Url challenge) {
        var bytes = challenge.bytes();
        return database.sql("""
                insert into factors.used_challenge (challenge_hash, expires_at) values (:hash, :expires)
                on conflict do nothing""").param("hash", sha256(bytes))
                .param("expires", expiry(bytes).atOffset(ZoneOffset.UTC)).update() == 1;
    }

    int deleteExpired(int limit) {
        return database.sql("""
                delete from factors.used_challenge where challenge_hash in (
                    select challenge_hash from factors.used_challenge
                    where expires_at < clock_timestamp() - interval '10 minutes' limit :limit)""").param("limit", limit)
                .update();
    }

    private Base64Url next(String purpose) {
        var nonce = new byte[RANDOM_BYTES];
        random.nextBytes(nonce);
        var body = ByteBuffer.allocate(BODY_BYTES)
                .putLong(clock.instant().plus(settings.challengeLifetime()).toEpochMilli()).put(nonce).array();
        var tag = Arrays.copyOf(secrets.tag(purpose, body), TAG_BYTES);
        return Base64Url.of(ByteBuffer.allocate(BODY_BYTES + TAG_BYTES).put(body).put(tag).array());
    }

    private boolean isGood(byte[] challenge, String purpose) {
        return challenge.length == BODY_BYTES + TAG_BYTES
                && secrets.isTag(purpose, Arrays.copyOf(challenge, BODY_BYTES),
                        Arrays.copyOfRange(challenge, BODY_BYTES, challenge.length))
                && expiry(challenge).isAfter(clock.instant());
    }

    private static String registration(AccountId account) {
        return "passkey registration of " + account;
    }

    private static Instant expiry(byte[] challenge) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(challenge).getLong());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
