package io.mainstay.orders;

import static io.mainstay.orders.Shop.json;
import static io.mainstay.orders.Shop.of;
import static io.mainstay.orders.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.catalog.Catalog;
import io.mainstay.catalog.ProductId;
import io.mainstay.sandbox.SandboxProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.transaction.PlatformTransactionManager;

/// From the order to its money, over HTTP, on real parts.
@IntegrationTest
class CheckoutIT {

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Owner owner;
    @Autowired
    SandboxProvider provider;
    @Autowired
    ReleaseOrder releaseOrder;

    private Shop shop;
    private Session customer;

    @BeforeEach
    void openTheShop() {
        shop = new Shop(api, catalog, transactions);
        customer = api.signedUp();
    }

    @Test
    void freezesPricesAndReservesStock() {
        var product = shop.product(5);

        var answer = api.post(customer, "/v1/orders", of(product, 2)).expectStatus().isCreated();
        var order = json(answer);

        assertThat(text(order, "status")).isEqualTo("pendingPayment");
        assertThat(order.at("/total/amount").asLong()).isEqualTo(2380);
        assertThat(order.at("/tax/amount").asLong()).isEqualTo(380);
        assertThat(reserved(product)).isEqualTo(2);
        var read = api.get(customer, "/v1/orders/" + text(order, "id")).expectStatus().isOk();
        var etag = String.valueOf(read.returnResult(String.class).getResponseHeaders().getETag());
        api.send(HttpMethod.GET, "/v1/orders/" + text(order, "id"), null, headers -> {
            headers.setBearerAuth(customer.token());
            headers.setIfNoneMatch(etag);
        }).expectStatus().isNotModified();
    }

