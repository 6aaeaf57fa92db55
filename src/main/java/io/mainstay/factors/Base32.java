package io.mainstay.factors;

/// Base 32 without padding, as authenticator apps read secrets. Source: RFC 4648, 6.
final class Base32 {

    private static final char[] DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();
    private static final int BITS = 5;

    private Base32() {}

    static String encode(byte[] bytes) {
        var text = new StringBuilder();
        var held = 0;
        var bits = 0;
        for (var next : bytes) {
            held = held << Byte.SIZE | next & 0xff;
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(DIGITS[held >>> bits & 31]);
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(DIGITS[held << BITS - bits & 31]);
        }
        return text.toString();
    }
}
