package io.mainstay.auth;

import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
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

/// Another e-mail address. Neither takes an Idempotency-Key, which would keep a fingerprint of a password: asking again
/// puts another link in the place of the first, and a link works once.
@RestController
@Tag(name = "Accounts")
class EmailChangeController {

    private final ChangeEmail changeEmail;
    private final ConfirmEmail confirmEmail;

    EmailChangeController(ChangeEmail changeEmail, ConfirmEmail confirmEmail) {
        this.changeEmail = changeEmail;
        this.confirmEmail = confirmEmail;
    }

    record EmailChange(@NotNull Password currentPassword, @NotNull EmailAddress newEmail) {}

    record EmailChangeAccepted(String message) {

        static final EmailChangeAccepted ALWAYS = new EmailChangeAccepted(
                "A mail is on its way to the new address; the change takes effect with the click on its link.");
    }

    record EmailConfirmation(@NotBlank @Size(max = 128) String token) {

        @Override
        public String toString() {
            return "EmailConfirmation[…]";
        }
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "202", description = "A link is on its way to the new address, and a notice to the present one.")
    @ApiResponse(responseCode = "422", description = "`wrong-password`")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`: wait for Retry-After")
    @Operation(summary = "Change one's e-mail address", description = "Always the same answer: it does not say whether the new address has an account. A link that was sent before works no more.")
    @PostMapping("/v1/account/change-email")
    @ResponseStatus(HttpStatus.ACCEPTED)
    EmailChangeAccepted change(Caller caller, HttpServletRequest http, @Valid @RequestBody EmailChange change) {
        changeEmail.request(new EmailChangeStore.Pending(caller.account(), change.newEmail(), SessionId.of(http)),
                change.currentPassword(), Origin.of(http));
        return EmailChangeAccepted.ALWAYS;
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "204", description = "Changed; the account's sessions have ended but for the one that asked.")
    @ApiResponse(responseCode = "422", description = "`email-change-invalid`")
    @Operation(summary = "Confirm an e-mail address", description = "With the token of the mail's link, which works once and for a day. The address that was replaced is told.")
    @PostMapping("/v1/email-changes/confirm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(@Valid @RequestBody EmailConfirmation confirmation, HttpServletRequest http) {
        confirmEmail.confirm(new OneTimeToken(confirmation.token()), Origin.of(http));
    }

    /// Where the mail's link leads. It changes nothing, because mail scanners follow links; its button does.
    @OpenToEveryone
    @Hidden
    @GetMapping(path = "/change-email", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok().contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(new ClassPathResource("pages/change-email.html"));
    }
}
