package io.mainstay.authorization;

import static io.mainstay.organizations.Tenants.json;
import static io.mainstay.organizations.Tenants.text;

import io.mainstay.ApiClient;
import io.mainstay.caller.AccountId;
import io.mainstay.organizations.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the variables of addresses stand for: something that belongs to `OWNER`, or that only administrators touch, new
/// each time it's asked for.
record CastFixtures(ApiClient api, Tenants tenants, Cast cast) {

    /// By the address up to the variable's end.
    Map<String, Supplier<String>> all() {
        var fixtures = new LinkedHashMap<String, Supplier<String>>();
        fixtures.put("/v1/sessions/{id}", () -> "/v1/sessions/" + text(json(api.get(cast.owner(), "/v1/sessions"))
                .path("data").get(0), "id"));
        fixtures.put("/v1/ledger/transfers/{id}", () -> "/v1/ledger/transfers/" + transfer());
        fixtures.put("/v1/ledger/transfers", () -> "/v1/ledger/transfers?reference=" + cast.reference());
        fixtures.put("/v1/ledger/accounts/{id}", () -> "/v1/ledger/accounts/" + ledgerAccount());
        fixtures.put("/v1/wallets/{currency}", () -> "/v1/wallets/EUR");
        fixtures.put("/v1/api-keys/{id}", () -> "/v1/api-keys/" + key());
        fixtures.put("/v1/account/passkeys/{id}", () -> "/v1/account/passkeys/passkey_01h455vb4pex5vsknk084sn02q");
        fixtures.put("/v1/oauth-clients/{id}", () -> "/v1/oauth-clients/" + application());
        fixtures.put("/v1/account/authorizations/{id}",
                () -> "/v1/account/authorizations/authorization_01h455vb4pex5vsknk084sn02q");
        fixtures.put("/v1/account/identities/{provider}", () -> "/v1/account/identities/nobody");
        fixtures.put("/sign-in/{provider}", () -> "/sign-in/nobody");
        fixtures.put("/v1/webhooks/{provider}", () -> "/v1/webhooks/sandbox");
        fixtures.put("/v1/payouts/{id}", () -> "/v1/payouts/payout_01h455vb4pex5vsknk084sn02q");
        fixtures.put("/v1/disputes/{id}", () -> "/v1/disputes/dispute_01h455vb4pex5vsknk084sn02q");
        fixtures.put("/v1/service-accounts/{id}", () -> "/v1/service-accounts/" + service());
        fixtures.put("/v1/roles/{name}", () -> "/v1/roles/" + role());
        fixtures.put("/v1/role-bindings/{id}", () -> "/v1/role-bindings/" + binding());
        fixtures.put("/v1/invitations/{id}", () -> {
            var host = api.signedUp();
            return "/v1/invitations/" + tenants.invited(host, tenants.founded(host), cast.owner().email(), "VIEWER");
        });
        return fixtures;
    }

    /// What nobody of the cast has: who has a factor can't log in with a password alone, as all of them do; no application
    /// acts for them, no provider is configured, and nobody has money to take out. That such things are nobody else's is shown where they are.
    static boolean isAbsent(String method, String pattern) {
        return pattern.startsWith("/v1/account/passkeys/{id}") || pattern.startsWith("/v1/account/authorizations/{id}")
                || pattern.equals("/v1/payouts/{id}") || pattern.equals("/v1/disputes/{id}")
                || pattern.startsWith("/v1/account/identities/{provider}")
                || pattern.equals("/sign-in/{provider}")
                || method.equals("DELETE") && pattern.equals("/v1/account/totp");
    }

    /// What takes tokens of other applications alone, which its controller looks at: nobody of the cast has one.
    static boolean isForApplications(String pattern) {
        return pattern.equals("/userinfo");
    }

    /// Mostly none or an empty object, which tells a refusal as well as any. What looks at its body first gets a good one.
    static @Nullable Object body(String method, String pattern) {
        if (method.equals("GET") || method.equals("DELETE")) {
            return null;
        }
        return switch (pattern) {
            case "/v1/orders/{id}/pay" -> Map.of("paymentMethod", "tok_4242");
            // without any it would be a browser's, whose cookie has it
            case "/v1/sessions/refresh" -> Map.of("refreshToken", "");
            case "/v1/api-keys/{id}/rotate" -> Map.of("overlapSeconds", 60);
            case "/v1/account/passkeys/{id}/rename" -> Map.of("name", "my phone");
            default -> Map.of();
        };
    }

    private String key() {
        return text(json(api.post(cast.owner(), "/v1/api-keys", Map.of("name", "till", "scopes", List.of("orders:read"),
                "expiresAt", Instant.now().plus(Duration.ofDays(1)).toString())).expectStatus().isCreated())
                .path("apiKey"), "id");
    }

    private String application() {
        return text(json(api.post(api.administrator(), "/v1/oauth-clients", Map.of("name", "till", "confidential", true,
                "grants", List.of("client_credentials"), "scopes", List.of("orders:read"))).expectStatus().isCreated())
                .path("client"), "id");
    }

    private String service() {
        return text(json(api.post(cast.owner(), "/v1/service-accounts", Map.of("name", "till")).expectStatus()
                .isCreated()), "id");
    }

    private String transfer() {
        return text(json(api.get(api.administrator(), "/v1/ledger/transfers?reference=" + cast.reference())
                .expectStatus().isOk()), "id");
    }

    private String ledgerAccount() {
        return text(json(api.get(api.administrator(), "/v1/ledger/transfers?reference=" + cast.reference())
                .expectStatus().isOk()).path("entries").get(0), "accountId");
    }

    private String role() {
        var name = "r" + UUID.randomUUID().toString().substring(0, 8);
        api.post(api.administrator(), "/v1/roles", Map.of("name", name, "permissions",
                List.of("ledger:read"))).expectStatus().isCreated();
        return name;
    }

    private String binding() {
        var administrator = api.administrator();
        AccountId somebody = api.signedUp().id();
        return text(json(api.post(administrator, "/v1/role-bindings",
                Map.of("accountId", somebody.toString(), "role", "SUPPORT")).expectStatus().isCreated()), "id");
    }
}
