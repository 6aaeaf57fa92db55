package io.mainstay.factors;

import io.mainstay.caller.AccountId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;

/// What one writes down for when everything else is lost: 80 random bits as `k3m9-x2pq-7d4t-wz8c`, digits of Crockford's
/// base 32, which has none that look alike. Good once.
///
/// @param digits 16 of them without hyphens; secret, and so not in [#toString]
record RecoveryCode(String digits) {

    static final int PER_ACCOUNT = 10;

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 16;
    private static final int GROUP = 4;
    private static final SecureRandom random = new SecureRandom();

    static RecoveryCode next() {
        var digits = new StringBuilder();
        while (digits.length() < LENGTH) {
            digits.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return new RecoveryCode(digits.toString());
    }

    /// As people type: capitals, spaces, and letters for the digits that they look like.
    static RecoveryCode typed(String text) {
        return new RecoveryCode(text.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "").replace('o', '0')
                .replace('i', '1').replace('l', '1'));
    }

    String shown() {
        return digits.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }

    /// What the database keeps, bound to the account. SHA-256 is enough for 80 random bits.
    byte[] hash(AccountId account) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(account.value().getMostSignificantBits())
                    .putLong(account.value().getLeastSignificantBits()).array());
            return digest.digest(digits.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "RecoveryCode[…]";
    }
}
