package io.mainstay.signin;

import io.mainstay.auth.ExternalLogIn;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OpenToEveryone;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Signing in with another OpenID provider, in a browser.
@RestController
@Tag(name = "Sign-in")
class SignInController {

    static final String PATH = "/sign-in";
    static final String COOKIE = "__Host-mainstay-sign-in";

    private final SignIn signIn;
    private final Identities identities;
    private final ExternalLogIn sessions;
    private final Map<String, String> names;
    private final Duration lifetime;

    SignInController(SignIn signIn, Identities identities, ExternalLogIn sessions, Providers providers,
            SignInSettings settings) {
        this.signIn = signIn;
        this.identities = identities;
        this.sessions = sessions;
        this.names = providers.issuers();
        this.lifetime = settings.signInLifetime();
    }

    /// @param location where the browser has to go
    record Begun(String location) {}

    /// @param provider its configured name; null if it's configured no longer
    record LinkedIdentity(@Nullable String provider, String issuer, Instant linkedAt) {}

    @OpenToEveryone
    @Operation(summary = "Which other providers one can sign in with", description = "Their configured names.")
    @GetMapping("/v1/sign-in-providers")
    List<String> providers() {
        return names.keySet().stream().sorted().toList();
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "302", description = "To the provider.")
    @ApiResponse(responseCode = "404", description = "`not-found`: there is no such provider")
    @Operation(summary = "Sign in with another provider", description = "For browsers. Leads back to continue, one of our own pages.")
    @GetMapping(PATH + "/{provider}")
    ResponseEntity<Void> begin(@PathVariable String provider,
            @RequestParam(name = "continue", required = false) @Nullable String next) {
        var begun = signIn.begin(provider, null, next);
        return ResponseEntity.status(HttpStatus.FOUND).location(URI.create(begun.location()))
                .header(HttpHeaders.SET_COOKIE, cookie(begun.attempt().encode(), lifetime))
                .cacheControl(CacheControl.noStore()).build();
    }

    @OpenToEveryone
    @ApiResponse(responseCode = "302", description = "Signed in, or back to the log-in page: with the challenge of a second factor, or with the problem's code.")
    @Operation(summary = "Where a provider sends the browser back to")
    @GetMapping(PATH + "/{provider}/callback")
    ResponseEntity<Void> callback(@PathVariable String provider, @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code, @RequestParam(required = false) @Nullable String iss,
            HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO));
        var attempt = attempt(request).filter(one -> one.provider().equals(provider));
        var caller = Caller.of(request).filter(Caller::isUnlimited).map(Caller::account).orElse(null);
        if (attempt.isEmpty()) {
            return to("/log-in?problem=" + SignInProblems.REFUSED.code());
        }
        try {
            var account = signIn.complete(attempt.get(), new SignIn.Answer(state, code, iss), caller,
                    Origin.of(request));
            if (attempt.get().link() == null) {
                sessions.begin(account, request, response);
            }
            return to(attempt.get().next());
        } catch (Refusal refusal) {
            // in the fragment: it is sent to no server, and written to no log
            return refusal.members().get("challenge") instanceof String challenge
                    ? to("/log-in?continue=" + URLEncoder.encode(attempt.get().next(), StandardCharsets.UTF_8)
                            + "#challenge=" + challenge)
                    : to("/log-in?problem=" + refusal.type().code());
        }
    }

    /// Takes no Idempotency-Key: it changes nothing, and each browser needs an attempt of its own.
    @ForCallerThemselves
    @ApiResponse(responseCode = "200", description = "Where the browser has to go.")
    @ApiResponse(responseCode = "404", description = "`not-found`: there is no such provider")
    @Operation(summary = "Link an identity of another provider to one's account", description = "For browsers: the same one comes back, with the identity that is linked then.")
    @PostMapping("/v1/account/identities/{provider}/link")
    @RequiresConfirmation
    ResponseEntity<Begun> link(Caller caller, @PathVariable String provider) {
        var begun = signIn.begin(provider, caller.account(), null);
        return ResponseEntity.ok().header(HttpHeaders.SET_COOKIE, cookie(begun.attempt().encode(), lifetime))
                .cacheControl(CacheControl.noStore()).body(new Begun(begun.location()));
    }

    @ForCallerThemselves
    @Operation(summary = "Which identities one signs in with")
    @GetMapping("/v1/account/identities")
    ResponseEntity<List<LinkedIdentity>> list(Caller caller) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(identities.of(caller.account()).stream()
                .map(one -> new LinkedIdentity(nameOf(one.issuer()), one.issuer(), one.linkedAt())).toList());
    }

    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Removed; its sessions stay.")
    @ApiResponse(responseCode = "404", description = "`not-found`")
    @Operation(summary = "Sign in with another provider no longer")
    @DeleteMapping("/v1/account/identities/{provider}")
    @RequiresConfirmation
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unlink(Caller caller, @PathVariable String provider, HttpServletRequest request) {
        signIn.unlink(provider, caller.account(), Origin.of(request));
    }

    private @Nullable String nameOf(String issuer) {
        return names.entrySet().stream().filter(one -> one.getValue().equals(issuer)).map(Map.Entry::getKey).findAny()
                .orElse(null);
    }

    private static Optional<Attempt> attempt(HttpServletRequest request) {
        var cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
        var ours = Arrays.stream(cookies).filter(cookie -> cookie.getName().equals(COOKIE)).toList();
        return ours.size() == 1 ? Attempt.parse(ours.getFirst().getValue()) : Optional.empty();
    }

    private static String cookie(String value, Duration age) {
        return ResponseCookie.from(COOKIE, value).httpOnly(true).secure(true).sameSite("Lax").path("/").maxAge(age)
                .build().toString();
    }

    private static ResponseEntity<Void> to(String location) {
        return ResponseEntity.status(HttpStatus.FOUND).location(URI.create(location))
                .cacheControl(CacheControl.noStore()).build();
    }
}
