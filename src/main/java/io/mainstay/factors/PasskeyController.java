package io.mainstay.factors;

import io.mainstay.auth.Accounts;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OpenToEveryone;
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
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// One's passkeys, and the challenges that they answer. None takes an Idempotency-Key: a challenge is good once, asking
/// for one stores nothing, and a repeated name or removal changes nothing.
@RestController
@Tag(name = "Factors")
class PasskeyController {

    private final Passkeys passkeys;
    private final PasskeyStore store;
    private final PasskeyChallenges challenges;
    private final RelyingParty party;
    private final Accounts accounts;
    private final FactorSettings settings;

    PasskeyController(Passkeys passkeys, PasskeyStore store, PasskeyChallenges challenges, RelyingParty party,
            Accounts accounts, FactorSettings settings) {
        this.passkeys = passkeys;
        this.store = store;
        this.challenges = challenges;
        this.party = party;
        this.accounts = accounts;
        this.settings = settings;
    }

    record NewPasskey(@NotNull PasskeyName name, @NotNull @Valid PasskeyRegistration passkey) {}

    /// @param recoveryCodes shown this once, with the account's first factor; otherwise empty
    record AddedPasskey(PasskeyResponse passkey, List<String> recoveryCodes) {

        @Override
        public String toString() {
            return "AddedPasskey[…]";
        }
    }

    record Renaming(@NotNull PasskeyName name) {}

    @OpenToEveryone
    @Operation(summary = "Ask for a challenge to a passkey", description = "For /v1/sessions/passkey, /v1/sessions/second-factor and /v1/sessions/current/confirm: what navigator.credentials.get takes. Good once, for a few minutes.")
    @PostMapping("/v1/passkey-challenges")
    ResponseEntity<PasskeyOptions.Request> challenge() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new PasskeyOptions.Request(challenges.forLogIn(), party.id(),
                        settings.challengeLifetime().toMillis(), PasskeyOptions.REQUIRED));
    }

    @ForCallerThemselves
    @RequiresConfirmation
    @Operation(summary = "Begin to add a passkey", description = "What navigator.credentials.create takes. Good once, for a few minutes, for this account.")
    @PostMapping("/v1/account/passkey-challenges")
    ResponseEntity<PasskeyOptions.Creation> begin(Caller caller) {
        var account = caller.account();
        var contact = accounts.contact(account)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "The account does not exist any more."));
        var keyTypes = PasskeyVerification.ALGORITHMS.stream()
                .map(algorithm -> new PasskeyOptions.KeyType(PasskeyOptions.PUBLIC_KEY, algorithm.getValue())).toList();
        var known = store.credentialIdsOf(account).stream()
                .map(id -> new PasskeyOptions.Known(PasskeyOptions.PUBLIC_KEY, id)).toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new PasskeyOptions.Creation(challenges.forRegistration(account),
                        new PasskeyOptions.Party(party.id(), party.name()),
                        new PasskeyOptions.User(UserHandle.of(account), contact.email(), contact.name()), keyTypes,
                        settings.challengeLifetime().toMillis(), known,
                        PasskeyOptions.Selection.FINDABLE_AND_VERIFYING, "none"));
    }

    @ForCallerThemselves
    @RequiresConfirmation
    @ApiResponse(responseCode = "201", description = "Added; with the first factor come the recovery codes, shown this once.")
    @ApiResponse(responseCode = "409", description = "`passkey-registered`, `too-many-passkeys`")
    @ApiResponse(responseCode = "422", description = "`passkey-invalid`")
    @Operation(summary = "Add a passkey", description = "With what navigator.credentials.create gave (toJSON). It logs one in, as a second factor and without a password.")
    @PostMapping("/v1/account/passkeys")
    ResponseEntity<AddedPasskey> add(Caller caller, @Valid @RequestBody NewPasskey request, HttpServletRequest http) {
        var added = passkeys.add(caller.account(), request.name(), request.passkey(), Origin.of(http));
        return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(new AddedPasskey(PasskeyResponse.of(added.passkey()),
                        added.recoveryCodes().stream().map(RecoveryCode::shown).toList()));
    }

    @ForCallerThemselves
    @Operation(summary = "Rename a passkey")
    @PostMapping("/v1/account/passkeys/{id}/rename")
    ResponseEntity<PasskeyResponse> rename(Caller caller, @PathVariable PasskeyId id,
            @Valid @RequestBody Renaming renaming) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(PasskeyResponse.of(passkeys.rename(caller.account(), id, renaming.name())));
    }

    @ForCallerThemselves
    @RequiresConfirmation
    @ApiResponse(responseCode = "204", description = "Removed; with the last factor go the recovery codes.")
    @Operation(summary = "Remove a passkey")
    @DeleteMapping("/v1/account/passkeys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable PasskeyId id, HttpServletRequest http) {
        passkeys.remove(caller.account(), id, Origin.of(http));
    }
}
