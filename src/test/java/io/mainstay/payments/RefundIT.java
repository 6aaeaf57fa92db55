package io.mainstay.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.MailBox;
import io.mainstay.Owner;
import io.mainstay.catalog.Catalog;
import io.mainstay.ids.TypeId;
import io.mainstay.orders.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

/// Money that goes back: by an operator, and for an order that its customer cancels. An order of two at 11.90 is 23.80, of
/// which 3.80 are tax.
@IntegrationTest
class RefundIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Owner tables;
    @Autowired
    Environment environment;

    private Shop shop;
    private Session customer;
    private Session operator;
    private String order;

    @BeforeEach
    void open() {
        shop = new Shop(api, catalog, transactions);
        customer = api.signedUp();
        operator = api.administrator();
    }

    @Test
    void paysBackInPartsUntilNothingIsLeft() {
        var payment = paid("tok_4242");
        var first = json(refund(payment, 1190L).expectStatus().isCreated().expectHeader()
                .valueEquals("Location", "/v1/payments/" + payment + "/refunds"));
        assertThat(first.path("status").asString()).isEqualTo("succeeded");
        assertThat(first.path("amount").path("amount").asLong()).isEqualTo(1190);
        assertThat(posted(first)).containsExactlyInAnyOrderEntriesOf(
                Map.of("refunds", 1000L, "tax_payable", 190L, "psp_receivable", -1190L));

        var rest = json(refund(payment, null).expectStatus().isCreated());
        assertThat(rest.path("amount").path("amount").asLong()).isEqualTo(1190);
        refund(payment, 1L).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("refund-exceeds-payment").jsonPath("$.refundable.amount").isEqualTo(0);

        var read = json(api.get(customer, "/v1/payments/" + payment).expectStatus().isOk());
        assertThat(read.path("refunded").path("amount").asLong()).isEqualTo(2380);
        assertThat(read.path("operations").valueStream().filter(one -> one.path("kind").asString().equals("refund")))
                .hasSize(2).allMatch(one -> one.path("status").asString().equals("succeeded"));
        var listed = json(api.get(operator, "/v1/payments/" + payment + "/refunds").expectStatus().isOk());
        assertThat(listed.path("data")).hasSize(2);
        assertThat(listed.path("refundable").path("amount").asLong()).isZero();
    }

    /// 0.01 of 23.80 at a time has no tax in it by itself; together they have all of it.
    @Test
    void paysBackAllOfTheTaxInTheEnd() {
        var payment = paid("tok_4242");
        var amounts = List.of(1L, 2L, 7L, 333L, 1000L);
        var tax = 0L;
        for (var amount : amounts) {
            tax += posted(json(refund(payment, amount).expectStatus().isCreated())).getOrDefault("tax_payable", 0L);
        }
        tax += posted(json(refund(payment, null).expectStatus().isCreated())).getOrDefault("tax_payable", 0L);
        assertThat(tax).isEqualTo(380);
    }

    @Test
    void tellsTheCustomerOnce() {
        var payment = paid("tok_4242");
        refund(payment, 500L).expectStatus().isCreated();
        var mails = new MailBox(environment, customer.email());
        assertThat(mails.await("Your refund", 1).getFirst().text()).contains("5.00", payment);
    }

    @Test
    void answersARepeatWithTheFirstRefund() {
        var payment = paid("tok_4242");
        var key = UUID.randomUUID().toString();
        var body = Map.of("amount", Map.of("amount", 100, "currency", "EUR"), "reason", "Broken");
        var first = json(api.post(operator, path(payment), body, key).expectStatus().isCreated());
        var again = json(api.post(operator, path(payment), body, key).expectStatus().isCreated());
        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(refunded(payment)).isEqualTo(100);
    }

    @Test
    void neverPaysBackMoreThanThereIsHoweverManyTryAtOnce() throws Exception {
        var payment = paid("tok_4242");
        var tries = new ArrayList<Callable<Integer>>();
        for (var number = 0; number < 12; number++) {
            tries.add(() -> refund(payment, 700L).returnResult(String.class).getStatus().value());
        }
        try (var threads = Executors.newFixedThreadPool(tries.size())) {
            var statuses = threads.invokeAll(tries).stream().map(RefundIT::get).toList();
            assertThat(statuses).containsOnly(201, 409).filteredOn(status -> status == 201).hasSize(3);
        }
        assertThat(refunded(payment)).isEqualTo(2100);
    }

    @Test
    void leavesAnOutcomeThatNobodyKnowsOpenUntilItIsFound() {
        var payment = paid("tok_timeout_later");
        // under way, or found out before the call has waited in vain
        refund(payment, 1000L).expectStatus().is2xxSuccessful();
        // what is under way counts as gone
        refund(payment, 1381L).expectStatus().isEqualTo(409);
        await().atMost(SOON).untilAsserted(() -> assertThat(refunded(payment)).isEqualTo(1000));
        assertThat(status(payment)).isEqualTo("succeeded");
    }

    @Test
    void hearsOfTheEndThatComesLater() {
        var good = paid("tok_7726");
        refund(good, 1000L).expectStatus().isEqualTo(202);
        await().atMost(SOON).untilAsserted(() -> assertThat(refunded(good)).isEqualTo(1000));

        var bad = paid("tok_5126");
        refund(bad, 1000L).expectStatus().isEqualTo(202);
        await().atMost(SOON).untilAsserted(() -> assertThat(status(bad)).isEqualTo("failed"));
        assertThat(refunded(bad)).isZero();
        refund(bad, 2380L).expectStatus().isEqualTo(202);
    }

    @Test
    void saysSoWhenTheProviderRefuses() {
        var payment = paid("tok_refund_declined");
        refund(payment, 1000L).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("refund-declined").jsonPath("$.failureCode").isEqualTo("expired_or_canceled_card");
        assertThat(refunded(payment)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"amount":{"amount":0,"currency":"EUR"},"reason":"x"}                     | 422
            {"amount":{"amount":-5,"currency":"EUR"},"reason":"x"}                    | 422
            {"amount":{"amount":9223372036854775807,"currency":"EUR"},"reason":"x"}   | 409
            {"amount":{"amount":9223372036854775808,"currency":"EUR"},"reason":"x"}   | 400
            {"amount":{"amount":5,"currency":"USD"},"reason":"x"}                     | 422
            {"amount":{"amount":5,"currency":"EUR"}}                                  | 422
            {"amount":{"amount":5,"currency":"EUR"},"reason":""}                      | 422
            {"amount":{"amount":5,"currency":"EUR"},"reason":"a\\u0000b"}              | 422
            {"amount":{"amount":5,"currency":"EUR"},"reason":"x","status":"succeeded"} | 400
            """)
    void refusesWhatCannotBeRefunded(String body, int status) {
        var payment = paid("tok_4242");
        api.post(operator, path(payment), body).expectStatus().isEqualTo(status);
        assertThat(refunded(payment)).isZero();
        assertThat(tables.jdbc().sql("""
                select count(*) from payments.operation where kind = 'refund' and payment_id = :id""")
                .param("id", uuid(payment)).query(Long.class).single()).isZero();
    }

    @Test
    void isForOperatorsAndForWhatWasPaid() {
        var payment = paid("tok_4242");
        var body = Map.of("reason", "x");
        api.post(customer, path(payment), body).expectStatus().isForbidden();
        api.post(operator, path("payment_01h455vb4pex5vsknk084sn02q"), body).expectStatus().isNotFound();

        var declined = shop.placed(customer, shop.product(1), 1);
        shop.pay(customer, declined, "tok_0002").expectStatus().isEqualTo(402);
        var unpaid = tables.jdbc().sql("select id from payments.payment where order_id = :order")
                .param("order", TypeId.decode("order", declined)).query(UUID.class).single();
        api.post(operator, path(TypeId.encode("payment", unpaid)), body).expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.code").isEqualTo("payment-not-refundable");
    }

    @Test
    void givesTheMoneyBackForAnOrderThatIsCancelled() {
        var payment = paid("tok_4242");
        api.post(customer, "/v1/orders/" + order + "/cancel", Map.of()).expectStatus().isOk().expectBody()
                .jsonPath("$.status").isEqualTo("cancelled");
        await().atMost(SOON).untilAsserted(() -> assertThat(refunded(payment)).isEqualTo(2380));
        api.post(customer, "/v1/orders/" + order + "/cancel", Map.of()).expectStatus().isEqualTo(409);
    }

    @Test
    void cancelsNothingWhileARefundHasNoOutcome() {
        var payment = paid("tok_7726");
        refund(payment, 100L).expectStatus().isEqualTo(202);
        var cancelled = api.post(customer, "/v1/orders/" + order + "/cancel", Map.of());
        cancelled.expectStatus().isEqualTo(409).expectBody().jsonPath("$.code").isEqualTo("order-not-cancellable");
        await().atMost(SOON).untilAsserted(() -> assertThat(refunded(payment)).isEqualTo(100));
        api.post(customer, "/v1/orders/" + order + "/cancel", Map.of()).expectStatus().isOk();
        await().atMost(SOON).untilAsserted(() -> assertThat(refunded(payment)).isEqualTo(2380));
    }

    @Test
    void isHeldByTheDatabaseWhereTheCodeIsWrong() {
        var payment = uuid(paid("tok_4242"));
        assertThatThrownBy(() -> tables.jdbc().sql("update payments.payment set refunded = 5 where id = :id")
                .param("id", payment).update()).rootCause().hasMessageContaining("do not add up");
        assertThatThrownBy(() -> tables.jdbc().sql("""
                insert into payments.operation (id, payment_id, kind, amount, attempt, status, reason, next_check_at, created_at)
                values (gen_random_uuid(), :id, 'refund', 5, 1, 'submitting', 'x', now(), now())""")
                .param("id", payment).update()).rootCause().hasMessageContaining("do not add up");
    }

    private String paid(String method) {
        order = shop.placed(customer, shop.product(2), 2);
        return json(shop.pay(customer, order, method).expectStatus().isOk()).path("id").asString();
    }

    private ResponseSpec refund(String payment, @Nullable Long amount) {
        var body = new HashMap<String, Object>(Map.of("reason", "Broken"));
        if (amount != null) {
            body.put("amount", Map.of("amount", amount, "currency", "EUR"));
        }
        return api.post(operator, path(payment), body);
    }

    private static String path(String payment) {
        return "/v1/payments/" + payment + "/refunds";
    }

    private long refunded(String payment) {
        return tables.jdbc().sql("select refunded from payments.payment where id = :id").param("id", uuid(payment))
                .query(Long.class).single();
    }

    /// Of the latest refund.
    private String status(String payment) {
        return tables.jdbc().sql("""
                select status from payments.operation where kind = 'refund' and payment_id = :id
                order by id desc limit 1""").param("id", uuid(payment)).query(String.class).single();
    }

    private Map<String, Long> posted(JsonNode refund) {
        var amounts = new HashMap<String, Long>();
        tables.jdbc().sql("""
                select a.code, e.amount from ledger.entry e join ledger.transfer t on t.id = e.transfer_id
                join ledger.account a on a.id = e.account_id where t.reference = :reference""")
                .param("reference", "refund:" + refund.path("id").asString())
                .query(row -> {
                    amounts.merge(row.getString(1), row.getLong(2), Long::sum);
                });
        return amounts;
    }

    private static UUID uuid(String payment) {
        return TypeId.decode("payment", payment);
    }

    private static JsonNode json(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }

    private static <T> T get(java.util.concurrent.Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }
}
