package io.mainstay.auth;

import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OpenToEveryone;
import io.mainstay.http.Origin;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
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

    private final LogIn logIn;
    private final Confirmation confirmation;
    private final SessionAnswers answers;

    SecondFactorController(LogIn logIn, Confirmation confirmation, SessionAnswers answers) {
        this.logIn = logIn;
        this.confirmation = confirmation;
        this.answers = answers;
    }

    /// Exactly one of code, recovery code and passkey.
    ///
    /// @param challenge of the problem `second-factor-required`
    /// @param transport `token` if it's left out
    /// @param code six digits of the authenticator app
    record SecondFactorRequest(@NotBlank @Size(max = 128) String challenge,
            @Pattern(regexp = SIX_DIGITS) @Nullable String code, @Size(max = 40) @Nullable String recoveryCode,
            @Valid @Nullable PasskeyAssertion passkey, @Nullable Transport transport) {

        @Override
        public String toString() {
            return "SecondFactorRequest[…]";
        }
    }

    /// @param transport `token` if it's left out
    record PasskeyLogIn(@NotNull @Valid PasskeyAssertion passkey, @Nullable Transport transport) {}

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

    @OpenToEveryone
    @ApiResponse(responseCode = "201", description = "Logged in.")
    @ApiResponse(responseCode = "401", description = "`second-factor-challenge-invalid`, `second-factor-refused`")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`")
    @Operation(summary = "Log in: the second factor", description = "After `second-factor-required`: its challenge, and one of code, recoveryCode and passkey. A challenge has a few tries and a few minutes; failures cost a growing pause.")
    @PostMapping("/v1/sessions/second-factor")
    ResponseEntity<SessionAnswer> startWithSecondFactor(@Valid @RequestBody SecondFactorRequest request,
            HttpServletRequest http, HttpServletResponse response) {
        var proof = FactorProof.of(request.code(), request.recoveryCode(), request.passkey());
        return answers.loggedIn(request.transport(), http, response,
                origin -> logIn.bySecondFactor(new OneTimeToken(request.challenge()), proof, origin));
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "201", description = "Logged in.")
    @ApiResponse(responseCode = "401", description = "`passkey-refused`")
    @Operation(summary = "Log in with a passkey", description = "Without address and password: the passkey's answer to a challenge of /v1/passkey-challenges.")
    @PostMapping("/v1/sessions/passkey")
    ResponseEntity<SessionAnswer> startWithPasskey(@Valid @RequestBody PasskeyLogIn request, HttpServletRequest http,
            HttpServletResponse response) {
        return answers.loggedIn(request.transport(), http, response,
                origin -> logIn.byPasskey(request.passkey(), origin));
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "200", description = "Confirmed; the new access token says so.")
    @ApiResponse(responseCode = "422", description = "`wrong-password`, `wrong-factor`, `factor-needed`")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`")
    @Operation(summary = "Show again who one is", description = "What `confirmation-required` asks for: one of password, code, recoveryCode and passkey; the password only of an account without a factor. The access token of the answer is good for sensitive actions for a few minutes.")
    @PostMapping("/v1/sessions/current/confirm")
    ResponseEntity<SessionAnswer> confirmSession(Caller caller, @Valid @RequestBody ConfirmationRequest request,
            HttpServletRequest http, HttpServletResponse response) {
        var session = SessionId.of(http);
        return answers.confirmed(session, issue(caller, session, request, Origin.of(http)), http, response);
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
}
