package io.mainstay.wallets;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.ledger.Ledger;
import io.mainstay.money.Money;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.support.TransactionTemplate;

/// Money from one person to another, over HTTP.
@IntegrationTest
class WalletsIT {

    @Autowired
    ApiClient api;
    @Autowired
    Ledger ledger;
    @Autowired
    TransactionTemplate transaction;

    private Session ada;
    private Session ben;

    @BeforeEach
    void twoPeople() {
        ada = api.signedUp();
        ben = api.signedUp();
        purse().fill(ada.id(), Money.of(1000, "EUR"));
    }

    @Test
    void movesMoneyToSomebodyWhoHadNoWallet() {
        api.get(ben, "/v1/wallets").expectStatus().isOk().expectBody().jsonPath("$.data.length()").isEqualTo(0);

        give(ada, ben, 400).expectStatus().isCreated().expectBody().jsonPath("$.to").isEqualTo(ben.id().toString());

        assertHas(ada, 600);
        assertHas(ben, 400);
    }

    @Test
    void movesItOnceHoweverOftenItIsSent() {
        var key = UUID.randomUUID().toString();
        for (var attempt = 0; attempt < 3; attempt++) {
            api.post(ada, "/v1/wallet-transfers", body(ben, 100), key).expectStatus().isCreated();
        }
        api.post(ada, "/v1/wallet-transfers", body(ben, 101), key).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.code").isEqualTo("idempotency-key-reused");
        assertHas(ben, 100);
    }

    @Test
    void refusesMoreThanThereIs() {
        give(ada, ben, 1001).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("insufficient-funds");
        give(ben, ada, 1).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("insufficient-funds");
        give(ada, ada, 1).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("transfer-to-oneself");
        var nobody = new Session(io.mainstay.caller.AccountId.next(), "", "", "");
        give(ada, nobody, 1).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("unknown-recipient");
        assertHas(ada, 1000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"amount\": 0, \"currency\": \"EUR\"} | 422",
            "{\"amount\": -5, \"currency\": \"EUR\"} | 422",
            "{\"amount\": -9223372036854775808, \"currency\": \"EUR\"} | 422",
            "{\"amount\": 9223372036854775808, \"currency\": \"EUR\"} | 400",
            "{\"amount\": 9223372036854775807, \"currency\": \"EUR\"} | 409",
            "{\"amount\": 1.5, \"currency\": \"EUR\"} | 400", "{\"amount\": \"5\", \"currency\": \"EUR\"} | 400",
            "{\"amount\": 5, \"currency\": \"XXX\"} | 422", "{\"amount\": 5} | 400", "null | 422", "7 | 400",
            "{\"amount\": 5, \"currency\": \"USD\"} | 409"})
    void answersBadAmountsWithAProblem(String amount, int status) {
        api.post(ada, "/v1/wallet-transfers", "{\"to\": \"%s\", \"amount\": %s}".formatted(ben.id(), amount))
                .expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isNotEmpty();
        assertHas(ada, 1000);
    }

    @Test
    void takesNobodyElsesMoneyAndNoAnonymousOrder() {
        api.get("/v1/wallets").expectStatus().isUnauthorized();
        api.post("/v1/wallet-transfers", body(ben, 1)).expectStatus().isUnauthorized();
        api.post(ada, "/v1/wallet-transfers", Map.of("to", ben.id().toString(), "from", ben.id().toString(), "amount",
                Map.of("amount", 1, "currency", "EUR"))).expectStatus().isBadRequest();
    }

    @Test
    void keepsTheSumHoweverManyMoveItAtOnce() throws Exception {
        purse().fill(ben.id(), Money.of(1000, "EUR"));
        var random = new Random(7);
        var moves = new ArrayList<Callable<Integer>>();
        for (var move = 0; move < 60; move++) {
            var amount = 1 + random.nextInt(700);
            var there = random.nextBoolean();
            moves.add(() -> give(there ? ada : ben, there ? ben : ada, amount).expectBody().returnResult().getStatus()
                    .value());
        }
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (var answer : threads.invokeAll(moves)) {
                assertThat(answer.get()).isIn(201, 409);
            }
        }
        assertThat(balance(ada) + balance(ben)).isEqualTo(2000);
        assertThat(balance(ada)).isNotNegative();
        assertThat(balance(ben)).isNotNegative();
    }

    private Purse purse() {
        return new Purse(ledger, transaction);
    }

    private ResponseSpec give(Session from, Session to, long amount) {
        return api.post(from, "/v1/wallet-transfers", body(to, amount));
    }

    private static Map<String, Object> body(Session to, long amount) {
        return Map.of("to", to.id().toString(), "amount", Map.of("amount", amount, "currency", "EUR"), "message",
                "For the tickets");
    }

    private void assertHas(Session person, int amount) {
        assertThat(balance(person)).isEqualTo(amount);
    }

    private long balance(Session person) {
        var wallets = api.get(person, "/v1/wallets").expectStatus().isOk()
                .expectBody(tools.jackson.databind.JsonNode.class)
                .returnResult().getResponseBody();
        return java.util.Objects.requireNonNull(wallets).at("/data/0/available/amount").asLong();
    }
}
