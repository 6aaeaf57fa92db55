package io.mainstay.auth;

import io.mainstay.http.Origin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// Gives those who log in what they go on with: tokens in the answer, or in cookies.
@Component
class SessionAnswers {

    private final BrowserSessions browsers;

    SessionAnswers(BrowserSessions browsers) {
        this.browsers = browsers;
    }

    /// @param wanted null: [Transport#TOKEN]
    /// @throws io.mainstay.problem.Refusal what `logIn` throws; `csrf-token-invalid` for a cookie to another site's page
    ResponseEntity<SessionAnswer> loggedIn(@Nullable Transport wanted, HttpServletRequest http,
            HttpServletResponse response, Function<Origin, Sessions.Started> logIn) {
        if (wanted == null || wanted == Transport.TOKEN) {
            return of(HttpStatus.CREATED, logIn.apply(Origin.of(http)), Transport.TOKEN, response);
        }
        browsers.requireOwnPage(http);
        var origin = browsers.originOf(http);
        var started = logIn.apply(origin);
        browsers.remember(origin, response);
        return of(HttpStatus.CREATED, started, Transport.COOKIE, response);
    }

    ResponseEntity<SessionAnswer> of(HttpStatus status, Sessions.Started started, Transport transport,
            HttpServletResponse response) {
        return ResponseEntity.status(status).cacheControl(CacheControl.noStore()).body(switch (transport) {
            case TOKEN -> SessionAnswer.SessionResponse.of(started);
            case COOKIE -> new SessionAnswer.BrowserSession(started.id(), started.access().expiresInSeconds(),
                    browsers.keep(started, response));
        });
    }

    /// The session goes on with another access token, where it had the one before.
    ResponseEntity<SessionAnswer> confirmed(SessionId session, AccessTokens.Issued access, HttpServletRequest http,
            HttpServletResponse response) {
        var answer = ResponseEntity.ok().cacheControl(CacheControl.noStore());
        return CookieAuthentication.Verdict.ACCEPTED.isOn(http)
                ? answer.body(new SessionAnswer.BrowserSession(session, access.expiresInSeconds(),
                        browsers.keep(session, access, response)))
                : answer.body(new SessionAnswer.ConfirmedSession(session, access.value(), "Bearer",
                        access.expiresInSeconds()));
    }
}
