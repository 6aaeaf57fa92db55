package io.mainstay.auth;

import io.mainstay.auth.SessionController.SessionResponse;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OpenToEveryone;
import io.mainstay.http.Origin;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Logging in with more, or with something else, than a password, and showing again who one is. None takes an
/// Idempotency-Key: a proof is good once, and the answers are secrets, which must not be kept to be replayed.
@RestController
@Tag(name = "Sessions")
class SecondFactorController {

    private static final String SIX_DIGITS = "[0-9]{6}";

    private final SecondFactorLogIn logIn;
    private final Sessions sessions;
    private final Confirmation confirmation;

    SecondFactorController(SecondFactorLogIn logIn, Sessions sessions, Confirmation confirmation) {
        this.logIn = logIn;
        this.sessions = sessions;
        this.confirmation = confirmation;
    }

    /// Exactly one of the last three.
    ///
    /// @param challenge of the problem `second-factor-required`
    /// @param code six digits of the authenticator app
    record SecondFactorRequest(@NotBlank @Size(max = 128) String challenge,
            @Pattern(regexp = SIX_DIGITS) @Nullable String code, @Size(max = 40) @Nullable String recoveryCode,
            @Valid @Nullable PasskeyAssertion passkey) {

        @Override
        public String toString() {
            return "SecondFactorRequest[…]";
        }
    }

    record PasskeyLogIn(@NotNull @Valid PasskeyAssertion passkey) {}

    /// Exactly one of them.
    ///
    /// @param password only of an account without a factor
    record ConfirmationRequest(@Nullable Password password, @Pattern(regexp = SIX_DIGITS) @Nullable String code,
            @Size(max = 40) @Nullable String recoveryCode, @Valid @Nullable PasskeyAssertion passkey) {

        @Override
        public String toString() {
            return "ConfirmationRequest[…]";
        }
    }

    /// @param expiresIn seconds until the access token expires
    record ConfirmedSession(SessionId id, String accessToken, String tokenType, long expiresIn) {

        @Override
        public String toString() {
            return "ConfirmedSession[…]";
        }
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "201", description = "Logged in.")
    @ApiResponse(responseCode = "401", description = "`second-factor-challenge-invalid`, `second-factor-refused`")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`")
    @Operation(summary = "Log in: the second factor", description = "After `second-factor-required`: its challenge, and one of code, recoveryCode and passkey. A challenge has a few tries and a few minutes; failures cost a growing pause.")
    @PostMapping("/v1/sessions/second-factor")
    ResponseEntity<SessionResponse> startWithSecondFactor(@Valid @RequestBody SecondFactorRequest request,
            HttpServletRequest http) {
        var proof = FactorProof.of(request.code(), request.recoveryCode(), request.passkey());
        var origin = Origin.of(http);
        return loggedIn(sessions.begin(logIn.complete(new OneTimeToken(request.challenge()), proof, origin), origin));
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "201", description = "Logged in.")
    @ApiResponse(responseCode = "401", description = "`passkey-refused`")
    @Operation(summary = "Log in with a passkey", description = "Without address and password: the passkey's answer to a challenge of /v1/passkey-challenges.")
    @PostMapping("/v1/sessions/passkey")
    ResponseEntity<SessionResponse> startWithPasskey(@Valid @RequestBody PasskeyLogIn request,
            HttpServletRequest http) {
        var origin = Origin.of(http);
        return loggedIn(sessions.begin(logIn.identify(request.passkey(), origin), origin));
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "200", description = "Confirmed; the new access token says so.")
    @ApiResponse(responseCode = "422", description = "`wrong-password`, `wrong-factor`, `factor-needed`")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`")
    @Operation(summary = "Show again who one is", description = "What `confirmation-required` asks for: one of password, code, recoveryCode and passkey; the password only of an account without a factor. The access token of the answer is good for sensitive actions for a few minutes.")
    @PostMapping("/v1/sessions/current/confirm")
    ResponseEntity<ConfirmedSession> confirmSession(Caller caller, @Valid @RequestBody ConfirmationRequest request,
            HttpServletRequest http) {
        var session = SessionId.of(http);
        var token = issue(caller, session, request, Origin.of(http));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new ConfirmedSession(session, token.value(), "Bearer", token.expiresInSeconds()));
    }

    private AccessTokens.Issued issue(Caller caller, SessionId session, ConfirmationRequest request, Origin origin) {
        if (request.password() == null) {
            return confirmation.byFactor(caller.account(), session,
                    FactorProof.of(request.code(), request.recoveryCode(), request.passkey()), origin);
        }
        if (request.code() != null || request.recoveryCode() != null || request.passkey() != null) {
            throw FactorProof.notExactlyOne();
        }
        return confirmation.byPassword(caller.account(), session, request.password(), origin);
    }

    private static ResponseEntity<SessionResponse> loggedIn(Sessions.Started started) {
        return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(SessionResponse.of(started));
    }
}
