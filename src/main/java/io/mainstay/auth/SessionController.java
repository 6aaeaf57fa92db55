package io.mainstay.auth;

import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OpenToEveryone;
import io.mainstay.http.Origin;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Logging in, staying logged in, logging out, and the keys to check what is given out.
@RestController
@Tag(name = "Sessions")
class SessionController {

    private static final CacheControl KEYS_CACHING = CacheControl.maxAge(SigningKeys.MAX_AGE).cachePublic();

    private final LogIn logIn;
    private final Sessions sessions;
    private final SessionStore store;
    private final SigningKeys keys;
    private final BrowserSessions browsers;
    private final SessionAnswers answers;

    SessionController(LogIn logIn, Sessions sessions, SessionStore store, SigningKeys keys, BrowserSessions browsers,
            SessionAnswers answers) {
        this.logIn = logIn;
        this.sessions = sessions;
        this.store = store;
        this.keys = keys;
        this.browsers = browsers;
        this.answers = answers;
    }

    /// @param transport `token` if it's left out
    record SessionRequest(@NotNull EmailAddress email, @NotNull Password password, @Nullable Transport transport) {}

    /// @param refreshToken left out by browsers, whose cookie has it
    record RefreshRequest(
            @Size(max = 200) @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Nullable String refreshToken) {

        @Override
        public String toString() {
            return "RefreshRequest[…]";
        }
    }

    /// Which session the caller is in.
    ///
    /// @param csrfToken what a page has to send along with the cookie; null for a bearer token, which needs none
    record CurrentSession(SessionId id, @Nullable String csrfToken) {

        @Override
        public String toString() {
            return "CurrentSession[" + id + "]";
        }
    }

    /// @param current whether it's the one that asks
    @Schema(name = "LiveSession")
    record LiveSession(SessionId id, boolean current, String address, @Nullable String userAgent, Instant createdAt,
            Instant lastUsedAt, Instant expiresAt) {

        private static LiveSession of(SessionStore.Live session, SessionId current) {
            return new LiveSession(session.id(), session.id().equals(current), session.address(), session.userAgent(),
                    session.createdAt(), session.lastUsedAt(), session.expiresAt());
        }

        /// Without personal data.
        @Override
        public String toString() {
            return "LiveSession[" + id + "]";
        }
    }

    /// Takes no Idempotency-Key: the answer is a secret, and must not be kept to be replayed.
    @OpenToEveryone
    @ApiResponse(responseCode = "201", description = "Logged in.")
    @ApiResponse(responseCode = "401", description = "`invalid-credentials`, `second-factor-required`")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`: wait for Retry-After")
    @ApiResponse(responseCode = "403", description = "`email-not-verified`; `csrf-token-invalid` for a cookie to another site's page")
    @Operation(summary = "Log in", description = "The access token goes into Authorization: Bearer … of further requests; the refresh token gets the next pair. Browsers ask for `transport: cookie`: both are in cookies that no script can read, and every request that may change something sends csrfToken as X-CSRF-Token.")
    @PostMapping("/v1/sessions")
    ResponseEntity<SessionAnswer> start(@Valid @RequestBody SessionRequest request, HttpServletRequest http,
            HttpServletResponse response) {
        return answers.loggedIn(request.transport(), http, response,
                origin -> logIn.byPassword(request.email(), request.password(), origin));
    }

    /// Takes no Idempotency-Key: the token is one. Within the grace its repetition gets the same refresh token again.
    @OpenToEveryone
    @ApiResponse(responseCode = "200", description = "Another access token, and the next refresh token.")
    @ApiResponse(responseCode = "401", description = "`invalid-refresh-token`")
    @ApiResponse(responseCode = "403", description = "`csrf-token-invalid`, if the token is a cookie's")
    @Operation(summary = "Continue a session", description = "A refresh token is good once. If the answer got lost, ask again within ten seconds; one that comes back later ends the session. A browser sends no body, but its cookie; a page that was loaded anew gets its csrfToken here, too.")
    @PostMapping("/v1/sessions/refresh")
    ResponseEntity<SessionAnswer> refresh(@Valid @RequestBody(required = false) @Nullable RefreshRequest request,
            HttpServletRequest http, HttpServletResponse response) {
        var token = request == null ? null : request.refreshToken();
        return token == null
                ? answers.of(HttpStatus.OK, browsers.refresh(http, response), Transport.COOKIE, response)
                : answers.of(HttpStatus.OK, sessions.refresh(token, Origin.of(http)), Transport.TOKEN, response);
    }

    @ForCallerThemselves
    @Operation(summary = "The session one is in", description = "A page that was loaded anew gets its csrfToken here.")
    @GetMapping("/v1/sessions/current")
    ResponseEntity<CurrentSession> current(Caller caller, HttpServletRequest http) {
        var id = SessionId.of(http);
        var token = CookieAuthentication.Verdict.ACCEPTED.isOn(http) ? browsers.csrfToken(id) : null;
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new CurrentSession(id, token));
    }

    @ForCallerThemselves
    @Operation(summary = "Where one is logged in", description = "Newest first.")
    @GetMapping("/v1/sessions")
    ResponseEntity<Page<LiveSession>> list(Caller caller, HttpServletRequest http,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        var current = SessionId.of(http);
        var page = store.of(caller.account(), PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore())
                .body(page.map(session -> LiveSession.of(session, current)));
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Ended; its access tokens are refused within a second.")
    @ApiResponse(responseCode = "404", description = "`not-found`: no such session, or not any more")
    @Operation(summary = "End one of one's sessions")
    @DeleteMapping("/v1/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(Caller caller, @PathVariable SessionId id, HttpServletRequest http, HttpServletResponse response) {
        sessions.end(caller.account(), id, Origin.of(http));
        if (id.equals(SessionId.of(http))) {
            browsers.forget(http, response);
        }
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Logged out; the access token is refused from now on.")
    @Operation(summary = "Log out")
    @DeleteMapping("/v1/sessions/current")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endCurrent(Caller caller, HttpServletRequest http, HttpServletResponse response) {
        sessions.end(caller.account(), SessionId.of(http), Origin.of(http));
        browsers.forget(http, response);
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "All have ended, this one too.")
    @Operation(summary = "Log out everywhere")
    @DeleteMapping("/v1/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endAll(Caller caller, HttpServletRequest http, HttpServletResponse response) {
        sessions.endAll(caller.account(), Origin.of(http));
        browsers.forget(http, response);
    }

    @OpenToEveryone
    @Operation(summary = "The public keys of the access tokens", description = "A JWK Set, RFC 7517.")
    @GetMapping("/.well-known/jwks.json")
    ResponseEntity<Map<String, Object>> keys() {
        return ResponseEntity.ok().cacheControl(KEYS_CACHING).body(keys.published().toJSONObject(true));
    }
}
