package io.mainstay.auth;

import io.mainstay.http.Origin;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/// The two cookies of a browser's session, and the one that it's known by. Scripts read none of them; they travel over
/// TLS alone, or to the machine itself.
/// The prefix `__Host-` keeps other hosts of the domain from setting them. Source: RFC 6265bis, 4.1.3.
@Component
class SessionCookies {

    static final String SESSION = "__Host-mainstay-session";
    static final String REFRESH = "__Host-mainstay-refresh";
    private static final Duration DEVICE_MEMORY = Duration.ofDays(400);

    private final SessionSettings settings;

    SessionCookies(SessionSettings settings) {
        this.settings = settings;
    }

    void set(HttpServletResponse response, AccessTokens.Issued access, String refreshToken) {
        var longest = settings.idle().compareTo(settings.lifetime()) < 0 ? settings.idle() : settings.lifetime();
        setSession(response, access);
        put(response, refresh(refreshToken, longest));
    }

    void setSession(HttpServletResponse response, AccessTokens.Issued access) {
        put(response, session(access.value(), Duration.ofSeconds(access.expiresInSeconds())));
    }

    /// Outlives sessions and logging out: it opens nothing, and only tells this browser from a stranger's.
    void setDevice(HttpServletResponse response, String device) {
        put(response, ResponseCookie.from(Origin.DEVICE_COOKIE, device).httpOnly(true).secure(true).sameSite("Strict")
                .path("/").maxAge(DEVICE_MEMORY).build());
    }

    void clear(HttpServletResponse response) {
        clearSession(response);
        put(response, refresh("", Duration.ZERO));
    }

    /// Leaves the refresh token, by which the browser goes on.
    void clearSession(HttpServletResponse response) {
        put(response, session("", Duration.ZERO));
    }

    static boolean arePartOf(HttpServletRequest request) {
        return !valuesOf(SESSION, request).isEmpty() || !valuesOf(REFRESH, request).isEmpty();
    }

    /// More than one where somebody has put one of their own beside ours; nothing tells which is which.
    static List<String> valuesOf(String name, HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies).filter(cookie -> cookie.getName().equals(name)).map(Cookie::getValue).toList();
    }

    private static ResponseCookie session(String value, Duration age) {
        return ResponseCookie.from(SESSION, value).httpOnly(true).secure(true).sameSite("Lax").path("/").maxAge(age)
                .build();
    }

    private static ResponseCookie refresh(String value, Duration age) {
        return ResponseCookie.from(REFRESH, value).httpOnly(true).secure(true).sameSite("Strict").path("/")
                .maxAge(age).build();
    }

    /// In the place of one of the same name: browsers would take the last, but the standard wants each once.
    private static void put(HttpServletResponse response, ResponseCookie cookie) {
        var all = new ArrayList<>(response.getHeaders(HttpHeaders.SET_COOKIE));
        all.removeIf(header -> header.startsWith(cookie.getName() + "="));
        all.add(cookie.toString());
        response.setHeader(HttpHeaders.SET_COOKIE, all.getFirst());
        all.stream().skip(1).forEach(other -> response.addHeader(HttpHeaders.SET_COOKIE, other));
    }
}