    @Test
    void confirmsAPaidOrderAndPostsItsMoney() {
        var order = shop.placed(customer, shop.product(5), 2);

        var payment = json(shop.pay(customer, order, "tok_4242").expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store"));

        assertThat(text(payment, "status")).isEqualTo("succeeded");
        assertThat(payment.at("/captured/amount").asLong()).isEqualTo(2380);
        assertThat(text(shop.order(customer, order), "status")).isEqualTo("confirmed");
        assertThat(ledger(payment)).containsExactlyInAnyOrder("psp_receivable 2380", "revenue -2000",
                "tax_payable -380");
        assertThat(json(api.get(customer, "/v1/orders/" + order + "/history").expectStatus().isOk()).at("/data/1/to")
                .asString()).isEqualTo("confirmed");
        shop.pay(customer, order, "tok_4242").expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("order-not-payable");
    }

    @ParameterizedTest
    @CsvSource({"tok_0002, card_declined", "tok_9995, insufficient_funds", "tok_0069, expired_card",
            "tok_0119, processing_error", "tok_unheard, invalid_payment_method"})
    void keepsADeclineAndLetsTheCustomerPayAnotherWay(String paymentMethod, String reason) {
        var product = shop.product(5);
        var order = shop.placed(customer, product, 1);

        shop.pay(customer, order, paymentMethod).expectStatus().isEqualTo(402).expectHeader()
                .contentType("application/problem+json").expectBody().jsonPath("$.code").isEqualTo("payment-declined")
                .jsonPath("$.failureCode").isEqualTo(reason);

        var declined = shop.order(customer, order);
        assertThat(text(declined, "status")).isEqualTo("pendingPayment");
        assertThat(declined.at("/payment/status").asString()).isEqualTo("requiresPaymentMethod");
        assertThat(declined.at("/payment/operations/0/status").asString()).isEqualTo("failed");
        assertThat(reserved(product)).isEqualTo(1);

        var paid = json(shop.pay(customer, order, "tok_4242").expectStatus().isOk());
        assertThat(text(paid, "status")).isEqualTo("succeeded");
        assertThat(paid.path("operations").size()).isEqualTo(4);
    }

    @Test
    void findsOutWhatBecameOfAChargeThatWasNeverAnswered() {
        var order = shop.placed(customer, shop.product(5), 1);
        var captures = provider.captures();

        var payment = json(shop.pay(customer, order, "tok_timeout").expectStatus().isAccepted());
        assertThat(text(payment, "status")).isEqualTo("processing");
        assertThat(payment.at("/operations/0/status").asString()).isEqualTo("unknown");
        shop.pay(customer, order, "tok_4242").expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("payment-in-progress");
        cancel(order).expectStatus().isEqualTo(409);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(
                () -> assertThat(text(shop.order(customer, order), "status")).isEqualTo("confirmed"));
        assertThat(provider.captures()).isEqualTo(captures + 1);
        assertThat(ledger(payment)).hasSize(3);
    }

    /// As after a crash between the two transactions: what the repeat answers is what became of its own attempt.
    @Test
    void answersARepeatAfterACrashWithWhatBecameOfItsOwnAttempt() {
        var order = shop.placed(customer, shop.product(5), 1);
        var key = UUID.randomUUID().toString();
        var pay = "/v1/orders/" + order + "/pay";
        var declined = Map.of("paymentMethod", "tok_0002");
        api.post(customer, pay, declined, key).expectStatus().isEqualTo(402);
        shop.pay(customer, order, "tok_4242").expectStatus().isOk();
        crashed(order, key);

        api.post(customer, pay, declined, key).expectStatus().isEqualTo(402).expectBody().jsonPath("$.failureCode")
                .isEqualTo("card_declined");

        var unwanted = shop.placed(customer, shop.product(5), 1);
        var other = UUID.randomUUID().toString();
        api.post(customer, "/v1/orders/" + unwanted + "/pay", declined, other).expectStatus().isEqualTo(402);
        cancel(unwanted).expectStatus().isOk();
        crashed(unwanted, other);
        api.post(customer, "/v1/orders/" + unwanted + "/pay", declined, other).expectStatus().isEqualTo(402);
    }

    private void crashed(String order, String key) {
        owner.jdbc().sql("""
                update idempotency.record
                set status = null, body = null, etag = null, location = null, lease_until = now(), begun = (
                    select o.id from payments.operation o join payments.payment p on p.id = o.payment_id
                    where p.order_id = :order and o.kind = 'authorize' order by o.attempt limit 1)
                where key = :key
                """).param("order", OrderId.of(order).value()).param("key", key).update();
    }

    @Test
    void givesTheStockOfAnUnwantedOrderBack() {
        var product = shop.product(5);
        var order = shop.placed(customer, product, 3);
        shop.pay(customer, order, "tok_0002").expectStatus().isEqualTo(402);

        cancel(order).expectStatus().isOk().expectBody().jsonPath("$.status").isEqualTo("cancelled");

        assertThat(reserved(product)).isZero();
        cancel(order).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code").isEqualTo("order-not-cancellable");
        shop.pay(customer, order, "tok_4242").expectStatus().isEqualTo(409);
    }

    @Test
    void expiresAnUnpaidOrderButNotWhileItsMoneyMayBeMoving() {
        var product = shop.product(5);
        var unpaid = shop.placed(customer, product, 1);
        var open = shop.placed(customer, product, 2);
        shop.pay(customer, open, "tok_timeout").expectStatus().isAccepted();
        overdue(unpaid);
        overdue(open);

        releaseOrder.expire(OrderId.of(unpaid).value());
        releaseOrder.expire(OrderId.of(open).value());

        assertThat(text(shop.order(customer, unpaid), "status")).isEqualTo("expired");
        assertThat(text(shop.order(customer, open), "status")).isNotEqualTo("expired");
        assertThat(reserved(product)).isEqualTo(2);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(
                () -> assertThat(text(shop.order(customer, open), "status")).isEqualTo("confirmed"));
    }

    @Test
    void refusesMoreThanThereIs() {
        var product = shop.product(2);

        api.post(customer, "/v1/orders", of(product, 3)).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("out-of-stock").jsonPath("$.productIds[0]").isEqualTo(product.toString());
        // two lines of one product count together
        var twice = Map.of("lines", List.of(Map.of("productId", product.toString(), "quantity", 2),
                Map.of("productId", product.toString(), "quantity", 1)));
        api.post(customer, "/v1/orders", twice).expectStatus().isEqualTo(409);
        assertThat(reserved(product)).isZero();
    }

    @Test
    void sellsTheLastPiecesOnce() throws Exception {
        var product = shop.product(10);

        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(25)) {
            var tries = IntStream.range(0, 25).<Callable<Integer>>mapToObj(_ -> () -> api
                    .post(customer, "/v1/orders", of(product, 1)).returnResult(String.class).getStatus().value())
                    .toList();
            for (var status : threads.invokeAll(tries)) {
                statuses.add(status.get());
            }
        }

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(10);
        assertThat(new HashSet<>(statuses)).containsExactlyInAnyOrder(201, 409);
        assertThat(reserved(product)).isEqualTo(10);
    }

