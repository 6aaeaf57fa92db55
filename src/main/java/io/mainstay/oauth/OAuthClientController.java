package io.mainstay.oauth;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.http.Etag;
import io.mainstay.http.IfMatch;
import io.mainstay.http.Origin;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The applications that may ask for authorizations, for administrators.
@RestController
@RequestMapping("/v1/oauth-clients")
@Tag(name = "OAuth clients")
class OAuthClientController {

    private static final String PRINTABLE = "[^\\p{Cntrl}]*[^\\p{Cntrl}\\s][^\\p{Cntrl}]*";

    private final OAuthClients manage;
    private final ClientStore clients;

    OAuthClientController(OAuthClients manage, ClientStore clients) {
        this.manage = manage;
        this.clients = clients;
    }

    /// @param name what people read on the page that asks for their consent, 1 to 100 characters
    /// @param confidential whether it can keep a secret; what runs in a browser, on a phone or a device can't
    /// @param redirectUris for authorization_code alone, which needs at least one
    /// @param scopes the most that it can ask for
    record NewClient(
            @NotNull @Size(min = 1, max = 100) @Pattern(regexp = PRINTABLE, message = "must be printable") String name,
            @NotNull Boolean confidential, @NotNull @Size(min = 1, max = 3) Set<@NotNull Grant> grants,
            @Size(max = 20) @Nullable List<@NotNull RedirectUri> redirectUris,
            @NotNull @Size(min = 1, max = 100) Set<@NotNull Scope> scopes) {

        private ClientTerms terms() {
            return OAuthClientController.terms(name, grants, redirectUris, scopes);
        }
    }

    /// All of it is replaced.
    record ChangedClient(
            @NotNull @Size(min = 1, max = 100) @Pattern(regexp = PRINTABLE, message = "must be printable") String name,
            @NotNull @Size(min = 1, max = 3) Set<@NotNull Grant> grants,
            @Size(max = 20) @Nullable List<@NotNull RedirectUri> redirectUris,
            @NotNull @Size(min = 1, max = 100) Set<@NotNull Scope> scopes) {

        private ClientTerms terms() {
            return OAuthClientController.terms(name, grants, redirectUris, scopes);
        }
    }

    /// @param overlapSeconds for how long the secret before stays good, up to a week; 0 if it leaked
    @Schema(name = "OAuthClientRotation")
    record Rotation(@NotNull @Min(0) @Max(604_800) Integer overlapSeconds) {}

    /// @param id its `client_id`
    /// @param serviceAccount whom it is when it acts for itself; roles can be given to it
    /// @param previousSecretUntil until when the secret before the last is good
    record ClientResponse(ClientId id, String name, boolean confidential, AccountId serviceAccount, Set<Grant> grants,
            List<RedirectUri> redirectUris, Set<String> scopes, @Nullable Instant previousSecretUntil,
            Instant createdAt, @Nullable Instant disabledAt) {

        private static ClientResponse of(OAuthClient client) {
            return new ClientResponse(client.id(), client.name(), client.isConfidential(), client.serviceAccount(),
                    new TreeSet<>(client.grants()), client.redirectUris(), new TreeSet<>(client.scopes()),
                    client.previousSecretUntil(), client.createdAt(), client.disabledAt());
        }
    }

    /// @param secret its `client_secret`, shown this once; null for a public client
    record ClientWithSecret(ClientResponse client, @Nullable String secret) {

        private static ClientWithSecret of(OAuthClients.Registered registered) {
            return new ClientWithSecret(ClientResponse.of(registered.client()),
                    registered.secret() == null ? null : registered.secret().value());
        }

        @Override
        public String toString() {
            return "ClientWithSecret[" + client.id() + "]";
        }
    }

