package io.mainstay.securitylog;

import io.mainstay.http.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What somebody signs in with, as coarse as it stays the same over updates and walks around town: the family of the
/// program, the system under it, and the network.
///
/// @param program `Firefox on Windows`, or the first word of a program that is no browser; `unknown` if it says nothing
/// @param network /24 of IPv4, /48 of IPv6
public record Device(String program, String network) {

    private static final int BITS_OF_IPV4 = 24;
    private static final int BITS_OF_IPV6 = 48;
    private static final Pattern FIRST_WORD = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,39}");

    /// In this order: most call themselves what came before them, too.
    private static final Map<String, String> BROWSERS = ordered("Edg", "Edge", "OPR/", "Opera", "SamsungBrowser",
            "Samsung Internet", "Firefox/", "Firefox", "FxiOS/", "Firefox", "CriOS/", "Chrome", "Chrome/", "Chrome",
            "Safari/", "Safari");
    private static final Map<String, String> SYSTEMS = ordered("Windows", "Windows", "Android", "Android", "iPhone",
            "iOS", "iPad", "iOS", "Mac OS X", "macOS", "CrOS", "ChromeOS", "Linux", "Linux");

    static Device of(Origin origin) {
        return new Device(program(origin.userAgent()), origin.network(BITS_OF_IPV4, BITS_OF_IPV6));
    }

    private static String program(@Nullable String agent) {
        if (agent == null) {
            return "unknown";
        }
        var browser = firstIn(agent, BROWSERS);
        if (browser == null) {
            var word = FIRST_WORD.matcher(agent);
            return word.lookingAt() ? word.group() : "unknown";
        }
        var system = firstIn(agent, SYSTEMS);
        return system == null ? browser : browser + " on " + system;
    }

    private static @Nullable String firstIn(String agent, Map<String, String> names) {
        return names.entrySet().stream().filter(entry -> agent.contains(entry.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }

    private static Map<String, String> ordered(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (var index = 0; index < pairs.length; index += 2) {
            map.put(pairs[index], pairs[index + 1]);
        }
        return map;
    }

    /// Without personal data.
    @Override
    public String toString() {
        return "Device[" + program + "]";
    }
}
