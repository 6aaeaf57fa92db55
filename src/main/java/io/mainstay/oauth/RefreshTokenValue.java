package io.mainstay.oauth;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// What an authorization is continued with: `oauth_` and the base64url form of the authorization's id, 32 bytes that all
/// of its refresh tokens have in common and 32 that change with each. The common part tells one that was ours once from
/// one that somebody made up: only the former may end an authorization.
///
/// @param family secret
/// @param current secret
record RefreshTokenValue(AuthorizationId authorization, Secret family, Secret current) {

    private static final String PREFIX = "oauth_";
    private static final int ID_BYTES = 2 * Long.BYTES;
    private static final int SECRET_BYTES = 32;

    static RefreshTokenValue first(AuthorizationId authorization) {
        return new RefreshTokenValue(authorization, Secret.next(), Secret.next());
    }

    RefreshTokenValue next() {
        return new RefreshTokenValue(authorization, family, Secret.next());
    }

    static boolean recognizes(String text) {
        return text.startsWith(PREFIX);
    }

    static Optional<RefreshTokenValue> parse(String text) {
        if (!recognizes(text)) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            if (bytes.length != ID_BYTES + 2 * SECRET_BYTES) {
                return Optional.empty();
            }
            var id = ByteBuffer.wrap(bytes);
            return Optional.of(new RefreshTokenValue(new AuthorizationId(new UUID(id.getLong(), id.getLong())),
                    secret(bytes, ID_BYTES), secret(bytes, ID_BYTES + SECRET_BYTES)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    String encode() {
        var bytes = ByteBuffer.allocate(ID_BYTES + 2 * SECRET_BYTES)
                .putLong(authorization.value().getMostSignificantBits())
                .putLong(authorization.value().getLeastSignificantBits()).put(bytes(family)).put(bytes(current));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static Secret secret(byte[] bytes, int from) {
        return new Secret(Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Arrays.copyOfRange(bytes, from, from + SECRET_BYTES)));
    }

    private static byte[] bytes(Secret secret) {
        return Base64.getUrlDecoder().decode(secret.value());
    }

    @Override
    public String toString() {
        return "RefreshTokenValue[" + authorization + "]";
    }
}
