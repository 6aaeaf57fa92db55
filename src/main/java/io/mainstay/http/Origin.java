package io.mainstay.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// Where a request came from, as its sender will recognise it in a list.
///
/// @param userAgent what the program says it is, shortened; null if it says nothing
/// @param device a secret that the browser was given when it logged in; null if it has none, or more than one
public record Origin(String address, @Nullable String userAgent, @Nullable String device) {

    /// The cookie that a browser keeps the secret in, longer than any session.
    public static final String DEVICE_COOKIE = "__Host-mainstay-device";
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_-]{22,64}");

    private static final int LONGEST = 200;

    public Origin(String address, @Nullable String userAgent) {
        this(address, userAgent, null);
    }

    public static Origin of(HttpServletRequest request) {
        var agent = request.getHeader(HttpHeaders.USER_AGENT);
        return new Origin(request.getRemoteAddr(), agent == null ? null : printable(agent), deviceOf(request));
    }

    private static @Nullable String deviceOf(HttpServletRequest request) {
        var cookies = request.getCookies();
        var values = cookies == null
                ? List.<String>of()
                : Arrays.stream(cookies).filter(cookie -> cookie.getName().equals(DEVICE_COOKIE)).map(Cookie::getValue)
                        .toList();
        return values.size() == 1 && DEVICE.matcher(values.getFirst()).matches() ? values.getFirst() : null;
    }

    private static String printable(String text) {
        var clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
    }

    /// The network that the address is in, as `192.0.2.0/24`; the address itself where that can't be read.
    ///
    /// @param bitsOfIpv4 and the other: how long the network's prefix is
    public String network(int bitsOfIpv4, int bitsOfIpv6) {
        try {
            var bytes = InetAddress.ofLiteral(address).getAddress();
            var bits = bytes.length == Integer.BYTES ? bitsOfIpv4 : bitsOfIpv6;
            for (var bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
                bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
            }
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
        } catch (IllegalArgumentException | UnknownHostException _) {
            return address;
        }
    }

    /// Without personal data.
    @Override
    public String toString() {
        return "Origin[…]";
    }
}
