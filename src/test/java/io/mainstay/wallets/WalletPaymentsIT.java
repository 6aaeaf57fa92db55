package io.mainstay.wallets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.catalog.Catalog;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

/// Money that comes into wallets by card, and leaves them for orders. An order of two at 11.90 is 23.80, of which 3.80 are
/// tax.
@IntegrationTest
class WalletPaymentsIT {

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

    @BeforeEach
    void open() {
        shop = new Shop(api, catalog, transactions);
        customer = api.signedUp();
    }

    @Test
    void comesInByCardOnce() {
        var key = UUID.randomUUID().toString();
        var body = body(5000, "tok_4242");
        var first = json(api.post(customer, "/v1/wallet-top-ups", body, key).expectStatus().isOk());
        assertThat(first.path("status").asString()).isEqualTo("succeeded");
        assertThat(first.path("purpose").asString()).isEqualTo("topUp");
        assertThat(first.has("orderId")).isFalse();
        api.post(customer, "/v1/wallet-top-ups", body, key).expectStatus().isOk();
        assertThat(available(customer)).isEqualTo(5000);
        assertThat(posted("capture:" + first.at("/operations/0/id").asString()))
                .isEqualTo(Map.of("psp_receivable", 5000L, "wallet", -5000L));
        // it's paid out, not refunded: it may be spent already
        api.post(api.administrator(), "/v1/payments/" + first.path("id").asString() + "/refunds",
                Map.of("reason", "x")).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("payment-not-refundable");
    }

    @Test
    void staysOutWhereTheCardIsDeclined() {
        topUp(5000, "tok_0002").expectStatus().isEqualTo(402).expectBody().jsonPath("$.failureCode")
                .isEqualTo("card_declined");
        assertThat(available(customer)).isZero();
        assertThat(tables.jdbc().sql("select status from payments.payment where account_id = :id")
                .param("id", customer.id().value()).query(String.class).single()).isEqualTo("canceled");
    }

    @Test
    void comesInLaterWhereNobodyKnewAtFirst() {
        topUp(5000, "tok_timeout").expectStatus().is2xxSuccessful();
        await().atMost(SOON).untilAsserted(() -> assertThat(available(customer)).isEqualTo(5000));
    }

    @Test
    void paysAnOrderAndGetsItBack() {
        topUp(5000, "tok_4242").expectStatus().isOk();
        var order = shop.placed(customer, shop.product(2), 2);
        var paid = json(shop.pay(customer, order, "wallet").expectStatus().isOk());
        assertThat(available(customer)).isEqualTo(2620);
        assertThat(posted("capture:" + paid.at("/operations/0/id").asString())).isEqualTo(
                Map.of("wallet_clearing", 2380L, "revenue", -2000L, "tax_payable", -380L));
        api.post(customer, "/v1/orders/" + order + "/cancel", Map.of()).expectStatus().isOk();
        await().atMost(SOON).untilAsserted(() -> assertThat(available(customer)).isEqualTo(5000));
        assertThat(clearingOf(paid.path("id").asString())).isZero();
    }

    @Test
    void isDeclinedBeyondWhatIsThereAndPaidInAnotherWay() {
        topUp(2379, "tok_4242").expectStatus().isOk();
        var order = shop.placed(customer, shop.product(2), 2);
        var declined = shop.pay(customer, order, "wallet").expectStatus().isEqualTo(402).expectBody(JsonNode.class)
                .returnResult().getResponseBody();
        assertThat(Objects.requireNonNull(declined).path("failureCode").asString()).isEqualTo("insufficient_funds");
        assertThat(available(customer)).isEqualTo(2379);
        // by another provider it's another payment
        var paid = json(shop.pay(customer, order, "tok_4242").expectStatus().isOk());
        assertThat(paid.path("id").asString()).isNotEqualTo(declined.path("paymentId").asString());
        assertThat(available(customer)).isEqualTo(2379);
    }

    @Test
    void neverSpendsMoreThanThereIsHoweverManyOrdersArePaidAtOnce() throws Exception {
        topUp(2 * 2380 + 100, "tok_4242").expectStatus().isOk();
        var product = shop.product(50);
        var tries = new ArrayList<Callable<Integer>>();
        for (var number = 0; number < 6; number++) {
            var order = shop.placed(customer, product, 2);
            tries.add(() -> shop.pay(customer, order, "wallet").returnResult(String.class).getStatus().value());
        }
        try (var threads = Executors.newFixedThreadPool(tries.size())) {
            assertThat(threads.invokeAll(tries).stream().map(WalletPaymentsIT::get).toList()).containsOnly(200, 402)
                    .filteredOn(status -> status == 200).hasSize(2);
        }
        assertThat(available(customer)).isEqualTo(100);
    }

    @Test
    void isHeldForAnOrderAndTakenInOnePart() {
        topUp(5000, "tok_4242").expectStatus().isOk();
        var order = shop.placed(customer, shop.product(2), 2);
        var held = json(api.post(customer, "/v1/orders/" + order + "/pay",
                Map.of("paymentMethod", "wallet", "captureMethod", "manual")).expectStatus().isOk());
        assertThat(available(customer)).isEqualTo(2620);
        var captures = "/v1/payments/" + held.path("id").asString() + "/captures";
        var part = Map.of("amount", 1190, "currency", "EUR");
        api.post(api.administrator(), captures, Map.of("amount", part, "final", false)).expectStatus().isEqualTo(422);
        api.post(api.administrator(), captures, Map.of("amount", part)).expectStatus().isCreated();
        assertThat(available(customer)).isEqualTo(3810);
    }

