package io.mainstay.rowsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.caller.Caller;
import io.mainstay.catalog.Catalog;
import io.mainstay.orders.Shop;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Queries as somebody wrote them who forgot whose rows they may read.
@IntegrationTest
class RowSecurityIT {

    /// Whose tables hold rows of accounts that only those accounts may see.
    private static final List<String> SCHEMAS = List.of("orders", "payments", "idempotency");

    /// What belongs to log-ins: whoever is known sees their own, and before a log-in the row is what tells who it is.
    private static final List<String> OF_LOG_INS = List.of("auth.session", "apikeys.api_key", "apikeys.service_account",
            "factors.totp", "factors.recovery_code", "factors.passkey", "signin.identity", "oauth.consent",
            "securitylog.event", "securitylog.device");

    /// What has none (ADR 20): what decisions are made from; the platform's own sums; what is looked up by its secret alone
    /// and never listed; counters of guesses; and mails, which no request reads.
    private static final List<String> WITHOUT = List.of("access.role_binding", "access.role", "ledger.folded_balance",
            "ledger.folded_hour", "auth.email_verification", "auth.password_reset", "auth.login_challenge",
            "auth.email_change", "auth.proof_attempt", "oauth.user_code_attempts", "securitylog.pace",
            "notifications.mail");

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    JdbcClient database;
    @Autowired
    Owner owner;
    @Autowired
    PlatformTransactionManager transactions;

    private TransactionTemplate transaction;
    private Session mira;
    private Session jonas;
    private UUID order;

    @BeforeEach
    void orderSomething() {
        transaction = new TransactionTemplate(transactions);
        var shop = new Shop(api, catalog, transactions);
        mira = api.signedUp();
        jonas = api.signedUp();
        var placed = shop.placed(mira, shop.product(1), 1);
        shop.pay(mira, placed, "tok_4242").expectStatus().isOk();
        order = owner.jdbc().sql("select id from orders.customer_order where account_id = :account")
                .param("account", mira.id().value()).query(UUID.class).single();
    }

    @AfterEach
    void endRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void showsACallerTheirOwnRowsAlone() {
        for (var table : tables()) {
            var seen = asked(mira, () -> count(table));
            assertThat(asked(jonas, () -> count(table))).as("another customer's view of " + table).isZero();
            assertThat(asked(null, () -> count(table))).as("a stranger's view of " + table).isZero();
            assertThat(seen).as("the owner's view of " + table)
                    .matches(rows -> table.equals("payments.late_money") ? rows == 0 : rows > 0);
        }
    }

    @Test
    void showsWhatNoRequestAskedForEverything() {
        for (var table : tables()) {
            Long seen = transaction.execute(_ -> count(table));
            assertThat(seen).as(table)
                    .isEqualTo(owner.jdbc().sql("select count(*) from " + table).query(Long.class).single());
        }
    }

    @Test
    void showsNothingOutsideOfATransaction() {
        for (var table : Stream.of(tables(), OF_LOG_INS, List.of("oauth.authorization_grant")).flatMap(List::stream)
                .toList()) {
            var seen = table.equals("oauth.authorization_grant")
                    ? database.sql("select count(*) from " + table + " where account_id is not null").query(Long.class)
                            .single()
                    : count(table);
            assertThat(seen).as(table).isZero();
        }
    }

    @Test
    void showsWhoeverIsKnownTheirOwnLogInsAlone() {
        for (var table : OF_LOG_INS) {
            var column = table.equals("apikeys.service_account") ? "owner_id" : "account_id";
            var others = "select count(*) from " + table + " where " + column + " is distinct from :own";
            assertThat(asked(mira, () -> database.sql(others).param("own", mira.id().value()).query(Long.class)
                    .single())).as(table).isZero();
        }
        assertThat(asked(mira, () -> count("auth.session"))).isEqualTo(1);
        assertThat(asked(jonas, () -> database.sql("update auth.session set ended_at = now(), end_reason = 'logout'")
                .update())).isEqualTo(1);
        assertThat(asked(mira, () -> database.sql("select count(*) from auth.session where ended_at is null")
                .query(Long.class).single())).isEqualTo(1);
    }

