package io.mainstay.http;

import jakarta.servlet.http.HttpServletRequest;
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

    /// Without personal data.
    @Override
    public String toString() {
        return "Origin[…]";
    }
}
