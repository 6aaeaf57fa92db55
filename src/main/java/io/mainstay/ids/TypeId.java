package io.mainstay.ids;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Arrays;
import java.util.UUID;

/// Writes and reads identifiers in the TypeID form, `order_01h455vb4pex5vsknk084sn02q`: a prefix, an underscore and
/// the 128 bits of a UUID as 26 lower-case characters of Crockford's base 32. Source: TypeID specification 0.3.
public final class TypeId {

    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int SUFFIX_LENGTH = 26;
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (byte value = 0; value < DIGITS.length; value++) {
            VALUES[DIGITS[value]] = value;
        }
    }

    private TypeId() {}

    /// A new UUIDv7: later ones sort after earlier ones, also within a millisecond of one process.
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    public static String encode(String prefix, UUID uuid) {
        var text = new char[SUFFIX_LENGTH];
        var high = uuid.getMostSignificantBits();
        var low = uuid.getLeastSignificantBits();
        for (var position = SUFFIX_LENGTH - 1; position >= 0; position--) {
            text[position] = DIGITS[(int) (low & 31)];
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return prefix + "_" + new String(text);
    }

    /// @throws InvalidId if `text` is not the TypeID form of a UUID under exactly this prefix
    public static UUID decode(String prefix, String text) {
        if (text.length() != prefix.length() + 1 + SUFFIX_LENGTH || !text.startsWith(prefix)
                || text.charAt(prefix.length()) != '_') {
            throw new InvalidId(prefix);
        }
        var high = 0L;
        var low = 0L;
        for (var position = prefix.length() + 1; position < text.length(); position++) {
            var character = text.charAt(position);
            var value = character < VALUES.length ? VALUES[character] : -1;
            // 26 characters hold 130 bits: a first one above 7 would overflow
            if (value < 0 || position == prefix.length() + 1 && value > 7) {
                throw new InvalidId(prefix);
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | value;
        }
        return new UUID(high, low);
    }
}
