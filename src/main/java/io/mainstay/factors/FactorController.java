package io.mainstay.factors;

import io.mainstay.auth.Accounts;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// One's authenticator app and recovery codes. None takes an Idempotency-Key: the answers are secrets, which must not be
/// kept to be replayed; a lost one is asked for anew.
@RestController
@Tag(name = "Factors")
class FactorController {

    private final TotpFactor totp;
    private final TotpStore totpStore;
    private final RecoveryCodes recovery;
    private final PasskeyStore passkeys;
    private final Accounts accounts;
    private final FactorSettings settings;

    FactorController(TotpFactor totp, TotpStore totpStore, RecoveryCodes recovery, PasskeyStore passkeys,
            Accounts accounts, FactorSettings settings) {
        this.totp = totp;
        this.totpStore = totpStore;
        this.recovery = recovery;
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.settings = settings;
    }

    /// @param totpActiveSince null without an authenticator app
    /// @param recoveryCodesLeft how many are unused
    /// @param passkeys newest first
    record FactorsResponse(@Nullable Instant totpActiveSince, int recoveryCodesLeft, List<PasskeyResponse> passkeys) {}

    /// @param secret base 32, for typing
    /// @param uri the same, for a QR code
    record TotpEnrolment(String secret, String uri) {

        @Override
        public String toString() {
            return "TotpEnrolment[…]";
        }
    }

    record TotpConfirmation(@NotNull @Pattern(regexp = "[0-9]{6}") String code) {

        @Override
        public String toString() {
            return "TotpConfirmation[…]";
        }
    }

    /// @param recoveryCodes each good once; empty if there were some already
    record RecoveryCodesResponse(List<String> recoveryCodes) {

        private static RecoveryCodesResponse of(List<RecoveryCode> codes) {
            return new RecoveryCodesResponse(codes.stream().map(RecoveryCode::shown).toList());
        }

        @Override
        public String toString() {
            return "RecoveryCodesResponse[…]";
        }
    }

    @ForCallerThemselves
    @Operation(summary = "What one can log in with beside the password")
    @GetMapping("/v1/account/factors")
    ResponseEntity<FactorsResponse> show(Caller caller) {
        var account = caller.account();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new FactorsResponse(totpStore.activeSince(account).orElse(null), recovery.left(account),
                        passkeys.of(account).stream().map(PasskeyResponse::of).toList()));
    }

    @ForCallerThemselves
    @RequiresConfirmation
    @ApiResponse(responseCode = "201", description = "Begun; it is a factor once the first code is confirmed.")
    @ApiResponse(responseCode = "409", description = "`totp-active`")
    @Operation(summary = "Begin to add an authenticator app", description = "The secret is shown this once. Beginning again makes the earlier one void.")
    @PostMapping("/v1/account/totp")
    ResponseEntity<TotpEnrolment> begin(Caller caller) {
        var contact = accounts.contact(caller.account())
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "The account does not exist any more."));
        var secret = Base32.encode(totp.begin(caller.account()));
        return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(new TotpEnrolment(secret, uri(secret, contact.email())));
    }

    @ForCallerThemselves
    @RequiresConfirmation
    @ApiResponse(responseCode = "200", description = "Added; with the first factor come the recovery codes, shown this once.")
    @ApiResponse(responseCode = "422", description = "`totp-refused`")
    @Operation(summary = "Confirm an authenticator app", description = "With its code of now. A few tries, within some minutes.")
    @PostMapping("/v1/account/totp/confirm")
    ResponseEntity<RecoveryCodesResponse> confirm(Caller caller, @Valid @RequestBody TotpConfirmation confirmation,
            HttpServletRequest http) {
        var codes = totp.confirm(caller.account(), confirmation.code(), Origin.of(http));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(RecoveryCodesResponse.of(codes));
    }

    @ForCallerThemselves
    @RequiresConfirmation
    @ApiResponse(responseCode = "204", description = "Removed; with the last factor go the recovery codes.")
    @ApiResponse(responseCode = "404", description = "`not-found`: there is none")
    @Operation(summary = "Remove one's authenticator app")
    @DeleteMapping("/v1/account/totp")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, HttpServletRequest http) {
        totp.remove(caller.account(), Origin.of(http));
    }

    @ForCallerThemselves
    @RequiresConfirmation
    @ApiResponse(responseCode = "201", description = "Ten new ones, shown this once.")
    @ApiResponse(responseCode = "409", description = "`no-factor`")
    @Operation(summary = "Replace one's recovery codes", description = "The old ones are good no more.")
    @PostMapping("/v1/account/recovery-codes")
    ResponseEntity<RecoveryCodesResponse> replace(Caller caller, HttpServletRequest http) {
        var codes = recovery.replace(caller.account(), Origin.of(http));
        return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(RecoveryCodesResponse.of(codes));
    }

    /// Source: the Key URI Format of authenticator apps.
    private String uri(String secret, String email) {
        return "otpauth://totp/%s:%s?secret=%s&issuer=%1$s&algorithm=SHA1&digits=%d&period=%d".formatted(
                encoded(settings.name()), encoded(email), secret, Totp.DIGITS, Totp.PERIOD.toSeconds());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
