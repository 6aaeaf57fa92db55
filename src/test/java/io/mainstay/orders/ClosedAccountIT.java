package io.mainstay.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.MailBox;
import io.mainstay.Owner;
import io.mainstay.auth.Accounts;
import io.mainstay.catalog.Catalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;

/// Somebody goes for good: nothing tells of them any more, and the books still balance.
@IntegrationTest
class ClosedAccountIT {

    @Autowired
    Accounts accounts;
    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    Environment environment;
    @Autowired
    Owner owner;
    @Autowired
    PlatformTransactionManager transactions;

    private Shop shop;
    private Session person;

    @BeforeEach
    void signUp() {
        shop = new Shop(api, catalog, transactions);
        person = api.signedUp();
    }

    @Test
    void erasesThePersonAndKeepsWhatWasPaid() {
        var order = shop.placed(person, shop.product(3), 2);
        var payment = Shop.json(shop.pay(person, order, "tok_4242").expectStatus().isOk());
        api.post("/v1/password-resets", Map.of("email", person.email()));
        new MailBox(environment, person.email()).await("Your order", 1);
        var books = books();
        var other = api.logIn(person.email(), person.password());

        close(person, person.password()).expectStatus().isNoContent();

        // everything that is known of the account anywhere
        var rows = owner.jdbc().sql("""
                select a::text from auth.account a where id = :id
                union all select s::text from auth.session s where account_id = :id
                union all select v::text from auth.email_verification v where account_id = :id
                union all select r::text from auth.password_reset r where account_id = :id
                union all select m::text from notifications.mail m where account = :id and template <> 'accountClosed'
                """).param("id", person.id().value()).query(String.class).list();
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(person.email()) || row.contains("Ada")
                || row.contains("argon2") || row.contains("127.0.0.1") || row.contains("Java"));
        assertThat(owner.jdbc().sql("select count(*) from auth.password_reset_request where email = :email")
                .param("email", person.email()).query(Long.class).single()).isZero();
        assertThat(accounts.contact(person.id())).isEmpty();
        // the books don't change, and the order goes on
        assertThat(books()).isEqualTo(books);
        assertThat(owner.jdbc().sql("""
                select o.status || p.status from orders.customer_order o join payments.payment p on p.order_id = o.id
                where o.account_id = :id""").param("id", person.id().value()).query(String.class).single())
                .isEqualTo("confirmedsucceeded");
        assertThat(payment.path("status").asString()).isEqualTo("succeeded");
        // and it can do nothing
        for (var token : List.of(person.token(), other)) {
            api.send(HttpMethod.GET, "/v1/orders/" + order, null, headers -> headers.setBearerAuth(token))
                    .expectStatus().isUnauthorized();
        }
        logIn().expectStatus().isUnauthorized().expectBody().jsonPath("$.code").isEqualTo("invalid-credentials");

