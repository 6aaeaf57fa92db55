package io.mainstay.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// Where a request came from, as its sender will recognise it in a list.
///
/// @param userAgent what the program says it is, shortened; null if it says nothing
public record Origin(String address, @Nullable String userAgent) {

    private static final int LONGEST = 200;

    public static Origin of(HttpServletRequest request) {
        var agent = request.getHeader(HttpHeaders.USER_AGENT);
        return new Origin(request.getRemoteAddr(), agent == null ? null : printable(agent));
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