    /// Takes no Idempotency-Key: the answer is a secret, and must not be kept to be replayed.
    @PostMapping
    @RequiresPermission(Permission.OAUTH_CLIENTS_MANAGE)
    @RequiresConfirmation(limitedCredentials = true)
    @ApiResponse(responseCode = "201", description = "Registered; its secret is shown this once.")
    @ApiResponse(responseCode = "409", description = "`oauth-client-limit`")
    @Operation(summary = "Register a client", description = "PKCE is required of every client, and people are asked for their consent.")
    ResponseEntity<ClientWithSecret> register(Caller caller, HttpServletRequest http,
            @Valid @RequestBody NewClient client) {
        OAuthClients.requirePossible(client.terms(), client.confidential());
        var registered = manage.register(client.terms(), client.confidential(), caller.account(), Origin.of(http));
        return ResponseEntity.created(URI.create("/v1/oauth-clients/" + registered.client().id()))
                .eTag(Etag.of(registered.client().version())).cacheControl(CacheControl.noStore())
                .body(ClientWithSecret.of(registered));
    }

    @GetMapping
    @RequiresPermission(Permission.OAUTH_CLIENTS_MANAGE)
    @Operation(summary = "The clients", description = "Newest first, disabled ones too.")
    ResponseEntity<Page<ClientResponse>> list(@RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = clients.newest(PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page.map(ClientResponse::of));
    }

    @GetMapping("/{id}")
    @RequiresPermission(Permission.OAUTH_CLIENTS_MANAGE)
    @Operation(summary = "Read a client")
    ResponseEntity<ClientResponse> show(@PathVariable ClientId id) {
        return answer(clients.find(id)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such client.")));
    }

    @PutMapping("/{id}")
    @RequiresPermission(Permission.OAUTH_CLIENTS_MANAGE)
    @RequiresConfirmation(limitedCredentials = true)
    @ApiResponse(responseCode = "200", description = "Changed; narrower scopes hold with the next refresh. With other redirectUris, people are asked for their consent again.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`: the client may more than oneself")
    @ApiResponse(responseCode = "409", description = "`oauth-client-disabled`")
    @Operation(summary = "Replace a client's name, grants, redirect URIs and scopes", description = "If-Match is required.")
    ResponseEntity<ClientResponse> change(@PathVariable ClientId id, IfMatch seen, Caller caller,
            HttpServletRequest http, @Valid @RequestBody ChangedClient change) {
        return answer(manage.change(id, seen, change.terms(), caller, Origin.of(http)));
    }

    /// Takes no Idempotency-Key: the answer is a secret.
    @PostMapping("/{id}/rotate-secret")
    @RequiresPermission(Permission.OAUTH_CLIENTS_MANAGE)
    @RequiresConfirmation(limitedCredentials = true)
    @ApiResponse(responseCode = "200", description = "The next secret, shown this once.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`: the client may more than oneself")
    @ApiResponse(responseCode = "409", description = "`oauth-client-disabled`, `oauth-client-public`")
    @Operation(summary = "Give a client another secret", description = "The one before stays good for overlapSeconds, so that the client can be changed over; the one before that is refused at once.")
    ResponseEntity<ClientWithSecret> rotateSecret(@PathVariable ClientId id, Caller caller, HttpServletRequest http,
            @Valid @RequestBody Rotation rotation) {
        var rotated = manage.rotateSecret(id, Duration.ofSeconds(rotation.overlapSeconds()), caller, Origin.of(http));
        return ResponseEntity.ok().eTag(Etag.of(rotated.client().version())).cacheControl(CacheControl.noStore())
                .body(ClientWithSecret.of(rotated));
    }

    /// Takes no Idempotency-Key: doing it again changes nothing.
    @PostMapping("/{id}/disable")
    @RequiresPermission(Permission.OAUTH_CLIENTS_MANAGE)
    @ApiResponse(responseCode = "200", description = "Disabled; its tokens are refused within a second.")
    @Operation(summary = "Disable a client, for good")
    ResponseEntity<ClientResponse> disable(@PathVariable ClientId id, Caller caller, HttpServletRequest http) {
        return answer(manage.disable(id, caller.account(), Origin.of(http)));
    }

    private static ClientTerms terms(String name, Set<Grant> grants, @Nullable List<RedirectUri> redirectUris,
            Set<Scope> scopes) {
        return new ClientTerms(name.strip(), grants, redirectUris == null ? List.of() : redirectUris, scopes);
    }

    private static ResponseEntity<ClientResponse> answer(OAuthClient client) {
        return ResponseEntity.ok().eTag(Etag.of(client.version())).cacheControl(CacheControl.noStore())
                .body(ClientResponse.of(client));
    }
}
