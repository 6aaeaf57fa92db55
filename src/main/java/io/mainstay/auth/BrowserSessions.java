package io.mainstay.auth;

import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

/// Sessions whose tokens are in cookies. The rules of [Sessions] hold; what is added keeps other sites from using a
/// browser's cookies, and from giving it theirs.
@Component
class BrowserSessions {

    private final Sessions sessions;
    private final SessionCookies cookies;
    private final CsrfTokens csrf;
    private final OwnOrigins origins;

    BrowserSessions(Sessions sessions, SessionCookies cookies, CsrfTokens csrf, OwnOrigins origins) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.csrf = csrf;
        this.origins = origins;
    }

    /// Before a log-in: another site must not log a browser in as somebody else, who would then see what its owner does.
    ///
    /// @throws Refusal `csrf-token-invalid`
    void requireOwnPage(HttpServletRequest request) {
        origins.require(request);
    }

    /// With a secret to know the browser by later: its own, or a new one.
    Origin originOf(HttpServletRequest request) {
        var origin = Origin.of(request);
        return origin.device() == null
                ? new Origin(origin.address(), origin.userAgent(), OneTimeToken.next().value())
                : origin;
    }

    /// @return the session's CSRF token
    String keep(Sessions.Started started, HttpServletResponse response) {
        cookies.set(response, started.access(), started.refreshToken());
        return csrf.of(started.id());
    }

    /// Another access token beside the refresh token that it has.
    ///
    /// @return the session's CSRF token
    String keep(SessionId session, AccessTokens.Issued access, HttpServletResponse response) {
        cookies.setSession(response, access);
        return csrf.of(session);
    }

    /// Once it has logged in.
    void remember(Origin origin, HttpServletResponse response) {
        if (origin.device() != null) {
            cookies.setDevice(response, origin.device());
        }
    }

    String csrfToken(SessionId session) {
        return csrf.of(session);
    }

    /// With the cookie's refresh token, and the browser's word that a page of ours asks or the CSRF token of the session:
    /// a page that was loaded anew after the access token's end knows no CSRF token, and gets it here.
    ///
    /// @throws Refusal `invalid-refresh-token`, and the cookies are cleared; `csrf-token-invalid`, and nothing changes
    Sessions.Started refresh(HttpServletRequest request, HttpServletResponse response) {
        try {
            var values = SessionCookies.valuesOf(SessionCookies.REFRESH, request);
            var token = values.size() == 1 ? values.getFirst() : "";
            var session = sessions.sessionOf(token);
            origins.require(request);
            if (!csrf.isIn(request, session) && (csrf.isIn(request) || !origins.areProvenBy(request))) {
                throw new Refusal(AuthProblems.CSRF_TOKEN_INVALID, "With a cookie, " + CsrfTokens.HEADER
                        + " or the Origin of a page of this system is required.");
            }
            return sessions.refresh(token, Origin.of(request));
        } catch (Refusal refusal) {
            if (refusal.type().equals(AuthProblems.INVALID_REFRESH_TOKEN)) {
                forget(request, response);
            }
            throw refusal;
        }
    }

    /// After a session's end.
    void forget(HttpServletRequest request, HttpServletResponse response) {
        if (SessionCookies.arePartOf(request)) {
            cookies.clear(response);
        }
    }
}