        var farewell = new MailBox(environment, person.email()).await("Your account was closed", 1);
        assertThat(farewell.getFirst().text()).contains("Hello Ada Lovelace");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(owner.jdbc().sql("""
                select count(*) from notifications.mail where account = :id and data is not null""")
                .param("id", person.id().value()).query(Long.class).single()).isZero());
    }

    @Test
    void freesTheAddressForAnotherAccount() {
        var order = shop.placed(person, shop.product(1), 1);
        close(person, person.password()).expectStatus().isNoContent();

        api.register(person.email(), person.password(), "Ada Again").expectStatus().isAccepted();
        api.verify(api.tokenFor(person.email())).expectStatus().isNoContent();
        var again = api.logIn(person.email(), person.password());
        var account = Objects.requireNonNull(api.send(HttpMethod.GET, "/v1/account", null,
                headers -> headers.setBearerAuth(again)).expectStatus().isOk().expectBody(Map.class).returnResult()
                .getResponseBody());
        assertThat(account.get("id")).isNotEqualTo(person.id().toString());
        api.send(HttpMethod.GET, "/v1/orders/" + order, null, headers -> headers.setBearerAuth(again)).expectStatus()
                .isNotFound();
    }

    @Test
    void cancelsUnpaidOrdersAndGivesTheirStockBack() {
        var product = shop.product(2);
        var order = shop.placed(person, product, 2);
        var other = api.signedUp();
        api.post(other, "/v1/orders", Shop.of(product, 1)).expectStatus().isEqualTo(409);

        close(person, person.password()).expectStatus().isNoContent();

        assertThat(status(order)).isEqualTo("cancelled");
        api.post(other, "/v1/orders", Shop.of(product, 2)).expectStatus().isCreated();
    }

    @Test
    void staysWhileAPaymentHasNoOutcome() {
        var unpaid = shop.placed(person, shop.product(1), 1);
        var order = shop.placed(person, shop.product(1), 1);
        shop.pay(person, order, "tok_timeout").expectStatus().isAccepted();

        close(person, person.password()).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("order-not-cancellable");

        assertThat(status(unpaid)).isEqualTo("pendingPayment");
        assertThat(accounts.contact(person.id())).isPresent();
        api.get(person, "/v1/account").expectStatus().isOk();
        // the repair job finds that the money came
        await().atMost(Duration.ofSeconds(40)).until(() -> status(order).equals("confirmed"));
        close(person, person.password()).expectStatus().isNoContent();
    }

    @Test
    void closesNothingWithoutThePassword() {
        close(person, "a wrong password").expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("wrong-password");
        api.post(person, "/v1/account/close", Map.of()).expectStatus().isEqualTo(422);
        api.post(person, "/v1/account/close", "").expectStatus().isBadRequest();
        api.post("/v1/account/close", Map.of("currentPassword", person.password())).expectStatus().isUnauthorized();
        api.get(person, "/v1/account").expectStatus().isOk();
    }

    @Test
    void losesTheBrowsersCookies() {
        var session = api.post("/v1/sessions", Map.of("email", person.email(), "password", person.password(),
                "transport", "cookie")).expectStatus().isCreated().expectBody(Map.class).returnResult();
        var cookies = Objects.requireNonNull(session.getResponseHeaders().get(HttpHeaders.SET_COOKIE)).stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';'))).toList();
        var answer = api.send(HttpMethod.POST, "/v1/account/close", Map.of("currentPassword", person.password()),
                headers -> {
                    headers.set(HttpHeaders.COOKIE, String.join("; ", cookies));
                    headers.set("X-CSRF-Token", String.valueOf(
                            Objects.requireNonNull(session.getResponseBody()).get("csrfToken")));
                }).expectStatus().isNoContent().expectBody().returnResult();
        assertThat(answer.getResponseHeaders().get(HttpHeaders.SET_COOKIE)).hasSize(2)
                .allMatch(cookie -> cookie.contains("Max-Age=0"));
    }

    /// Held by the database, whatever the code does.
    @Test
    void staysClosed() {
        close(person, person.password()).expectStatus().isNoContent();
        for (var change : List.of("closed_at = null", "email = 'a@example.com'", "name = 'Ada'", "version = 99")) {
            assertThatThrownBy(() -> owner.jdbc().sql("update auth.account set " + change + " where id = :id")
                    .param("id", person.id().value()).update()).hasMessageContaining("stays closed");
        }
        assertThatThrownBy(() -> owner.jdbc().sql("update auth.account set closed_at = now() where email = :email")
                .param("email", api.signedUp().email()).update())
                .hasMessageContaining("closed_account_holds_nothing_of_the_person");
        assertThatThrownBy(() -> owner.jdbc().sql("""
                update auth.session set address = '', user_agent = null, expires_at = now()
                where account_id = :id""").param("id", person.id().value()).update())
                .hasMessageContaining("stays ended");
    }

    private ResponseSpec close(Session who, String password) {
        return api.post(who, "/v1/account/close", Map.of("currentPassword", password));
    }

    private ResponseSpec logIn() {
        return api.post("/v1/sessions", Map.of("email", person.email(), "password", person.password()));
    }

    private String status(String order) {
        return owner.jdbc().sql("select status from orders.customer_order where id = :id")
                .param("id", OrderId.of(order).value()).query(String.class).single();
    }

    /// Of what this person paid.
    private List<String> books() {
        return owner.jdbc().sql("""
                select t::text || e::text from ledger.transfer t join ledger.entry e on e.transfer_id = t.id
                where t.reference in (select 'capture:' || o.id from payments.operation o
                                      join payments.payment p on p.id = o.payment_id where p.account_id = :id)
                union all select p::text from payments.payment p where account_id = :id
                order by 1""").param("id", person.id().value()).query(String.class).list();
    }
}
