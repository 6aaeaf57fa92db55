package io.mainstay.apikeys;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.http.Origin;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
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

/// A person's service accounts.
@RestController
@RequestMapping("/v1/service-accounts")
@Tag(name = "API keys")
class ServiceAccountController {

    private final ServiceAccounts services;
    private final ServiceAccountStore store;
    private final Idempotency idempotency;

    ServiceAccountController(ServiceAccounts services, ServiceAccountStore store, Idempotency idempotency) {
        this.services = services;
        this.store = store;
        this.idempotency = idempotency;
    }

    record NewServiceAccount(@NotNull Label name) {}

    @ForCallerThemselves
    @ApiResponse(responseCode = "201", description = "Made; Location names it.")
    @ApiResponse(responseCode = "409", description = "`too-many-service-accounts`")
    @Operation(summary = "Make a service account", description = "An account without a password or a mailbox: it acts by its API keys alone, and may what everybody may, until an administrator grants it more.")
    @PostMapping
    ResponseEntity<ServiceAccount> create(Caller caller, IdempotentRequest request, HttpServletRequest http,
            @Valid @RequestBody NewServiceAccount wanted) {
        return idempotency.once(request, () -> {
            var made = services.create(caller.account(), wanted.name(), Origin.of(http));
            return ResponseEntity.created(URI.create("/v1/service-accounts/" + made.id()))
                    .cacheControl(CacheControl.noStore()).body(made);
        });
    }

    @ForCallerThemselves
    @Operation(summary = "List one's service accounts", description = "Newest first.")
    @GetMapping
    ResponseEntity<Page<ServiceAccount>> list(Caller caller, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = store.of(caller.account(), PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @ForCallerThemselves
    @Operation(summary = "Read one of one's service accounts")
    @GetMapping("/{id}")
    ResponseEntity<ServiceAccount> show(Caller caller, @PathVariable AccountId id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(store.find(caller.account(), id).orElseThrow(ServiceAccounts::noSuchAccount));
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Removed, and its keys revoked; what it made stays.")
    @ApiResponse(responseCode = "404", description = "`not-found`: no such service account, or not any more")
    @Operation(summary = "Remove a service account")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, HttpServletRequest http, @PathVariable AccountId id) {
        services.remove(caller.account(), id, Origin.of(http));
    }
}
