package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;

@IntegrationTest
class SessionIT {

    @Autowired
    ApiClient api;
    @Autowired
    Environment environment;

    @Test
    void tellsNotWhetherTheAddressOrThePasswordIsWrong() {
        var person = api.signedUp();

        var wrongPassword = refusal(person.email(), "a wrong password");
        var unknownAddress = refusal(ApiClient.newEmail(), person.password());

        assertThat(wrongPassword).isEqualTo(unknownAddress).containsEntry("code", "invalid-credentials");
    }

    @Test
    void givesOutATokenAsRfc9068WantsIt() throws ParseException {
        var person = api.signedUp();
        var token = SignedJWT.parse(person.token());
        var claims = token.getJWTClaimsSet();

        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(claims.getClaims()).containsOnlyKeys("iss", "aud", "sub", "client_id", "sid",
                "auth_time", "iat", "exp", "jti");
        assertThat(claims.getSubject()).isEqualTo(person.id().toString());
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime()).isEqualTo(600_000);
    }

    @Test
    void publishesThePublicHalfOfItsKeysAlone() throws ParseException {
        var kid = SignedJWT.parse(api.signedUp().token()).getHeader().getKeyID();

        api.get("/.well-known/jwks.json").expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "max-age=300, public").expectBody().jsonPath("$.keys[0].kid")
                .isEqualTo(kid).jsonPath("$.keys[0].crv").isEqualTo("P-256").jsonPath("$.keys[*].d").isEmpty();
    }

    @Test
    void sendsHeadersThatKeepBrowsersOutOfTrouble() {
        api.get("/.well-known/jwks.json").expectHeader().valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader().valueEquals("X-Frame-Options", "DENY").expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer").expectHeader()
                .valueEquals("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'").expectHeader()
                .doesNotExist(HttpHeaders.SET_COOKIE);
        api.get("/v3/api-docs").expectStatus().isOk().expectHeader().value("Content-Security-Policy",
                policy -> assertThat(policy).contains("script-src 'self'"));
    }

    @Test
    void refusesUnknownMembersAndOtherContent() {
        api.post("/v1/sessions", "{\"email\":\"a@example.com\",\"password\":\"long enough\",\"admin\":true}")
                .expectStatus().isBadRequest();
        api.post("/v1/sessions", "[]").expectStatus().isBadRequest();
        api.send(HttpMethod.PUT, "/v1/sessions", Map.of(), _ -> {
        }).expectStatus().isEqualTo(405);
        api.post("/logout", Map.of()).expectStatus().isNotFound();
    }

    @Test
    void answersAnAddressThatTheFirewallRejectsWithAProblem() {
        api.send(HttpMethod.GET, "/v1/account;as=admin", null, _ -> {
        }).expectStatus().isBadRequest().expectHeader()
                .contentType("application/problem+json").expectBody().jsonPath("$.code")
                .isEqualTo("malformed-request");
    }

    @Test
    void leavesTheManagementPortOpen() {
        var management = RestClient
                .create("http://localhost:" + environment.getProperty("local.management.port") + "/actuator");

        assertThat(management.get().uri("/health/liveness").retrieve().body(String.class)).contains("UP");
        assertThat(management.get().uri("/prometheus").header(HttpHeaders.AUTHORIZATION, "Bearer nonsense").retrieve()
                .body(String.class)).contains("jvm_");
    }

    private Map<String, Object> refusal(String email, String password) {
        var problem = api.post("/v1/sessions", Map.of("email", email, "password", password)).expectStatus()
                .isUnauthorized()
                .expectBody(new org.springframework.core.ParameterizedTypeReference<Map<String, Object>>() {
                })
                .returnResult().getResponseBody();
        problem.remove("requestId");
        return problem;
    }
}
