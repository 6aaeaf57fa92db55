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
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
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

    private static final CacheControl KEYS_CACHING = CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private final Sessions sessions;
    private final SessionStore store;
    private final SigningKeys keys;

    SessionController(Sessions sessions, SessionStore store, SigningKeys keys) {
        this.sessions = sessions;
        this.store = store;
        this.keys = keys;
    }

    record SessionRequest(@NotNull EmailAddress email, @NotNull Password password) {}

    record RefreshRequest(@NotBlank @Size(max = 200) String refreshToken) {

        @Override
        public String toString() {
            return "RefreshRequest[…]";
        }
    }

    /// As in RFC 6749, 5.1, in this API's spelling.
    ///
    /// @param expiresIn seconds until the access token expires
    /// @param refreshToken good for one [#refresh]
    record SessionResponse(SessionId id, String accessToken, String tokenType, long expiresIn, String refreshToken) {

        static SessionResponse of(Sessions.Started started) {
            return new SessionResponse(started.id(), started.access().value(), "Bearer",
                    started.access().expiresInSeconds(), started.refreshToken());
        }

        @Override
        public String toString() {
            return "SessionResponse[…]";
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
    @ApiResponse(responseCode = "403", description = "`email-not-verified`")
    @Operation(summary = "Log in", description = "The access token goes into Authorization: Bearer … of further requests; the refresh token gets the next pair.")
    @PostMapping("/v1/sessions")
    ResponseEntity<SessionResponse> start(@Valid @RequestBody SessionRequest request, HttpServletRequest http) {
        var started = sessions.start(request.email(), request.password(), Origin.of(http));
        return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(SessionResponse.of(started));
    }

    /// Takes no Idempotency-Key: the token is one. Within the grace its repetition gets the same refresh token again.
    @OpenToEveryone
    @ApiResponse(responseCode = "200", description = "Another access token, and the next refresh token.")
    @ApiResponse(responseCode = "401", description = "`invalid-refresh-token`")
    @Operation(summary = "Continue a session", description = "A refresh token is good once. If the answer got lost, ask again within ten seconds; one that comes back later ends the session.")
    @PostMapping("/v1/sessions/refresh")
    ResponseEntity<SessionResponse> refresh(@Valid @RequestBody RefreshRequest request, HttpServletRequest http) {
        var started = sessions.refresh(request.refreshToken(), Origin.of(http));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(SessionResponse.of(started));
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
    void end(Caller caller, @PathVariable SessionId id) {
        sessions.end(caller.account(), id);
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Logged out; the access token is refused from now on.")
    @Operation(summary = "Log out")
    @DeleteMapping("/v1/sessions/current")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endCurrent(Caller caller, HttpServletRequest http) {
        sessions.end(caller.account(), SessionId.of(http));
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "All have ended, this one too.")
    @Operation(summary = "Log out everywhere")
    @DeleteMapping("/v1/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endAll(Caller caller) {
        sessions.endAll(caller.account());
    }

    @OpenToEveryone
    @Operation(summary = "The public keys of the access tokens", description = "A JWK Set, RFC 7517.")
    @GetMapping("/.well-known/jwks.json")
    ResponseEntity<Map<String, Object>> keys() {
        return ResponseEntity.ok().cacheControl(KEYS_CACHING).body(keys.published().toJSONObject(true));
    }
}
