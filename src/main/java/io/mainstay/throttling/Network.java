package io.mainstay.throttling;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// What of an address its holder can't choose: all of an IPv4 address, and the first half of an IPv6 address, since one
/// connection has all the others at its disposal. Source: RFC 6177.
final class Network {

    private static final int IPV6_PREFIX_BYTES = 8;

    private Network() {}

    static String of(String address) {
        try {
            var parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), IPV6_PREFIX_BYTES)) + "/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
