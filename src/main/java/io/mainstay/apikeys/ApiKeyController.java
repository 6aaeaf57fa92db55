package io.mainstay.apikeys;

import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.http.Origin;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A person's API keys. No key gets here: a stolen one could make others.
@RestController
@RequestMapping("/v1/api-keys")
@Tag(name = "API keys")
class ApiKeyController {

    private static final int WEEK_SECONDS = 604_800;

    private final ApiKeys keys;
    private final ApiKeyStore store;

    ApiKeyController(ApiKeys keys, ApiKeyStore store) {
        this.keys = keys;
        this.store = store;
    }

    /// @param token the key itself, shown this once
    @Schema(name = "IssuedApiKey")
    record IssuedKey(ApiKey apiKey, String token) {

        private static IssuedKey of(ApiKeys.Issued issued) {
            return new IssuedKey(issued.key(), issued.token().value());
        }

        /// Without the secret.
        @Override
        public String toString() {
            return "IssuedKey[" + apiKey.id() + "]";
        }
    }

    /// @param overlapSeconds for how long the secret of now still works, up to a week
    /// @param expiresAt null: as before
    record Rotation(@NotNull @Min(0) @Max(WEEK_SECONDS) Integer overlapSeconds, @Nullable Expiry expiresAt) {}

    /// Takes no Idempotency-Key: the answer is a secret, and must not be kept to be replayed. A key whose answer got
    /// lost is in the list, and can be revoked.
    @ForCallerThemselves
    @ApiResponse(responseCode = "201", description = "Made. The token is shown this once.")
    @ApiResponse(responseCode = "403", description = "`scope-not-held`")
    @ApiResponse(responseCode = "409", description = "`too-many-api-keys`")
    @ApiResponse(responseCode = "422", description = "`unknown-service-account`")
    @Operation(summary = "Make an API key", description = "For oneself or a service account, limited to scopes that one holds, for a year at most. It is sent as Authorization: Bearer mk_….")
    @PostMapping
    @RequiresConfirmation
    ResponseEntity<IssuedKey> create(Caller caller, HttpServletRequest http, @Valid @RequestBody NewApiKey wanted) {
        var issued = keys.create(caller, wanted, Origin.of(http));
        return ResponseEntity.created(URI.create("/v1/api-keys/" + issued.key().id()))
                .cacheControl(CacheControl.noStore())
                .body(IssuedKey.of(issued));
    }

    @ForCallerThemselves
    @Operation(summary = "List one's API keys", description = "Newest first, those of one's service accounts among them. Keys that are over stay for a month.")
    @GetMapping
    ResponseEntity<Page<ApiKey>> list(Caller caller, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = store.of(caller.account(), PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @ForCallerThemselves
    @Operation(summary = "Read one of one's API keys")
    @GetMapping("/{id}")
    ResponseEntity<ApiKey> show(Caller caller, @PathVariable ApiKeyId id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(store.find(caller.account(), id).orElseThrow(ApiKeys::noSuchKey));
    }

    /// Takes no Idempotency-Key, like [#create].
    @ForCallerThemselves
    @ApiResponse(responseCode = "200", description = "It has another token, which is shown this once.")
    @ApiResponse(responseCode = "404", description = "`not-found`: no such key, or it doesn't work any more")
    @Operation(summary = "Give an API key another secret", description = "The one of now works on for overlapSeconds, so that programs can be changed over; the one before that stops at once.")
    @PostMapping("/{id}/rotate")
    @RequiresConfirmation
    ResponseEntity<IssuedKey> rotate(Caller caller, HttpServletRequest http, @PathVariable ApiKeyId id,
            @Valid @RequestBody Rotation rotation) {
        var issued = keys.rotate(caller.account(), id, Duration.ofSeconds(rotation.overlapSeconds()),
                rotation.expiresAt(), Origin.of(http));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(IssuedKey.of(issued));
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Revoked; it is refused everywhere within a second.")
    @ApiResponse(responseCode = "404", description = "`not-found`: no such key, or not any more")
    @Operation(summary = "Revoke an API key")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, HttpServletRequest http, @PathVariable ApiKeyId id) {
        keys.revoke(caller.account(), id, Origin.of(http));
    }
}