    @Test
    void letsNobodyPutALogInOnAnotherAccount() {
        assertThatThrownBy(() -> asked(jonas, () -> database.sql("""
                insert into signin.identity (issuer, subject, account_id) values ('https://x.example', 's', :other)""")
                .param("other", mira.id().value()).update()))
                .rootCause().hasMessageContaining("row-level security");
    }

    /// A session of one's own that is sent along makes nobody somebody.
    @Test
    void worksForNobodyWhereAnybodyMayAsk() {
        var here = api.logIn(mira.email(), mira.password());
        api.send(HttpMethod.POST, "/v1/sessions", Map.of("email", jonas.email(), "password", jonas.password()),
                headers -> headers.setBearerAuth(here)).expectStatus().isCreated();
    }

    @Test
    void letsNobodyChangeOrTakeWhatIsOthers() {
        assertThat(asked(jonas, () -> database.sql("update orders.customer_order set status = 'cancelled'").update()))
                .isZero();
        assertThat(asked(jonas, () -> database.sql("update payments.payment set refunded = captured").update()))
                .isZero();
        assertThat(asked(jonas, () -> database.sql("delete from idempotency.record where principal = :other")
                .param("other", mira.id().value()).update())).isZero();
        assertThatThrownBy(() -> asked(jonas, () -> database.sql("""
                insert into orders.order_line (order_id, position, product_id, sku, name, unit_price, tax, quantity, open)
                values (:order, 9, :order, 'x', 'x', 1, 0, 1, 1)""").param("order", order).update()))
                .rootCause().hasMessageContaining("row-level security");
        assertThatThrownBy(() -> asked(jonas, () -> database.sql("""
                insert into idempotency.record (principal, key, fingerprint, status)
                values (:other, 'k', repeat('0', 64), 200)""").param("other", mira.id().value()).update()))
                .rootCause().hasMessageContaining("row-level security");
    }

    /// A connection goes back to the pool: the next transaction on it is somebody else's.
    @Test
    void forgetsTheCallerWithTheTransaction() {
        asked(mira, () -> count("orders.customer_order"));
        RequestContextHolder.resetRequestAttributes();

        for (var connection = 0; connection < 20; connection++) {
            assertThat(database.sql("select coalesce(current_setting('mainstay.caller', true), '')")
                    .query(String.class).single()).isEmpty();
        }
    }

    /// A new table with an owner is here, or has policies.
    @Test
    void coversEachTableThatHoldsRowsOfSomebody() {
        assertThat(owner.jdbc()
                .sql("""
                select distinct n.nspname || '.' || c.relname
                from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
                where c.relkind = 'r' and not c.relrowsecurity and n.nspname not like 'pg\\_%'
                    and (n.nspname in (:schemas) and c.relname <> 'legal_transition'
                        or a.attname in ('account_id', 'account', 'owner_id', 'owner', 'organization_id', 'principal'))""")
                .param("schemas", SCHEMAS).query(String.class).list()).containsExactlyInAnyOrderElementsOf(WITHOUT);
    }

    private List<String> tables() {
        return owner.jdbc().sql("""
                select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind = 'r' and n.nspname in (:schemas) and c.relrowsecurity""").param("schemas", SCHEMAS)
                .query(String.class).list();
    }

    private Long count(String table) {
        return database.sql("select count(*) from " + table).query(Long.class).single();
    }

    /// In a transaction of a request.
    private <T> T asked(@Nullable Session by, Supplier<T> work) {
        var request = new MockHttpServletRequest();
        if (by != null) {
            new Caller(by.id(), null, null).attachTo(request);
        }
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        try {
            return transaction.execute(_ -> work.get());
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }
}
