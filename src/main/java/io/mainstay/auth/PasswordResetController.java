package io.mainstay.auth;

import io.mainstay.caller.OpenToEveryone;
import io.mainstay.http.Origin;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Forgotten passwords. Neither takes an Idempotency-Key: asking again sends at most a few further mails, and a token
/// works once.
@RestController
@Tag(name = "Accounts")
class PasswordResetController {

    private final PasswordResets resets;

    PasswordResetController(PasswordResets resets) {
        this.resets = resets;
    }

    record ResetRequest(@NotNull EmailAddress email) {}

    record ResetAccepted(String message) {

        static final ResetAccepted ALWAYS = new ResetAccepted(
                "If this address has an account, a mail is on its way to it.");
    }

    record ResetConfirmation(@NotBlank @Size(max = 128) String token, @NotNull Password newPassword) {

        @Override
        public String toString() {
            return "ResetConfirmation[…]";
        }
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "202", description = "A mail is on its way, if the address has an account.")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`: wait for Retry-After")
    @Operation(summary = "Ask for a new password", description = "Always the same answer, in the same time: it does not say whether the address has an account.")
    @PostMapping("/v1/password-resets")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResetAccepted request(@Valid @RequestBody ResetRequest request, HttpServletRequest http) {
        resets.request(request.email(), Origin.of(http));
        return ResetAccepted.ALWAYS;
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "204", description = "Replaced; all of the account's sessions have ended.")
    @ApiResponse(responseCode = "422", description = "`password-reset-invalid`")
    @Operation(summary = "Choose a new password", description = "With the token of the mail's link, which works once and for an hour. The commonest passwords are refused.")
    @PostMapping("/v1/password-resets/confirm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(@Valid @RequestBody ResetConfirmation confirmation, HttpServletRequest http) {
        resets.confirm(new OneTimeToken(confirmation.token()), confirmation.newPassword(), Origin.of(http));
    }

    /// Where the mail's link leads. It changes nothing, because mail scanners follow links; the form on it does.
    @OpenToEveryone
    @Hidden
    @GetMapping(path = "/reset-password", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok().contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(new ClassPathResource("pages/reset-password.html"));
    }
}
