package io.mainstay.auth;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What a session is continued with: `refresh_` and the base64url form of the session's id, 32 secret bytes and a tag
/// over both. The tag tells one that was ours once from one that somebody made up, without asking the database: only
/// the former may end a session.
///
/// The successor follows from a token and the [Keys]: a client that lost an answer gets the same one again, and neither
/// the database nor a token alone gives away the next.
final class RefreshToken {

    private static final String PREFIX = "refresh_";
    private static final int ID_BYTES = 2 * Long.BYTES;
    private static final int SECRET_BYTES = 32;
    private static final int TAG_BYTES = 16;
    private static final SecureRandom random = new SecureRandom();

    private final SessionId session;
    private final byte[] secret;

    private RefreshToken(SessionId session, byte[] secret) {
        this.session = session;
        this.secret = secret;
    }

    /// The two keys, both derived from the configured one, and what the one before it gave.
    static final class Keys {

        private static final String TAG = "refresh token tag";
        private static final String SUCCESSOR = "refresh token successor";

        private final DerivedKey tag;
        private final DerivedKey successor;
        private final List<DerivedKey> tags;
        private final Optional<DerivedKey> previousSuccessor;

        Keys(KeyEncryption encryption) {
            this.tag = encryption.derive(TAG);
            this.successor = encryption.derive(SUCCESSOR);
            this.tags = Stream.concat(Stream.of(tag), encryption.derivePrevious(TAG).stream()).toList();
            this.previousSuccessor = encryption.derivePrevious(SUCCESSOR);
        }
    }

    static RefreshToken first(SessionId session) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new RefreshToken(session, secret);
    }

    RefreshToken successor(Keys keys) {
        return new RefreshToken(session, keys.successor.mac(body()));
    }

    /// What it was replaced by, if that was before the configured key was changed.
    Optional<RefreshToken> previousSuccessor(Keys keys) {
        return keys.previousSuccessor.map(key -> new RefreshToken(session, key.mac(body())));
    }

    /// Empty unless it's one that we gave out, at whatever time.
    static Optional<RefreshToken> parse(String text, Keys keys) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (bytes.length != ID_BYTES + SECRET_BYTES + TAG_BYTES) {
            return Optional.empty();
        }
        var id = ByteBuffer.wrap(bytes);
        var token = new RefreshToken(new SessionId(new UUID(id.getLong(), id.getLong())),
                Arrays.copyOfRange(bytes, ID_BYTES, ID_BYTES + SECRET_BYTES));
        var tag = Arrays.copyOfRange(bytes, ID_BYTES + SECRET_BYTES, bytes.length);
        return keys.tags.stream().anyMatch(key -> MessageDigest.isEqual(tag, token.tag(key)))
                ? Optional.of(token)
                : Optional.empty();
    }

    SessionId session() {
        return session;
    }

    /// What the database keeps of it. SHA-256 is enough: 256 random bits can't be guessed, however fast the hash.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    String encode(Keys keys) {
        var body = body();
        var bytes = ByteBuffer.allocate(body.length + TAG_BYTES).put(body).put(tag(keys.tag)).array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] tag(DerivedKey key) {
        return Arrays.copyOf(key.mac(body()), TAG_BYTES);
    }

    private byte[] body() {
        return ByteBuffer.allocate(ID_BYTES + SECRET_BYTES).putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits()).put(secret).array();
    }

    @Override
    public String toString() {
        return "RefreshToken[" + session + "]";
    }
}
