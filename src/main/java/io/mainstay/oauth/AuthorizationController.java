package io.mainstay.oauth;

import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Which applications act for the caller's account.
@RestController
@Tag(name = "OAuth")
class AuthorizationController {

    private final GivenAuthorizations given;
    private final AuthorizationStore store;
    private final AuthorizationEnds ends;
    private final Consents consents;
    private final TransactionTemplate transaction;

    AuthorizationController(GivenAuthorizations given, AuthorizationStore store, AuthorizationEnds ends,
            Consents consents, TransactionTemplate transaction) {
        this.given = given;
        this.store = store;
        this.ends = ends;
        this.consents = consents;
        this.transaction = transaction;
    }

    record Application(ClientId id, String name) {}

    /// @param expiresAt the application has to ask again then
    record AuthorizationResponse(AuthorizationId id, Application client, List<String> scopes, Instant createdAt,
            Instant lastUsedAt, Instant expiresAt) {

        private static AuthorizationResponse of(GivenAuthorizations.Given given) {
            return new AuthorizationResponse(given.id(), new Application(given.client(), given.clientName()),
                    given.scopes(), given.createdAt(), given.lastUsedAt(), given.expiresAt());
        }
    }

    /// @param redirectUri where the answer goes; null for a device
    record AuthorizationRequest(Application client, List<String> scopes, @Nullable String redirectUri) {}

    @ForCallerThemselves
    @Operation(summary = "Which applications act for one's account", description = "Newest first.")
    @GetMapping("/v1/account/authorizations")
    ResponseEntity<Page<AuthorizationResponse>> list(Caller caller, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = given.of(caller.account(), PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page.map(AuthorizationResponse::of));
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Ended; its access tokens are refused within a second, and the application has to ask again.")
    @ApiResponse(responseCode = "404", description = "`not-found`: no such authorization, or not any more")
    @Operation(summary = "Let an application act for one's account no longer")
    @DeleteMapping("/v1/account/authorizations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(Caller caller, @PathVariable AuthorizationId id) {
        transaction.executeWithoutResult(_ -> {
            if (!given.lock(caller.account(), id)) {
                throw new Refusal(HttpProblems.NOT_FOUND, "There is no such authorization.");
            }
            store.find(id).ifPresent(grant -> {
                consents.forget(caller.account(), grant.client().value());
                ends.end(grant, EndReason.ACCOUNT);
            });
        });
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "404", description = "`not-found`: nothing waits under this state, or not any more")
    @Operation(summary = "What an application asks for", description = "For the page that asks for consent, which was sent the state.")
    @GetMapping("/v1/account/authorization-request")
    ResponseEntity<AuthorizationRequest> waiting(Caller caller, @RequestParam String state) {
        var waiting = given.waiting(caller.account(), state)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "Nothing waits for an answer here."));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new AuthorizationRequest(new Application(waiting.client(), waiting.clientName()),
                        waiting.scopes(), waiting.redirectUri()));
    }
}
