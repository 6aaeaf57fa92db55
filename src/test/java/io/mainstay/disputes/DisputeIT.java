package io.mainstay.disputes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.catalog.Catalog;
import io.mainstay.ids.TypeId;
import io.mainstay.money.Money;
import io.mainstay.orders.Shop;
import io.mainstay.providers.Announcement;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Captured money that a customer's bank takes back: opened and decided at the sandbox provider, or told in any order. An
/// order of two at 11.90 is 23.80.
@IntegrationTest
class DisputeIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    LearnOfDisputes learn;
    @Autowired
    Owner tables;
    @Autowired
    Environment environment;

    private Shop shop;
    private Session customer;
    private Session operator;

    @BeforeEach
    void open() {
        shop = new Shop(api, catalog, transactions);
        customer = api.signedUp();
        operator = api.administrator();
    }

    @Test
    void isHeardOfAndLostWithItsMoney() throws Exception {
        var payment = paid("tok_0259");
        var dispute = awaited(payment, "needsResponse");
        assertThat(dispute.at("/amount/amount").asLong()).isEqualTo(2380);
        assertThat(posted(payment)).isEqualTo(Map.of("psp_receivable", -2380L, "dispute_receivable", 2380L));
        decide(dispute, "lost");
        awaited(payment, "lost");
        assertThat(posted(payment)).isEqualTo(
                Map.of("psp_receivable", -2380L, "dispute_receivable", 0L, "chargeback_loss", 2380L));
        // the bank has it: there is nothing left to refund
        api.post(operator, "/v1/payments/" + payment + "/refunds", Map.of("reason", "x")).expectStatus().isEqualTo(409)
                .expectBody().jsonPath("$.code").isEqualTo("refund-exceeds-payment");
    }

    @Test
    void isWonAndTheMoneyIsBack() throws Exception {
        var payment = paid("tok_0259");
        decide(awaited(payment, "needsResponse"), "won");
        awaited(payment, "won");
        assertThat(posted(payment)).isEqualTo(Map.of("psp_receivable", 0L, "dispute_receivable", 0L));
        api.post(operator, "/v1/payments/" + payment + "/refunds", Map.of("reason", "x")).expectStatus().isCreated();
    }

    @Test
    void isTheSameInWhateverOrderItIsTold() {
        var payment = paid("tok_4242");
        tell(payment, "lost", NOW.plusSeconds(60));
        tell(payment, "needs_response", NOW);
        tell(payment, "lost", NOW.plusSeconds(60));
        tell(payment, "won", NOW.plusSeconds(90));
        assertThat(disputes(payment)).isEqualTo("lost");
        assertThat(posted(payment)).isEqualTo(
                Map.of("psp_receivable", -2380L, "dispute_receivable", 0L, "chargeback_loss", 2380L));
    }

    /// News that are older than what is known change nothing, even if the step would be legal.
    @Test
    void knowsNewsFromOldOnes() {
        var payment = paid("tok_4242");
        tell(payment, "under_review", NOW.plusSeconds(60));
        tell(payment, "needs_response", NOW);
        assertThat(disputes(payment)).isEqualTo("underReview");
    }

    @Test
    void takesNothingAsLongAsTheBankOnlyAsks() {
        var payment = paid("tok_4242");
        tell(payment, "warning_needs_response", NOW);
        tell(payment, "warning_under_review", NOW.plusSeconds(1));
        assertThat(posted(payment)).isEmpty();
        tell(payment, "needs_response", NOW.plusSeconds(2));
        assertThat(posted(payment)).isEqualTo(Map.of("psp_receivable", -2380L, "dispute_receivable", 2380L));
    }

    /// Half of it was refunded, and the bank takes all of it: that happens, and both are in the books.
    @Test
    void canTakeMoreThanIsLeft() {
        var payment = paid("tok_4242");
        api.post(operator, "/v1/payments/" + payment + "/refunds",
                Map.of("reason", "x", "amount", Map.of("amount", 1000, "currency", "EUR"))).expectStatus().isCreated();
        tell(payment, "lost", NOW);
        assertThat(posted(payment)).isEqualTo(
                Map.of("psp_receivable", -2380L, "dispute_receivable", 0L, "chargeback_loss", 2380L));
        assertThat(tables.jdbc().sql("select dispute_lost from payments.payment where id = :id")
                .param("id", TypeId.decode("payment", payment)).query(Long.class).single()).isEqualTo(1380);
    }

    @Test
    void waitsForAnAuthorizationThatIsNotKnownYet() {
        assertThatThrownBy(() -> tell("sandbox", "auth_" + UUID.randomUUID(), "needs_response", NOW))
                .isInstanceOf(IllegalStateException.class);
        var payment = paid("tok_4242");
        assertThatThrownBy(() -> tell(payment, "in_limbo", NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isListedForOperatorsAlone() {
        var payment = paid("tok_4242");
        tell(payment, "warning_under_review", NOW);
        var listed = json(api.get(operator, "/v1/disputes?status=warningUnderReview&limit=100").expectStatus().isOk());
        var id = listed.path("data").valueStream().filter(one -> one.path("paymentId").asString().equals(payment))
                .findAny().orElseThrow().path("id").asString();
        api.get(operator, "/v1/disputes/" + id).expectStatus().isOk();
        api.get(customer, "/v1/disputes").expectStatus().isForbidden();
        api.get(customer, "/v1/disputes/" + id).expectStatus().isForbidden();
        api.get(operator, "/v1/disputes/dispute_01h455vb4pex5vsknk084sn02q").expectStatus().isNotFound();
        api.get(operator, "/v1/disputes?status=perhaps").expectStatus().isBadRequest();
    }

    @Test
    void knowsTheSameMachineAsTheDatabase() {
        var code = Arrays.stream(DisputeStatus.values())
                .flatMap(from -> from.next().stream().map(to -> from + " " + to)).collect(Collectors.toSet());
        assertThat(tables.jdbc().sql("""
                select from_status || ' ' || to_status from disputes.legal_transition where from_status <> 'none'""")
                .query(String.class).set()).isEqualTo(code);
    }

    @Test
    void isHeldByTheDatabaseWhereTheCodeIsWrong() {
        var payment = paid("tok_4242");
        tell(payment, "lost", NOW);
        var id = TypeId.decode("payment", payment);
        assertThatThrownBy(() -> tables.jdbc().sql("update disputes.dispute set status = 'won' where payment_id = :id")
                .param("id", id).update()).rootCause().hasMessageContaining("cannot go from lost to won");
        assertThatThrownBy(() -> tables.jdbc().sql("update disputes.dispute set amount = 1 where payment_id = :id")
                .param("id", id).update()).rootCause().hasMessageContaining("what is disputed is fixed");
        assertThatThrownBy(() -> tables.jdbc().sql("delete from disputes.dispute where payment_id = :id")
                .param("id", id).update()).rootCause().hasMessageContaining("keeps every row");
    }

    private String paid(String method) {
        var order = shop.placed(customer, shop.product(2), 2);
        return json(shop.pay(customer, order, method).expectStatus().isOk()).path("id").asString();
    }

    private JsonNode awaited(String payment, String status) {
        return await().atMost(SOON).until(() -> json(api.get(operator, "/v1/disputes?limit=100")).path("data")
                .valueStream().filter(one -> one.path("paymentId").asString().equals(payment)
                        && one.path("status").asString().equals(status))
                .findAny(), Optional::isPresent).orElseThrow();
    }

    private void decide(JsonNode dispute, String how) throws Exception {
        try (var bank = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(environment.getProperty("mainstay.providers.sandbox-url")
                    + "/v1/disputes/" + dispute.path("reference").asString() + "/" + how))
                    .POST(HttpRequest.BodyPublishers.noBody()).build();
            assertThat(bank.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }
    }

    /// As the provider would, about the whole payment.
    private void tell(String payment, String state, Instant at) {
        var reference = tables.jdbc().sql("""
                select provider_reference from payments.operation where kind = 'authorize' and payment_id = :id""")
                .param("id", TypeId.decode("payment", payment)).query(String.class).single();
        tell("sandbox", reference, state, at);
    }

    private void tell(String provider, String authorization, String state, Instant at) {
        new TransactionTemplate(transactions).executeWithoutResult(_ -> learn.learn(provider,
                new Announcement.DisputeChanged("disp_of_" + authorization, authorization, Money.of(2380, "EUR"),
                        "fraudulent", state, at)));
    }

    private String disputes(String payment) {
        return tables.jdbc().sql("select status from disputes.dispute where payment_id = :id")
                .param("id", TypeId.decode("payment", payment)).query(String.class).single();
    }

    /// By the disputes of a payment.
    private Map<String, Long> posted(String payment) {
        var amounts = new HashMap<String, Long>();
        tables.jdbc().sql("""
                select a.code, e.amount from ledger.entry e join ledger.transfer t on t.id = e.transfer_id
                join ledger.account a on a.id = e.account_id
                where t.reference like 'dispute%' and t.description like :payment""")
                .param("payment", "%ispute of " + payment).query(row -> {
                    amounts.merge(row.getString(1), row.getLong(2), Long::sum);
                });
        return amounts;
    }

    private static JsonNode json(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }
}
