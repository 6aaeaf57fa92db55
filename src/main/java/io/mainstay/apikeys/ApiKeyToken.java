package io.mainstay.apikeys;

import io.mainstay.ids.InvalidId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// What a program sends: the key's id, an underscore, 52 random characters of Crockford's base 32 (260 bits) and a
/// checksum of 7 over all before it, the CRC-32. So a scanner of repositories recognises one without asking anybody, and
/// a mistyped one is refused without asking the database. The checksum protects nothing; the secret does.
///
/// @param value secret, and so not in [#toString]
record ApiKeyToken(ApiKeyId id, String value) {

    static final Pattern FORM = Pattern
            .compile("mk_[0-7][0-9a-hjkmnp-tv-z]{25}_[0-9a-hjkmnp-tv-z]{52}[0-3][0-9a-hjkmnp-tv-z]{6}");

    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int ID_LENGTH = 29;
    private static final int SECRET_LENGTH = 52;
    private static final int CHECKSUM_LENGTH = 7;
    private static final SecureRandom random = new SecureRandom();

    static boolean looksLikeOne(String token) {
        return token.startsWith(ApiKeyId.PREFIX + "_");
    }

    static ApiKeyToken next(ApiKeyId id) {
        var text = new StringBuilder(id.toString()).append('_');
        for (var position = 0; position < SECRET_LENGTH; position++) {
            text.append(DIGITS[random.nextInt(DIGITS.length)]);
        }
        return new ApiKeyToken(id, text.append(checksum(text.toString())).toString());
    }

    /// Empty unless it has the form of a key and its checksum fits.
    static Optional<ApiKeyToken> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        var end = text.length() - CHECKSUM_LENGTH;
        if (!checksum(text.substring(0, end)).equals(text.substring(end))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ApiKeyToken(ApiKeyId.of(text.substring(0, ID_LENGTH)), text));
        } catch (InvalidId _) {
            return Optional.empty();
        }
    }

    /// What the database keeps of it. SHA-256 is enough: 260 random bits can't be guessed, however fast the hash.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        var rest = crc.getValue();
        var digits = new char[CHECKSUM_LENGTH];
        for (var position = CHECKSUM_LENGTH - 1; position >= 0; position--) {
            digits[position] = DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
        return new String(digits);
    }

    @Override
    public String toString() {
        return "ApiKeyToken[" + id + "]";
    }
}