    @Test
    void hidesTheOrdersOfOthers() {
        var order = shop.placed(customer, shop.product(1), 1);
        var payment = text(json(shop.pay(customer, order, "tok_4242")), "id");
        var other = api.signedUp();

        for (var path : List.of("/v1/orders/" + order, "/v1/orders/" + order + "/history", "/v1/payments/" + payment)) {
            api.get(other, path).expectStatus().isNotFound().expectBody().jsonPath("$.code").isEqualTo("not-found");
        }
        shop.pay(other, order, "tok_4242").expectStatus().isNotFound();
        api.post(other, "/v1/orders/" + order + "/cancel", Map.of()).expectStatus().isNotFound();
        assertThat(json(api.get(other, "/v1/orders").expectStatus().isOk()).path("data").size()).isZero();
        api.get("/v1/orders/" + order).expectStatus().isUnauthorized();
    }

    @Test
    void listsTheCustomersOrdersNewestFirstInPages() {
        var product = shop.product(100);
        var placed = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            placed.addFirst(shop.placed(customer, product, 1));
        }

        var listed = new ArrayList<String>();
        var path = "/v1/orders?limit=2";
        while (path != null) {
            var page = json(api.get(customer, path).expectStatus().isOk());
            page.path("data").forEach(order -> listed.add(text(order, "id")));
            var next = page.path("nextCursor");
            path = next.isString() ? "/v1/orders?limit=2&cursor=" + next.asString() : null;
        }

