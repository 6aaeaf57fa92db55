package io.mainstay.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.catalog.Catalog;
import io.mainstay.ids.TypeId;
import io.mainstay.orders.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

/// Money that an authorization holds: taken in parts, given back, or let go when its time is over. An order of two at 11.90
/// is 23.80, of which 3.80 are tax.
@IntegrationTest
class HoldIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Owner tables;

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
    void holdsTheMoneyUntilItIsCaptured() {
        var payment = held("tok_4242");
        var read = payment(payment);
        assertThat(read.path("status").asString()).isEqualTo("requiresCapture");
        assertThat(read.at("/capturable/amount").asLong()).isEqualTo(2380);
        assertThat(read.path("captureMethod").asString()).isEqualTo("manual");
        assertThat(read.path("captureBefore").asString()).isNotEmpty();
        assertThat(read.at("/captured/amount").asLong()).isZero();
        assertThat(orderStatus()).isEqualTo("pendingPayment");
        shop.pay(customer, order, "tok_4242").expectStatus().isEqualTo(409);

        var captured = json(capture(payment, null, null).expectStatus().isCreated());
        assertThat(captured.path("status").asString()).isEqualTo("succeeded");
        assertThat(captured.has("capturable")).isFalse();
        assertThat(orderStatus()).isEqualTo("confirmed");
        assertThat(postedBy(payment)).isEqualTo(
                Map.of("psp_receivable", 2380L, "revenue", -2000L, "tax_payable", -380L));
        capture(payment, null, null).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("payment-not-capturable");
    }

    /// Each part has its share of the tax; together they have all of it.
    @Test
    void takesItInPartsAndNoMoreThanThereIs() {
        var payment = held("tok_4242");
        capture(payment, 1L, false).expectStatus().isCreated();
        assertThat(orderStatus()).isEqualTo("confirmed");
        capture(payment, 2L, false).expectStatus().isCreated();
        capture(payment, 333L, false).expectStatus().isCreated();
        capture(payment, 2045L, false).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("capture-exceeds-authorization").jsonPath("$.capturable.amount").isEqualTo(2044);
        // what is taken in part can't go back before the rest is decided about
        api.post(operator, "/v1/payments/" + payment + "/refunds", Map.of("reason", "x")).expectStatus()
                .isEqualTo(409).expectBody().jsonPath("$.code").isEqualTo("payment-not-refundable");
        var last = json(capture(payment, 2044L, false).expectStatus().isCreated());
        assertThat(last.path("status").asString()).isEqualTo("succeeded");
        assertThat(postedBy(payment)).isEqualTo(
                Map.of("psp_receivable", 2380L, "revenue", -2000L, "tax_payable", -380L));
        assertThat(confirmations()).isEqualTo(1);
    }

    @Test
    void givesBackWhatTheLastCaptureLeaves() {
        var payment = held("tok_4242");
        var captured = json(capture(payment, 1190L, null).expectStatus().isCreated());
        assertThat(captured.path("status").asString()).isEqualTo("succeeded");
        assertThat(captured.at("/captured/amount").asLong()).isEqualTo(1190);
        assertThat(postedBy(payment)).isEqualTo(
                Map.of("psp_receivable", 1190L, "revenue", -1000L, "tax_payable", -190L));
        // of what was captured, its tax included
        api.post(operator, "/v1/payments/" + payment + "/refunds", Map.of("reason", "x")).expectStatus().isCreated();
        assertThat(postedBy(payment)).isEqualTo(Map.of("psp_receivable", 0L, "revenue", -1000L, "refunds", 1000L,
                "tax_payable", 0L));
    }

    @Test
    void neverTakesMoreThanIsHeldHoweverManyTryAtOnce() throws Exception {
        var payment = held("tok_4242");
        var tries = new ArrayList<Callable<Integer>>();
        for (var number = 0; number < 12; number++) {
            tries.add(() -> capture(payment, 700L, false).returnResult(String.class).getStatus().value());
        }
        try (var threads = Executors.newFixedThreadPool(tries.size())) {
            var statuses = threads.invokeAll(tries).stream().map(HoldIT::get).toList();
            assertThat(statuses).containsOnly(201, 409).filteredOn(status -> status == 201).hasSize(3);
        }
        assertThat(payment(payment).at("/captured/amount").asLong()).isEqualTo(2100);
    }

    @Test
    void givesItBackToThePayerOrByAnOperator() {
        var own = held("tok_4242");
        var cancelled = json(api.post(customer, "/v1/payments/" + own + "/cancel", Map.of()).expectStatus().isOk());
        assertThat(cancelled.path("status").asString()).isEqualTo("canceled");
        assertThat(orderStatus()).isEqualTo("pendingPayment");
        // and the order can be paid in another way
        shop.pay(customer, order, "tok_4242").expectStatus().isOk();

        var partly = held("tok_4242");
        capture(partly, 1000L, false).expectStatus().isCreated();
        api.post(customer, "/v1/payments/" + partly + "/cancel", Map.of()).expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.code").isEqualTo("payment-not-cancellable");
        var released = json(
                api.post(operator, "/v1/payments/" + partly + "/void", Map.of()).expectStatus().isOk());
        assertThat(released.path("status").asString()).isEqualTo("succeeded");
        assertThat(released.at("/captured/amount").asLong()).isEqualTo(1000);
        api.post(operator, "/v1/payments/" + partly + "/void", Map.of()).expectStatus().isEqualTo(409);
    }

    @Test
    void givesItBackWhenTheOrderIsCancelled() {
        var payment = held("tok_4242");
        cancelOrder().expectStatus().isOk();
        capture(payment, 100L, false).expectStatus().isEqualTo(409);
        await().atMost(SOON).untilAsserted(
                () -> assertThat(payment(payment).path("status").asString()).isEqualTo("canceled"));
    }

    /// First what is held goes back, then what was taken.
    @Test
    void givesBackBothPartsOfAnOrderThatIsCancelledHalfway() {
        var payment = held("tok_4242");
        capture(payment, 1000L, false).expectStatus().isCreated();
        cancelOrder().expectStatus().isOk();
        await().atMost(SOON).untilAsserted(() -> {
            var read = payment(payment);
            assertThat(read.path("status").asString()).isEqualTo("succeeded");
            assertThat(read.at("/refunded/amount").asLong()).isEqualTo(1000);
        });
        assertThat(operation(payment, "void")).isEqualTo("succeeded");
    }

    @Test
    void letsItGoWhenItsTimeIsOver() {
        var payment = held("tok_4242");
        var partly = held("tok_4242");
        capture(partly, 1000L, false).expectStatus().isCreated();
        tables.jdbc().sql("update payments.payment set capture_before = now() where id in (:one, :other)")
                .param("one", uuid(payment)).param("other", uuid(partly)).update();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(payment(payment).path("status").asString()).isEqualTo("canceled");
            assertThat(payment(partly).path("status").asString()).isEqualTo("succeeded");
        });
        assertThat(payment(partly).at("/captured/amount").asLong()).isEqualTo(1000);
    }

    /// An order whose money is held doesn't expire; when the money goes back, it does.
    @Test
    void keepsTheOrderAsLongAsTheMoneyIsHeld() {
        var payment = held("tok_4242");
        var before = expiry();
        tables.jdbc().sql("update orders.customer_order set expires_at = now() where id = :id")
                .param("id", TypeId.decode("order", order)).update();
        await().atMost(SOON).until(() -> !expiry().equals(before) && orderStatus().equals("pendingPayment")
                && postponed());
        capture(payment, null, null).expectStatus().isCreated();
        assertThat(orderStatus()).isEqualTo("confirmed");
    }

    @Test
    void leavesOutcomesThatNobodyKnowsOpenUntilTheyAreFound() {
        var payment = held("tok_timeout_later");
        capture(payment, 1000L, false).expectStatus().is2xxSuccessful();
        await().atMost(SOON).untilAsserted(
                () -> assertThat(payment(payment).at("/captured/amount").asLong()).isEqualTo(1000));
        api.post(operator, "/v1/payments/" + payment + "/void", Map.of()).expectStatus().is2xxSuccessful();
        await().atMost(SOON).untilAsserted(
                () -> assertThat(payment(payment).path("status").asString()).isEqualTo("succeeded"));
        assertThat(operation(payment, "void")).isEqualTo("succeeded");
    }

    @Test
    void answersARepeatWithTheFirstCapture() {
        var payment = held("tok_4242");
        var key = UUID.randomUUID().toString();
        var body = Map.of("amount", Map.of("amount", 100, "currency", "EUR"), "final", false);
        for (var tries = 0; tries < 2; tries++) {
            api.post(operator, path(payment), body, key).expectStatus().isCreated();
        }
        assertThat(payment(payment).at("/captured/amount").asLong()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"amount":{"amount":0,"currency":"EUR"}}                     | 422
            {"amount":{"amount":-5,"currency":"EUR"}}                    | 422
            {"amount":{"amount":9223372036854775807,"currency":"EUR"}}   | 409
            {"amount":{"amount":9223372036854775808,"currency":"EUR"}}   | 400
            {"amount":{"amount":5,"currency":"USD"}}                     | 422
            {"amount":{"amount":5}}                                      | 400
            {"final":"perhaps"}                                          | 400
            {"captured":5}                                               | 400
            """)
    void refusesWhatCannotBeCaptured(String body, int status) {
        var payment = held("tok_4242");
        api.post(operator, path(payment), body).expectStatus().isEqualTo(status);
        assertThat(payment(payment).at("/captured/amount").asLong()).isZero();
        assertThat(tables.jdbc().sql("select count(*) from payments.operation where payment_id = :id")
                .param("id", uuid(payment)).query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void isForOperatorsAndOnesOwn() {
        var payment = held("tok_4242");
        var stranger = api.signedUp();
        api.post(customer, path(payment), Map.of()).expectStatus().isForbidden();
        api.post(customer, "/v1/payments/" + payment + "/void", Map.of()).expectStatus().isForbidden();
        api.post(stranger, "/v1/payments/" + payment + "/cancel", Map.of()).expectStatus().isNotFound();
        api.post(operator, path("payment_01h455vb4pex5vsknk084sn02q"), Map.of()).expectStatus().isNotFound();
    }

    @Test
    void isHeldByTheDatabaseWhereTheCodeIsWrong() {
        var payment = uuid(held("tok_4242"));
        assertThatThrownBy(() -> tables.jdbc().sql("update payments.payment set captured = 5 where id = :id")
                .param("id", payment).update()).rootCause().hasMessageContaining("do not add up");
        assertThatThrownBy(
                () -> tables.jdbc().sql("update payments.payment set capture_pending = 2381 where id = :id")
                        .param("id", payment).update())
                .rootCause().hasMessageContaining("captures_within_amount");
        var voiding = """
                insert into payments.operation (id, payment_id, kind, amount, attempt, status, next_check_at, created_at)
                values (gen_random_uuid(), :id, 'void', 5, 1, 'submitting', now() + interval '1 day', now())""";
        tables.jdbc().sql(voiding).param("id", payment).update();
        assertThatThrownBy(() -> tables.jdbc().sql(voiding).param("id", payment).update()).rootCause()
                .hasMessageContaining("void_is_one_at_a_time");
    }

    private String held(String method) {
        order = shop.placed(customer, shop.product(2), 2);
        return json(api.post(customer, "/v1/orders/" + order + "/pay",
                Map.of("paymentMethod", method, "captureMethod", "manual")).expectStatus().isOk()).path("id")
                .asString();
    }

    private ResponseSpec capture(String payment, @Nullable Long amount, @Nullable Boolean last) {
        var body = new HashMap<String, Object>();
        if (amount != null) {
            body.put("amount", Map.of("amount", amount, "currency", "EUR"));
        }
        if (last != null) {
            body.put("final", last);
        }
        return api.post(operator, path(payment), body);
    }

    private ResponseSpec cancelOrder() {
        return api.post(customer, "/v1/orders/" + order + "/cancel", Map.of());
    }

    private static String path(String payment) {
        return "/v1/payments/" + payment + "/captures";
    }

    private JsonNode payment(String payment) {
        return json(api.get(customer, "/v1/payments/" + payment).expectStatus().isOk());
    }

    private String orderStatus() {
        return json(api.get(customer, "/v1/orders/" + order).expectStatus().isOk()).path("status").asString();
    }

    private String expiry() {
        return json(api.get(customer, "/v1/orders/" + order).expectStatus().isOk()).path("expiresAt").asString();
    }

    private boolean postponed() {
        return tables.jdbc().sql("select expires_at > now() from orders.customer_order where id = :id")
                .param("id", TypeId.decode("order", order)).query(Boolean.class).single();
    }

    /// Of the latest of this kind.
    private String operation(String payment, String kind) {
        return tables.jdbc().sql("""
                select status from payments.operation where kind = :kind and payment_id = :id
                order by id desc limit 1""").param("kind", kind).param("id", uuid(payment)).query(String.class)
                .single();
    }

    private long confirmations() {
        return tables.jdbc().sql("""
                select count(*) from orders.history where order_id = :id and to_status = 'confirmed'""")
                .param("id", TypeId.decode("order", order)).query(Long.class).single();
    }

    /// By all operations of a payment, the debits positive.
    private Map<String, Long> postedBy(String payment) {
        var amounts = new HashMap<String, Long>();
        tables.jdbc().sql("""
                select a.code, e.amount from ledger.entry e join ledger.transfer t on t.id = e.transfer_id
                join ledger.account a on a.id = e.account_id
                where t.description in (:capture, :refund)""").param("capture", "Capture of " + payment)
                .param("refund", "Refund of " + payment).query(row -> {
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

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }
}
