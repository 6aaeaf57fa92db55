package io.mainstay.auth;

import io.swagger.v3.oas.annotations.media.Schema;

/// What a client gets that has logged in or goes on with its session.
@Schema(oneOf = {SessionAnswer.SessionResponse.class, SessionAnswer.BrowserSession.class,
        SessionAnswer.ConfirmedSession.class})
sealed interface SessionAnswer {

    /// As in RFC 6749, 5.1, in this API's spelling.
    ///
    /// @param expiresIn seconds until the access token expires
    /// @param refreshToken good for one refresh
    record SessionResponse(SessionId id, String accessToken, String tokenType, long expiresIn, String refreshToken)
            implements
                SessionAnswer {

        static SessionResponse of(Sessions.Started started) {
            return new SessionResponse(started.id(), started.access().value(), "Bearer",
                    started.access().expiresInSeconds(), started.refreshToken());
        }

        @Override
        public String toString() {
            return "SessionResponse[…]";
        }
    }

    /// @param expiresIn seconds until the access token expires
    record ConfirmedSession(SessionId id, String accessToken, String tokenType, long expiresIn)
            implements
                SessionAnswer {

        @Override
        public String toString() {
            return "ConfirmedSession[…]";
        }
    }

    /// Its tokens are in cookies.
    ///
    /// @param expiresIn seconds until the browser has to ask for a refresh
    /// @param csrfToken good for as long as the session; worth nothing without its cookie
    record BrowserSession(SessionId id, long expiresIn, String csrfToken) implements SessionAnswer {

        @Override
        public String toString() {
            return "BrowserSession[…]";
        }
    }
}