        assertThat(listed).isEqualTo(placed);
    }

    @Test
    void placesNoOrderAtAnotherTotalThanTheCustomerSaw() {
        var product = shop.product(5);
        var request = Map.of("lines", List.of(Map.of("productId", product.toString(), "quantity", 1)), "expectedTotal",
                Map.of("amount", 1000, "currency", "EUR"));

        api.post(customer, "/v1/orders", request).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("price-changed").jsonPath("$.total.amount").isEqualTo(1190);
        assertThat(reserved(product)).isZero();
    }

    @Test
    void placesNoOrderInTwoCurrencies() {
        var request = Map.of("lines",
                List.of(Map.of("productId", shop.product(5).toString(), "quantity", 1),
                        Map.of("productId", shop.product(5, "JPY").toString(), "quantity", 1)));

        api.post(customer, "/v1/orders", request).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("mixed-currencies");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{ | 400 | malformed-request |", "[] | 400 | malformed-request |",
            "{} | 422 | validation-failed | /lines", "{\"lines\": []} | 422 | validation-failed | /lines",
            "{\"lines\": [null]} | 422 | validation-failed | /lines/0",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": -1}]} | 422 | validation-failed | /lines/0/quantity",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": 1001}]} | 422 | validation-failed | /lines/0/quantity",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": 99999999999}]} | 400 | malformed-request | /lines/0/quantity",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": 1.5}]} | 400 | malformed-request | /lines/0/quantity",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": \"1\"}]} | 400 | malformed-request | /lines/0/quantity",
            "{\"lines\": [{\"productId\": \"P\"}]} | 400 | malformed-request | /lines/0/quantity",
            "{\"lines\": [{\"productId\": \"order_01h455vb4pex5vsknk084sn02q\", \"quantity\": 1}]} | 422 | validation-failed | /lines/0/productId",
            "{\"lines\": [{\"productId\": \"product_01h455vb4pex5vsknk084sn02q\", \"quantity\": 1}]} | 422 | unknown-product |",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": 1}], \"discount\": 100} | 400 | malformed-request | /discount",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": 1}], \"lines\": []} | 400 | malformed-request |",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": 1}]} x | 400 | malformed-request |",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": 1}], \"expectedTotal\": {\"amount\": 1, \"currency\": \"QQQ\"}} | 422 | validation-failed | /expectedTotal",
            "{\"lines\": [{\"productId\": \"P\", \"quantity\": 1}], \"expectedTotal\": {\"amount\": 1.5, \"currency\": \"EUR\"}} | 400 | malformed-request | /expectedTotal/amount"})
    void answersBadInputWithAProblemAndWritesNothing(String body, int status, String code, String pointer) {
        var product = shop.product(5);
        var key = UUID.randomUUID().toString();

        var problem = json(api.post(customer, "/v1/orders", body.replace("\"P\"", "\"" + product + "\""), key)
                .expectStatus().isEqualTo(status).expectHeader().contentType("application/problem+json"));

        assertThat(text(problem, "code")).isEqualTo(code);
        assertThat(text(problem, "requestId")).isNotBlank();
        if (pointer != null) {
            assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
        }
        assertThat(reserved(product)).isZero();
        assertThat(json(api.get(customer, "/v1/orders")).path("data").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4242424242424242", "tok_4242424242424242", "", "tok 4242"})
    void takesNoCardNumber(String paymentMethod) {
        var order = shop.placed(customer, shop.product(1), 1);

        var answer = shop.pay(customer, order, paymentMethod).expectStatus().isEqualTo(422).expectBody(String.class)
                .returnResult().getResponseBody();

        assertThat(answer).contains("/paymentMethod").doesNotContain("4242424242424242");
    }

    @Test
    void answersWhatTheFrameworkRefusesWithProblemsToo() {
        var order = shop.placed(customer, shop.product(1), 1);
        problem(HttpMethod.DELETE, "/v1/orders/" + order, null, 405, "method-not-allowed");
        problem(HttpMethod.GET, "/v1/nothing", null, 404, "not-found");
        problem(HttpMethod.GET, "/v1/orders/order_nonsense", null, 404, "not-found");
        problem(HttpMethod.GET, "/v1/orders/" + text(json(shop.pay(customer, order, "tok_4242")), "id"), null, 404,
                "not-found");
        problem(HttpMethod.GET, "/v1/orders?limit=0", null, 400, "malformed-request");
        problem(HttpMethod.GET, "/v1/orders?limit=x", null, 400, "malformed-request");
        problem(HttpMethod.GET, "/v1/orders?cursor=x", null, 400, "malformed-request");
        for (var type : List.of("multipart/form-data", "*/*", "application/*", "nonsense",
                "application/x-www-form-urlencoded")) {
            api.send(HttpMethod.POST, "/v1/orders", null, headers -> {
                headers.setBearerAuth(customer.token());
                headers.set("Idempotency-Key", "k");
                headers.set(HttpHeaders.CONTENT_TYPE, type);
            }).expectStatus().isEqualTo(415).expectBody().jsonPath("$.code").isEqualTo("unsupported-media-type");
        }
        problem(HttpMethod.POST, "/v1/orders", "x".repeat(300_000), 413, "content-too-large");
        problem(HttpMethod.POST, "/v1/orders", "[".repeat(5000), 400, "malformed-request");
        api.send(HttpMethod.POST, "/v1/orders", null, headers -> {
            headers.setBearerAuth(customer.token());
            headers.set("Idempotency-Key", "k");
            headers.set(HttpHeaders.CONTENT_TYPE, "text/plain");
        }).expectStatus().isEqualTo(415);
        api.send(HttpMethod.POST, "/v1/orders", "{}", headers -> {
            headers.setBearerAuth(customer.token());
            headers.addAll("Idempotency-Key", List.of("one", "another"));
        }).expectStatus().isEqualTo(400).expectBody().jsonPath("$.code").isEqualTo("idempotency-key-invalid");
    }

    private void problem(HttpMethod method, String path, String body, int status, String code) {
        api.send(method, path, body, headers -> {
            headers.setBearerAuth(customer.token());
            headers.set("Idempotency-Key", UUID.randomUUID().toString());
        }).expectStatus().isEqualTo(status).expectHeader().contentType("application/problem+json").expectBody()
                .jsonPath("$.code").isEqualTo(code);
    }

    private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec cancel(String order) {
        return api.post(customer, "/v1/orders/" + order + "/cancel", Map.of());
    }

    private void overdue(String order) {
        owner.jdbc().sql("update orders.customer_order set expires_at = now() - interval '1 second' where id = :id")
                .param("id", OrderId.of(order).value()).update();
    }

    private int reserved(ProductId product) {
        return owner.jdbc().sql("select reserved from catalog.stock where product_id = :id")
                .param("id", product.value()).query(Integer.class).single();
    }

    private List<String> ledger(tools.jackson.databind.JsonNode payment) {
        return owner.jdbc().sql("""
                select a.code || ' ' || e.amount from ledger.transfer t
                join ledger.entry e on e.transfer_id = t.id join ledger.account a on a.id = e.account_id
                where t.reference = :reference
                """).param("reference", "capture:" + payment.at("/operations/0/id").asString()).query(String.class)
                .list();
    }
}
