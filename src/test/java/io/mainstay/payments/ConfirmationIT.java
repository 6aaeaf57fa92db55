package io.mainstay.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.catalog.Catalog;
import io.mainstay.ids.TypeId;
import io.mainstay.orders.Shop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A payment that its customer has to confirm at the bank (3-D Secure).
@IntegrationTest
class ConfirmationIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BACK = "https://shop.example/thanks?order=1";

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
    private String order;

    @BeforeEach
    void open() {
        shop = new Shop(api, catalog, transactions);
        customer = api.signedUp();
        order = shop.placed(customer, shop.product(2), 2);
    }

    @Test
    void sendsTheCustomerToTheBankAndGoesOnWhenItIsConfirmed() throws Exception {
        var asked = asked("automatic");
        assertThat(asked.at("/nextAction/type").asString()).isEqualTo("redirect");
        assertThat(asked.at("/captured/amount").asLong()).isZero();
        // nothing else can be paid meanwhile
        shop.pay(customer, order, "tok_4242").expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("payment-in-progress");
        assertThat(answer(asked, "confirm")).isEqualTo(BACK);
        await().atMost(SOON).untilAsserted(() -> assertThat(payment(asked).path("status").asString())
                .isEqualTo("succeeded"));
        assertThat(payment(asked).has("nextAction")).isFalse();
        assertThat(orderStatus()).isEqualTo("confirmed");
    }

    @Test
    void canBePaidInAnotherWayWhenItIsDenied() throws Exception {
        var asked = asked("automatic");
        assertThat(answer(asked, "deny")).isEqualTo(BACK);
        await().atMost(SOON).untilAsserted(() -> assertThat(payment(asked).path("status").asString())
                .isEqualTo("requiresPaymentMethod"));
        assertThat(payment(asked).path("failureCode").asString()).isEqualTo("authentication_failed");
        shop.pay(customer, order, "tok_4242").expectStatus().isOk();
    }

    @Test
    void holdsTheMoneyWhereItIsCapturedLater() throws Exception {
        var asked = asked("manual");
        answer(asked, "confirm");
        await().atMost(SOON).untilAsserted(() -> assertThat(payment(asked).path("status").asString())
                .isEqualTo("requiresCapture"));
        api.post(api.administrator(), "/v1/payments/" + asked.path("id").asString() + "/captures", Map.of())
                .expectStatus().isCreated();
    }

    @Test
    void isGivenUpByTheCustomer() throws Exception {
        var asked = asked("automatic");
        var cancelled = json(api.post(customer, "/v1/payments/" + asked.path("id").asString() + "/cancel", Map.of())
                .expectStatus().isOk());
        // its end at the bank may be heard of first
        assertThat(cancelled.path("status").asString()).isIn("canceled", "requiresPaymentMethod");
        shop.pay(customer, order, "tok_4242").expectStatus().isOk();
        // too late: the bank knows that it's over
        answer(asked, "confirm");
        assertThat(orderStatus()).isEqualTo("confirmed");
    }

    @Test
    void endsWhenTheCustomerTakesTooLong() {
        var asked = asked("automatic");
        var ago = """
                alter table payments.operation disable trigger fixed_terms;
                update payments.operation set created_at = now() - interval '1 day', next_check_at = now()
                where payment_id = '%s';
                alter table payments.operation enable trigger fixed_terms""";
        tables.jdbc().sql(ago.formatted(TypeId.decode("payment", asked.path("id").asString()))).update();
        await().atMost(SOON).untilAsserted(() -> assertThat(payment(asked).path("status").asString())
                .isIn("canceled", "requiresPaymentMethod"));
        shop.pay(customer, order, "tok_4242").expectStatus().isOk();
    }

    /// The order is gone, and then the customer confirms after all: whoever is first at the bank wins, and no money stays.
    @Test
    void givesTheMoneyBackThatComesForACancelledOrder() throws Exception {
        var asked = asked("automatic");
        var id = TypeId.decode("payment", asked.path("id").asString());
        // the worker that would end it at the bank is late
        var cancel = api.post(customer, "/v1/orders/" + order + "/cancel", Map.of());
        cancel.expectStatus().isOk();
        answer(asked, "confirm");
        await().atMost(SOON).untilAsserted(() -> {
            var sums = sums(id);
            assertThat(sums.path("status").asString()).isIn("canceled", "succeeded", "requiresPaymentMethod");
            assertThat(sums.path("captured").asLong()).isEqualTo(sums.path("refunded").asLong());
        });
        assertThat(orderStatus()).isEqualTo("cancelled");
    }

    @Test
    void isDeclinedWhereNobodyCanConfirm() {
        shop.pay(customer, order, "tok_3ds").expectStatus().isEqualTo(402).expectBody().jsonPath("$.failureCode")
                .isEqualTo("authentication_required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shop.example/thanks", "javascript:alert(1)", "//shop.example", "thanks",
            "https://user:secret@shop.example/", "https://shop.example/#here", "ftp://shop.example/"})
    void comesBackToSafePlacesAlone(String url) {
        api.post(customer, "/v1/orders/" + order + "/pay", Map.of("paymentMethod", "tok_3ds", "returnUrl", url))
                .expectStatus().isEqualTo(422);
        assertThat(tables.jdbc().sql("select count(*) from payments.payment where order_id = :order")
                .param("order", TypeId.decode("order", order)).query(Long.class).single()).isZero();
    }

    private JsonNode asked(String captureMethod) {
        var asked = json(api.post(customer, "/v1/orders/" + order + "/pay",
                Map.of("paymentMethod", "tok_3ds", "captureMethod", captureMethod, "returnUrl", BACK)).expectStatus()
                .isEqualTo(202));
        assertThat(asked.path("status").asString()).isEqualTo("requiresAction");
        return asked;
    }

    /// As the customer's browser does it on the bank's page.
    ///
    /// @return where it is sent then
    private static String answer(JsonNode asked, String answer) throws Exception {
        try (var browser = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(asked.at("/nextAction/url").asString()))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("answer=" + answer)).build();
            return browser.send(request, HttpResponse.BodyHandlers.discarding()).headers().firstValue("Location")
                    .orElse("");
        }
    }

    private JsonNode payment(JsonNode asked) {
        return json(api.get(customer, "/v1/payments/" + asked.path("id").asString()).expectStatus().isOk());
    }

    private JsonNode sums(UUID payment) {
        return tables.jdbc().sql("select to_jsonb(p) from payments.payment p where id = :id").param("id", payment)
                .query((row, _) -> JsonMapper.shared().readTree(row.getString(1)))
                .single();
    }

    private String orderStatus() {
        return json(api.get(customer, "/v1/orders/" + order).expectStatus().isOk()).path("status").asString();
    }

    private static JsonNode json(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }
}
