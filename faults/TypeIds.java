import java.math.BigInteger;

/// Ids as the API writes them, and the UUIDs that they hold.
final class TypeIds {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private TypeIds() {}

    static String uuid(String prefix, String id) {
        if (!id.startsWith(prefix + "_")) {
            throw new IllegalStateException(id + " is no " + prefix);
        }
        var value = BigInteger.ZERO;
        for (var digit : id.substring(prefix.length() + 1).toCharArray()) {
            value = value.shiftLeft(5).add(BigInteger.valueOf(DIGITS.indexOf(digit)));
        }
        var hex = "%032x".formatted(value);
        return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }
}
