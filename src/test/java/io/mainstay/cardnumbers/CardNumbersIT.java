package io.mainstay.cardnumbers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/// The numbers are the ones that card networks publish for tests.
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class CardNumbersIT {

    private static final String NUMBER = "4000056655665556";
    private static final String SPACED = "4000 0566 5566 5556";

    @LocalServerPort
    int port;

    @Autowired
    ApiClient api;

    @Autowired
    Owner owner;

    @ParameterizedTest
    @ValueSource(strings = {NUMBER, SPACED, "4000-0566-5566-5556", "pay with " + NUMBER + ", please"})
    void inABodyAreRefusedAndKeptNowhere(String text, CapturedOutput log) {
        var person = api.signedUp();
        var key = UUID.randomUUID().toString();

        var answer = refused(api.post(person, "/v1/wallet-transfers", Map.of("to", person.id().toString(), "amount",
                Map.of("amount", 1, "currency", "EUR"), "message", text), key));

        assertThat(answer).contains("\"pointer\":\"/message\"").contains("\"instance\":\"/v1/wallet-transfers\"");
        assertThat(records(key)).isZero();
        assertSilent(answer, log);
    }

    @Test
    void areRefusedAsNamesInListsAndBeforeAnyoneIsAuthenticated(CapturedOutput log) {
        var name = refused(api.post("/v1/sessions", "{\"a\":[{\"" + NUMBER + "\":1}]}"));
        var list = refused(api.post("/v1/sessions", "{\"a\":[\"x\",{\"b\":\"" + SPACED + "\"}]}"));

        assertThat(name).contains("\"pointer\":\"/a/0\"");
        assertThat(list).contains("\"pointer\":\"/a/1/b\"");
        assertSilent(name + list, log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/products?q=" + NUMBER, "/v1/products?q=4000+0566+5566+5556",
            "/v1/products?q=4000%200566%205566%205556", "/v1/products/" + NUMBER, "/v1/products/4000-0566-5566-5556",
            "/v1/%34000056655665556"})
    void inAnAddressAreRefused(String address, CapturedOutput log) throws IOException, InterruptedException {
        // as it is: a client of templates would encode it again
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address)).build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("\"code\":\"card-number-refused\"");
            assertSilent(answer.body(), log);
        }
    }

    @ParameterizedTest
    @CsvSource({"application/x-www-form-urlencoded, 422", "text/csv, 415"})
    void areLookedForInFormsAndNotInFiles(String type, int status, CapturedOutput log)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/sessions"))
                    .header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString("a=4000+0566+5566+5556"))
                    .build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(status);
            assertSilent(answer.body(), log);
        }
    }

    @Test
    void areAskedForNoAmountAndNoKey() {
        var person = api.signedUp();

        // the amount and the key have the form of one
        api.post(person, "/v1/wallet-transfers", Map.of("to", api.signedUp().id().toString(), "amount",
                Map.of("amount", Long.parseLong(NUMBER), "currency", "EUR")), NUMBER).expectStatus().isEqualTo(409)
                .expectBody().jsonPath("$.code").isEqualTo("insufficient-funds");
    }

    @Test
    void areMaskedInTheLogWhereverTheyComeFrom(CapturedOutput log) {
        var logger = LoggerFactory.getLogger(CardNumbersIT.class);
        try (var _ = MDC.putCloseable("requestId", NUMBER)) {
            logger.atError().setCause(new IllegalStateException("cause " + SPACED)).addKeyValue("card", NUMBER)
                    .log("message {}", NUMBER);
        }

        assertThat(log.getAll()).contains("message ************5556").contains("cause **** **** **** 5556");
        assertSilent("", log);
    }

    private String refused(ResponseSpec answer) {
        var body = answer.expectStatus().isEqualTo(422).expectHeader().contentType("application/problem+json")
                .expectBody(String.class).returnResult().getResponseBody();
        assertThat(body).contains("\"code\":\"card-number-refused\"");
        return String.valueOf(body);
    }

    private static void assertSilent(String answer, CapturedOutput log) {
        assertThat(answer + log.getAll()).doesNotContain(NUMBER).doesNotContain(SPACED).doesNotContain("4000-0566")
                .doesNotContain("%34000");
    }

    private int records(String key) {
        return owner.jdbc().sql("select count(*) from idempotency.record where key = :key").param("key", key)
                .query(Integer.class).single();
    }
}
