package io.mainstay.auth;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

@IntegrationTest
class AccountIT {

    @Autowired
    ApiClient api;

    @Test
    void changesTheNameOfTheVersionThatWasSeen() {
        var person = api.signedUp();

        api.patch(person, "/v1/account", "\"0\"", Map.of("name", " Countess ")).expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"1\"").expectBody().jsonPath("$.name").isEqualTo("Countess");
        api.patch(person, "/v1/account", "\"0\"", Map.of("name", "Late")).expectStatus().isEqualTo(412);
        api.get(person, "/v1/account").expectBody().jsonPath("$.name").isEqualTo("Countess");
    }

    @Test
    void wantsToKnowWhichVersionWasSeen() {
        var person = api.signedUp();

        api.send(HttpMethod.PATCH, "/v1/account", Map.of("name", "Countess"),
                headers -> headers.setBearerAuth(person.token())).expectStatus().isEqualTo(428);
    }

    @Test
    void takesAMergePatch() {
        var person = api.signedUp();

        api.patch(person, "/v1/account", "\"0\"", "{}").expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"0\"");
        api.patch(person, "/v1/account", "\"0\"", "{\"name\":null}").expectStatus().isBadRequest();
        api.patch(person, "/v1/account", "\"0\"", "{\"name\":\"\\u0000\"}").expectStatus().isEqualTo(422);
        api.patch(person, "/v1/account", "\"0\"", "{\"email\":\"eve@example.com\"}").expectStatus().isBadRequest();
        api.patch(person, "/v1/account", "*", "{\"name\":\"Countess\"}").expectStatus().isOk();
    }

    @Test
    void isNobodysWithoutAToken() {
        api.get("/v1/account").expectStatus().isUnauthorized().expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer").expectBody().jsonPath("$.code")
                .isEqualTo("unauthenticated");
    }
}
