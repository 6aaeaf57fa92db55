package io.mainstay.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.StatementCounter;
import io.mainstay.catalog.Catalog;
import io.mainstay.ledger.Ledger;
import io.mainstay.money.Money;
import io.mainstay.wallets.Purse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// What a checkout may ask of the database. Noise can't move these numbers, so they are asserted as they are: a
/// statement more is a decision, not an accident.
@IntegrationTest
class CheckoutBudgetIT {

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    StatementCounter counter;
    @Autowired
    Ledger ledger;

    @Test
    void keepsToItsStatementsAndCommits() {
        var shop = new Shop(api, catalog, transactions);
        var customer = api.signedUp();
        var lines = Map.of("lines",
                List.of(Map.of("productId", shop.product(9).toString(), "quantity", 1),
                        Map.of("productId", shop.product(9).toString(), "quantity", 2)));
        shop.pay(customer, shop.placed(customer, shop.product(1), 1), "tok_4242").expectStatus().isOk();

        var placing = UUID.randomUUID().toString();
        var order = send(customer, placing, "/v1/orders", lines);
        var paying = UUID.randomUUID().toString();
        send(customer, paying, "/v1/orders/" + order.path("id").asString() + "/pay",
                Map.of("paymentMethod", "tok_4242"));

        assertThat(counter.commits(placing)).isEqualTo(1);
        assertThat(counter.commits(paying)).isEqualTo(2);
        assertThat(statements(placing)).as(String.join("\n", counter.of(placing))).isLessThanOrEqualTo(6);
        assertThat(statements(paying)).as(String.join("\n", counter.of(paying))).isLessThanOrEqualTo(18);
    }

    @Test
    void refundsWithinItsStatementsAndCommits() {
        var shop = new Shop(api, catalog, transactions);
        var customer = api.signedUp();
        var operator = api.administrator();
        var payment = Shop.json(shop.pay(customer, shop.placed(customer, shop.product(1), 1), "tok_4242").expectStatus()
                .isOk()).path("id").asString();
        var refund = Map.of("amount", Map.of("amount", 100, "currency", "EUR"), "reason", "Measured");
        var path = "/v1/payments/" + payment + "/refunds";
        send(operator, UUID.randomUUID().toString(), path, refund);

        var refunding = UUID.randomUUID().toString();
        send(operator, refunding, path, refund);

        assertThat(counter.commits(refunding)).isEqualTo(2);
        assertThat(statements(refunding)).as(String.join("\n", counter.of(refunding))).isLessThanOrEqualTo(19);
    }

    @Test
    void sendsMoneyFromWalletToWalletInOneTransaction() {
        var sender = api.signedUp();
        var recipient = api.signedUp();
        new Purse(ledger, new TransactionTemplate(transactions)).fill(sender.id(), Money.of(1000, "EUR"));
        var transfer = Map.of("to", recipient.id().toString(), "amount", Map.of("amount", 100, "currency", "EUR"));
        send(sender, UUID.randomUUID().toString(), "/v1/wallet-transfers", transfer);

        var sending = UUID.randomUUID().toString();
        send(sender, sending, "/v1/wallet-transfers", transfer);

        assertThat(counter.commits(sending)).isEqualTo(1);
        assertThat(statements(sending)).as(String.join("\n", counter.of(sending))).isLessThanOrEqualTo(7);
    }

    @Test
    void readsAListWithOneStatement() {
        var id = UUID.randomUUID().toString();
        api.send(HttpMethod.GET, "/v1/products?limit=20", null, headers -> headers.set("X-Request-Id", id))
                .expectStatus()
                .isOk();

        assertThat(counter.of(id).stream().filter(statement -> !statement.equals("commit"))).hasSize(1);
    }

    private long statements(String request) {
        return counter.of(request).size() - counter.commits(request);
    }

    private JsonNode send(Session customer, String requestId, String path, Object body) {
        return Shop.json(api.send(HttpMethod.POST, path, body, headers -> {
            headers.setBearerAuth(customer.token());
            headers.set("Idempotency-Key", requestId);
            headers.set("X-Request-Id", requestId);
        }).expectStatus().is2xxSuccessful());
    }
}
