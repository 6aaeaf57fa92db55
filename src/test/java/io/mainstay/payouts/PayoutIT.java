package io.mainstay.payouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.ledger.Ledger;
import io.mainstay.money.Money;
import io.mainstay.providers.Outcome;
import io.mainstay.wallets.Purse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Out of a wallet, through the provider, to its end.
@IntegrationTest
class PayoutIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Autowired
    ApiClient api;
    @Autowired
    Owner owner;
    @Autowired
    Ledger ledger;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    Payouts payouts;
    @Autowired
    PayoutStore store;

    private Session person;

    @BeforeEach
    void somebodyWithMoney() {
        person = api.signedUp();
        new Purse(ledger, transaction).fill(person.id(), Money.of(1000, "EUR"));
    }

    @Test
    void reachesTheBank() {
        var payout = id(withdraw(600, "acct_mine").expectStatus().isAccepted());

        awaitStatus(payout, "paid");
        assertWallet(400, 0);
        assertThat(history(payout)).isEqualTo("none>pending pending>inTransit inTransit>paid");
        api.get(person, "/v1/payouts").expectStatus().isOk().expectBody().jsonPath("$.data[0].id").isEqualTo(payout);
    }

    @Test
    void comesBackIfTheBankRefuses() {
        var payout = id(withdraw(600, "acct_fails"));

        awaitStatus(payout, "failed");
        assertWallet(1000, 0);
        api.get(person, "/v1/payouts/" + payout).expectBody().jsonPath("$.failureCode").isNotEmpty();
    }

    @Test
    void findsOutWhatBecameOfOneThatWasNeverAnswered() {
        // on its way, or found out by the worker before this call has waited in vain
        var payout = id(withdraw(600, "acct_timeout").expectStatus().is2xxSuccessful());

        awaitStatus(payout, "paid");
        assertWallet(400, 0);
    }

    @Test
    void isReversedIfTheBankSendsItBack() {
        var payout = PayoutId.of(id(withdraw(600, "acct_mine")));
        awaitStatus(payout.toString(), "paid");

        for (var time = 0; time < 2; time++) {
            settle(payout, new Outcome.Declined("account_closed"));
        }
        awaitStatus(payout.toString(), "reversed");
        assertWallet(1000, 0);
        // late and out of order
        settle(payout, new Outcome.Succeeded("po_1"));
        settle(payout, new Outcome.Pending("po_1"));
        awaitStatus(payout.toString(), "reversed");
    }

    @Test
    void takesNoMoreThanThereIsAndOnceOnly() {
        withdraw(1001, "acct_mine").expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("insufficient-funds");
        var key = UUID.randomUUID().toString();
        var body = body(700, "acct_mine");
        var first = id(api.post(person, "/v1/payouts", body, key));
        assertThat(id(api.post(person, "/v1/payouts", body, key))).isEqualTo(first);
        withdraw(301, "acct_mine").expectStatus().isEqualTo(409);
        awaitStatus(first, "paid");
        assertWallet(300, 0);
    }

    @Test
    void isGivenUpOnceIfItNeverLeft() {
        var payout = Objects.requireNonNull(transaction.execute(
                _ -> payouts.begin(person.id(), Money.of(500, "EUR"), "acct_mine")));
        assertWallet(500, 500);
        // the process dies here, and the time in which it could still have been sent passes
        owner.jdbc().sql("alter table payouts.payout disable trigger fixed_terms").update();
        owner.jdbc()
                .sql("""
                update payouts.payout set created_at = now() - interval '1 hour', next_check_at = now() where id = :id""")
                .param("id", payout.id().value()).update();
        owner.jdbc().sql("alter table payouts.payout enable trigger fixed_terms").update();

        awaitStatus(payout.id().toString(), "failed");
        assertWallet(1000, 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | acct_mine | 422", "-1 | acct_mine | 422",
            "5 | DE89370400440532013000 | 422",
            "5 | '' | 422", "9223372036854775808 | acct_mine | 400", "9223372036854775807 | acct_mine | 409"})
    void answersBadInputWithAProblem(String amount, String destination, int status) {
        api.post(person, "/v1/payouts", "{\"amount\": {\"amount\": %s, \"currency\": \"EUR\"}, \"destination\": \"%s\"}"
                .formatted(amount, destination)).expectStatus().isEqualTo(status).expectBody().jsonPath("$.code")
                .isNotEmpty();
        assertWallet(1000, 0);
    }

    @Test
    void isNobodyElses() {
        var payout = id(withdraw(100, "acct_mine"));
        var other = api.signedUp();
        api.get(other, "/v1/payouts/" + payout).expectStatus().isNotFound();
        api.get(other, "/v1/payouts").expectBody().jsonPath("$.data.length()").isEqualTo(0);
        api.get("/v1/payouts/" + payout).expectStatus().isUnauthorized();
    }

    @Test
    void followsAMachineThatTheDatabaseKnowsToo() {
        assertThat(owner.jdbc().sql("""
                select from_status || ' ' || to_status from payouts.legal_transition where from_status <> 'none'""")
                .query(String.class).set()).isEqualTo(Arrays.stream(PayoutStatus.values())
                        .flatMap(from -> from.next().stream().map(to -> from + " " + to)).collect(Collectors.toSet()));
        var payout = PayoutId.of(id(withdraw(100, "acct_mine")));
        awaitStatus(payout.toString(), "paid");
        for (var change : new String[]{"status = 'pending', posted_id = null, next_check_at = now()", "amount = 1",
                "status = 'failed', posted_id = null, failure_code = 'x'"}) {
            assertThatThrownBy(() -> owner.jdbc().sql("update payouts.payout set " + change + " where id = :id")
                    .param("id", payout.value()).update())
                    .isInstanceOf(org.springframework.dao.DataAccessException.class);
        }
        assertThatThrownBy(() -> owner.jdbc().sql("delete from payouts.payout").update())
                .hasMessageContaining("keeps every row");
    }

    private void settle(PayoutId payout, Outcome outcome) {
        transaction.executeWithoutResult(_ -> payouts.settle(payout, outcome));
    }

    private ResponseSpec withdraw(long amount, String destination) {
        return api.post(person, "/v1/payouts", body(amount, destination));
    }

    private static Map<String, Object> body(long amount, String destination) {
        return Map.of("amount", Map.of("amount", amount, "currency", "EUR"), "destination", destination);
    }

    private static String id(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody()).path("id")
                .asString();
    }

    private void awaitStatus(String payout, String status) {
        await().atMost(SOON).untilAsserted(() -> api.get(person, "/v1/payouts/" + payout).expectStatus().isOk()
                .expectBody().jsonPath("$.status").isEqualTo(status));
    }

    private String history(String payout) {
        return String.join(" ", owner.jdbc().sql("""
                select from_status || '>' || to_status from payouts.history where payout_id = :id order by id""")
                .param("id", PayoutId.of(payout).value()).query(String.class).list());
    }

    private void assertWallet(int available, int held) {
        api.get(person, "/v1/wallets").expectStatus().isOk().expectBody().jsonPath("$.data[0].available.amount")
                .isEqualTo(available).jsonPath("$.data[0].held.amount").isEqualTo(held);
    }
}
