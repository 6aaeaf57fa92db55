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

/// Signing up. None of these takes an Idempotency-Key: sending one again has no further effect.
@RestController
@Tag(name = "Accounts")
class RegistrationController {

    private final Registration registration;

    RegistrationController(Registration registration) {
        this.registration = registration;
    }

    record AccountRequest(@NotNull EmailAddress email, @NotNull Password password, @NotNull DisplayName name) {}

    record Accepted(String message) {

        static final Accepted ALWAYS = new Accepted("If this address is new here, a mail is on its way to it.");
    }

    record VerificationRequest(@NotBlank @Size(max = 128) String token) {

        @Override
        public String toString() {
            return "VerificationRequest[…]";
        }
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "202", description = "A mail is on its way, if the address is new here.")
    @ApiResponse(responseCode = "429", description = "`too-many-attempts`: wait for Retry-After")
    @Operation(summary = "Sign up", description = "Always the same answer: it does not say whether the address is registered already, whose account stays as it is. The commonest passwords are refused.")
    @PostMapping("/v1/accounts")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Accepted register(@Valid @RequestBody AccountRequest request, HttpServletRequest http) {
        registration.register(request.email(), request.password(), request.name(), Origin.of(http));
        return Accepted.ALWAYS;
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "204", description = "Verified.")
    @ApiResponse(responseCode = "422", description = "`verification-invalid`")
    @Operation(summary = "Verify an e-mail address", description = "With the token of the mail's link; the link's repetition within its time is answered alike.")
    @PostMapping("/v1/email-verifications")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void verify(@Valid @RequestBody VerificationRequest request, HttpServletRequest http) {
        registration.verify(new OneTimeToken(request.token()), Origin.of(http));
    }

    /// Where the mail's link leads. It changes nothing, because mail scanners follow links; the person's click on the
    /// page does.
    @OpenToEveryone
    @Hidden
    @GetMapping(path = "/verify-email", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, java.nio.charset.StandardCharsets.UTF_8))
                .body(new ClassPathResource("pages/verify-email.html"));
    }
}