    /// Whose wallet it is, the token says: nobody can name another's.
    @Test
    void isNobodyElsesWallet() {
        topUp(5000, "tok_4242").expectStatus().isOk();
        var thief = api.signedUp();
        var order = shop.placed(thief, shop.product(2), 2);
        for (var method : new String[]{customer.id().toString(), "wallet_" + customer.id(), "wallet"}) {
            var status = shop.pay(thief, order, method).returnResult(String.class).getStatus().value();
            assertThat(status).as(method).isIn(402, 422);
        }
        assertThat(available(customer)).isEqualTo(5000);
        api.get(thief, "/v1/wallets/EUR/entries").expectStatus().isOk().expectBody().jsonPath("$.data").isEmpty();
    }

    @Test
    void showsWhatCameInAndWentOut() {
        topUp(5000, "tok_4242").expectStatus().isOk();
        var friend = api.signedUp();
        api.post(customer, "/v1/wallet-transfers", Map.of("to", friend.id().toString(), "amount",
                Map.of("amount", 700, "currency", "EUR"), "message", "For lunch")).expectStatus().isCreated();
        var order = shop.placed(customer, shop.product(2), 2);
        shop.pay(customer, order, "wallet").expectStatus().isOk();

        var page = json(api.get(customer, "/v1/wallets/EUR/entries?limit=2").expectStatus().isOk());
        var rest = json(api.get(customer, "/v1/wallets/EUR/entries?limit=20&cursor="
                + page.path("nextCursor").asString()).expectStatus().isOk());
        var lines = new ArrayList<JsonNode>();
        page.path("data").forEach(lines::add);
        rest.path("data").forEach(lines::add);
        var first = lines.getLast();
        assertThat(first.at("/change/amount").asLong()).isEqualTo(5000);
        assertThat(first.at("/balance/amount").asLong()).isEqualTo(5000);
        var gift = lines.get(lines.size() - 2);
        assertThat(gift.at("/change/amount").asLong()).isEqualTo(-700);
        assertThat(gift.path("message").asString()).isEqualTo("For lunch");
        assertThat(lines.getFirst().at("/balance/amount").asLong()).isEqualTo(5000 - 700 - 2380);
        assertThat(lines.stream().mapToLong(line -> line.at("/held/amount").asLong()).sum()).isZero();
        assertThat(json(api.get(friend, "/v1/wallets/EUR/entries")).at("/data/0/message").asString())
                .isEqualTo("For lunch");
        api.get(customer, "/v1/wallets/USD/entries").expectStatus().isOk().expectBody().jsonPath("$.data").isEmpty();
        api.get(customer, "/v1/wallets/xyz/entries").expectStatus().isNotFound();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"amount":{"amount":0,"currency":"EUR"},"paymentMethod":"tok_4242"}                   | 422
            {"amount":{"amount":-1,"currency":"EUR"},"paymentMethod":"tok_4242"}                  | 422
            {"amount":{"amount":9223372036854775807,"currency":"EUR"},"paymentMethod":"tok_4242"} | 422
            {"amount":{"amount":9223372036854775808,"currency":"EUR"},"paymentMethod":"tok_4242"} | 400
            {"amount":{"amount":5,"currency":"XXZ"},"paymentMethod":"tok_4242"}                   | 422
            {"amount":{"amount":5,"currency":"EUR"},"paymentMethod":"wallet"}                     | 422
            {"amount":{"amount":5,"currency":"EUR"},"paymentMethod":"4242424242424242"}           | 422
            {"amount":{"amount":5,"currency":"EUR"}}                                              | 422
            """)
    void refusesWhatCannotBePaidIn(String body, int status) {
        api.post(customer, "/v1/wallet-top-ups", body).expectStatus().isEqualTo(status);
        assertThat(tables.jdbc().sql("select count(*) from payments.payment where account_id = :id")
                .param("id", customer.id().value()).query(Long.class).single()).isZero();
    }

    private ResponseSpec topUp(long amount, String method) {
        return api.post(customer, "/v1/wallet-top-ups", body(amount, method));
    }

    private static Map<String, Object> body(long amount, String method) {
        return Map.of("amount", Map.of("amount", amount, "currency", "EUR"), "paymentMethod", method);
    }

    private long available(Session owner) {
        var wallets = json(api.get(owner, "/v1/wallets").expectStatus().isOk());
        return wallets.at("/data/0/available/amount").asLong(0);
    }

    private Map<String, Long> posted(String reference) {
        var amounts = new HashMap<String, Long>();
        tables.jdbc().sql("""
                select a.code, e.amount from ledger.entry e join ledger.transfer t on t.id = e.transfer_id
                join ledger.account a on a.id = e.account_id where t.reference = :reference""")
                .param("reference", reference).query(row -> {
                    amounts.merge(row.getString(1), row.getLong(2), Long::sum);
                });
        return amounts;
    }

    /// What is left in between of one payment and its refunds: their references end with the operation's id.
    private long clearingOf(String payment) {
        var operations = json(api.get(customer, "/v1/payments/" + payment)).path("operations").valueStream()
                .map(operation -> operation.path("id").asString()).toList();
        return tables.jdbc().sql("""
                select coalesce(sum(e.amount), 0) from ledger.entry e join ledger.transfer t on t.id = e.transfer_id
                join ledger.account a on a.id = e.account_id
                where a.code = 'wallet_clearing' and e.layer = 'posted'
                    and split_part(t.reference, ':', 2) = any (:operations)""")
                .param("operations", operations.toArray(String[]::new)).query(Long.class).single();
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
