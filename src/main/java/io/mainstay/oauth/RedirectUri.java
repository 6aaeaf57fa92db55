package io.mainstay.oauth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a client takes its authorization codes: https, or http on the very machine of the browser. It's compared
/// character by character; only a port on a loopback address may be another one, since a program there takes what is
/// free. Source: RFC 9700, 4.1.3; RFC 8252, 7.3.
@Schema(type = "string", format = "uri", maxLength = 500, example = "https://app.example/callback")
record RedirectUri(@JsonValue String value) {

    private static final int MAX_LENGTH = 500;
    private static final Pattern LOOPBACK = Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]))(?::\\d{1,5})?(/.*)?");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1," + MAX_LENGTH + "}");

    RedirectUri {
        if (!PRINTABLE.matcher(value).matches() || !isAllowed(value)) {
            throw new IllegalArgumentException(
                    "must be an https address, or an http one on localhost, 127.0.0.1 or [::1], without a fragment, of "
                            + "up to 500 characters");
        }
    }

    /// @throws IllegalArgumentException if a client can't be at this address; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static RedirectUri of(String text) {
        return new RedirectUri(text);
    }

    /// @param presented as a request has it
    boolean matches(String presented) {
        var own = LOOPBACK.matcher(value);
        var other = LOOPBACK.matcher(presented);
        return own.matches() && other.matches()
                ? own.group(1).equals(other.group(1))
                        && String.valueOf(own.group(2)).equals(String.valueOf(other.group(2)))
                : value.equals(presented);
    }

    /// Whether it's a program on the browser's machine that takes the code there.
    static boolean isOnTheMachine(String uri) {
        return uri.startsWith("http://");
    }

    private static boolean isAllowed(String value) {
        try {
            var uri = new URI(value);
            if (uri.getHost() == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
                return false;
            }
            return "https".equals(uri.getScheme()) && uri.getHost().equals(uri.getHost().toLowerCase(Locale.ROOT))
                    || "http".equals(uri.getScheme()) && "localhost".equals(uri.getHost())
                    || LOOPBACK.matcher(value).matches() && uri.getPort() <= 65_535;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
