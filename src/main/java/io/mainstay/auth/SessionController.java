package io.mainstay.auth;

import io.mainstay.caller.OpenToEveryone;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Logging in, and the keys to check what it gives out.
@RestController
@Tag(name = "Sessions")
class SessionController {

    private static final CacheControl KEYS_CACHING = CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private final Sessions sessions;
    private final SigningKeys keys;

    SessionController(Sessions sessions, SigningKeys keys) {
        this.sessions = sessions;
        this.keys = keys;
    }

    record SessionRequest(@NotNull EmailAddress email, @NotNull Password password) {}

    /// As in RFC 6749, 5.1, in this API's spelling.
    ///
    /// @param expiresIn seconds
    record SessionResponse(String accessToken, String tokenType, long expiresIn) {

        @Override
        public String toString() {
            return "SessionResponse[…]";
        }
    }

    /// Takes no Idempotency-Key: the answer is a secret, and must not be kept to be replayed.
    @OpenToEveryone
    @ApiResponse(responseCode = "201", description = "Logged in.")
    @ApiResponse(responseCode = "401", description = "`invalid-credentials`")
    @ApiResponse(responseCode = "403", description = "`email-not-verified`")
    @Operation(summary = "Log in", description = "The access token goes into Authorization: Bearer … of further requests.")
    @PostMapping("/v1/sessions")
    ResponseEntity<SessionResponse> start(@Valid @RequestBody SessionRequest request) {
        var token = sessions.start(request.email(), request.password());
        return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(new SessionResponse(token.value(), "Bearer", token.expiresInSeconds()));
    }

    @OpenToEveryone
    @Operation(summary = "The public keys of the access tokens", description = "A JWK Set, RFC 7517.")
    @GetMapping("/.well-known/jwks.json")
    ResponseEntity<Map<String, Object>> keys() {
        return ResponseEntity.ok().cacheControl(KEYS_CACHING).body(keys.published().toJSONObject(true));
    }
}
