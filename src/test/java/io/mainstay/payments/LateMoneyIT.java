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
import io.mainstay.money.Money;
import io.mainstay.orders.Shop;
import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.mainstay.providers.PaymentProviders;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// A charge that nobody could find was given up, and then its money is there after all.
@IntegrationTest
class LateMoneyIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Payments payments;
    @Autowired
    PaymentProviders providers;
    @Autowired
    LateMoney lateMoney;
    @Autowired
    Owner tables;
    @Autowired
    Environment environment;

    private Shop shop;
    private Session customer;
    private String order;
    private PaymentId payment;
    private OperationId operation;
    private String reference;

    @BeforeEach
    void open() {
        shop = new Shop(api, catalog, transactions);
        customer = api.signedUp();
    }

    @Test
    void goesBackByItselfAndIsAnnounced() {
        givenUp("tok_4242");
        arrive();
        arrive();

        await().atMost(SOON).untilAsserted(() -> assertThat(status()).isEqualTo("returned"));
        assertThat(posted("late:")).isEqualTo(Map.of("psp_receivable", 1190L, "orphaned_money", -1190L));
        assertThat(posted("late-return:")).isEqualTo(Map.of("psp_receivable", -1190L, "orphaned_money", 1190L));
        assertThat(new MailBox(environment, customer.email()).await("came too late", 1)).hasSize(1);
        // it never belonged to the payment, which can be paid in another way
        shop.pay(customer, order, "tok_4242").expectStatus().isOk();
        arrive();
        assertThat(tables.jdbc().sql("select count(*) from payments.late_money where payment_id = :id")
                .param("id", payment.value()).query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void isPaidBackOnceThoughTheAnswerIsLost() {
        givenUp("tok_4242");
        arrive();
        await().atMost(SOON).untilAsserted(() -> assertThat(status()).isEqualTo("returned"));
        var before = refundedAtTheProvider();
        assertThat(before).isPositive();
        // as if the worker had died before it recorded the outcome
        var owed = tables.jdbc().sql("""
                select return_id, amount, currency, reference from payments.late_money where operation_id = :id""")
                .param("id", operation.value())
                .query((row, _) -> new LateMoney.Owed(operation, "sandbox",
                        new Instruction.Refund(new OperationId(row.getObject(1, UUID.class)),
                                Money.of(row.getLong(2), row.getString(3)), row.getString(4)),
                        1))
                .single();
        lateMoney.settle(owed, providers.called("sandbox").submit(owed.instruction()));
        assertThat(refundedAtTheProvider()).isEqualTo(before);
        assertThat(posted("late-return:")).isEqualTo(Map.of("psp_receivable", -1190L, "orphaned_money", 1190L));
    }

    @Test
    void isLeftToAPersonWhereTheProviderRefuses() {
        givenUp("tok_refund_declined");
        arrive();
        await().atMost(SOON).untilAsserted(() -> assertThat(status()).isEqualTo("refused"));
        assertThat(posted("late-return:")).isEmpty();
    }

    @Test
    void staysWhatItIs() {
        givenUp("tok_refund_declined");
        arrive();
        assertThatThrownBy(() -> tables.jdbc().sql("update payments.late_money set amount = 1 where operation_id = :id")
                .param("id", operation.value()).update()).rootCause().hasMessageContaining("is what it is");
        assertThatThrownBy(() -> tables.jdbc().sql("delete from payments.late_money where operation_id = :id")
                .param("id", operation.value()).update()).rootCause().hasMessageContaining("keeps every row");
    }

    /// The provider has the money; here nobody knows of it.
    private void givenUp(String method) {
        order = shop.placed(customer, shop.product(2), 1);
        shop.pay(customer, order, "tok_0002").expectStatus().isEqualTo(402);
        var read = Objects.requireNonNull(api.get(customer, "/v1/orders/" + order).expectBody(JsonNode.class)
                .returnResult().getResponseBody());
        payment = PaymentId.of(read.at("/payment/id").asString());
        operation = OperationId.of(read.at("/payment/operations/0/id").asString());
        // another charge at the provider stands for the one that was declined, under a name of its own
        var charged = providers.called("sandbox").submit(
                new Instruction.Authorize(OperationId.next(), Money.of(1190, "EUR"), method, true, null));
        reference = ((Outcome.Succeeded) charged).reference();
    }

    private void arrive() {
        var _ = new TransactionTemplate(transactions)
                .execute(_ -> payments.settle(new PaidFor("order", TypeId.decode("order", order)), payment,
                        operation, new Outcome.Succeeded(reference)));
    }

    private String status() {
        return tables.jdbc().sql("select status from payments.late_money where operation_id = :id")
                .param("id", operation.value()).query(String.class).single();
    }

    private Map<String, Long> posted(String kind) {
        var amounts = new java.util.HashMap<String, Long>();
        tables.jdbc().sql("""
                select a.code, e.amount from ledger.entry e join ledger.transfer t on t.id = e.transfer_id
                join ledger.account a on a.id = e.account_id where t.reference = :reference""")
                .param("reference", kind + operation).query(row -> {
                    amounts.put(row.getString(1), row.getLong(2));
                });
        return amounts;
    }

    private long refundedAtTheProvider() {
        var totals = org.springframework.web.client.RestClient
                .create(environment.getRequiredProperty("mainstay.providers.sandbox-url")).get().uri("/v1/totals")
                .retrieve().body(JsonNode.class);
        return Objects.requireNonNull(totals).path("EUR").path("refunded").asLong();
    }
}
