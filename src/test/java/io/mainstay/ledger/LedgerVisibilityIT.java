package io.mainstay.ledger;

import static io.mainstay.ledger.Books.CASH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.organizations.Tenants;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Queries of the ledger as somebody wrote them who forgot whose rows they may read.
@IntegrationTest
class LedgerVisibilityIT {

    @Autowired
    BeanFactory program;
    @Autowired
    JdbcClient database;
    @Autowired
    Holds holds;
    @Autowired
    Balances balances;
    @Autowired
    ApiClient api;

    private Books books;
    private AccountId mira;
    private LedgerAccount mine;
    private LedgerAccount yours;

    @BeforeEach
    void openTheBooks() {
        books = new Books(program);
        mira = AccountId.next();
        mine = books.opened(LedgerAccount.of(LedgerOwner.of(mira), "wallet", "EUR"));
        yours = books.funded(100);
        books.post(CASH, mine, 50);
    }

    @AfterEach
    void endRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void showsOwnersTheirOwnAndThePlatformsAlone() {
        books.post(yours, mine, 10);
        for (var query : new String[]{"select count(*) from ledger.account where id = '%s'",
                "select count(*) from ledger.account_balance where id = '%s'",
                "select count(*) from ledger.entry where account_id = '%s'",
                "select count(*) from ledger.transfer t where exists (select from ledger.entry e where e.transfer_id = t.id and e.account_id = '%s')"}) {
            assertThat(count(mira, query, mine)).as(query).isPositive();
            assertThat(count(mira, query, yours)).as(query).isZero();
            assertThat(count(mira, query, CASH)).as(query).isPositive();
            assertThat(count(null, query, mine)).as(query).isZero();
            assertThat(count(AccountId.next(), query, mine)).as(query).isZero();
            assertThat(database.sql(query.formatted(mine.id().value())).query(Long.class).single())
                    .as("outside of a transaction: " + query).isZero();
        }
        // of a transfer between two owners each sees its own side, and of a stranger's nothing
        var between = books.post(yours, mine, 1);
        var entries = "select count(*) from ledger.entry where transfer_id = '" + between.value()
                + "' or account_id = '%s'";
        assertThat(count(mira, entries.replace(" or account_id = '%s'", ""), mine)).isEqualTo(1);
        assertThat(count(AccountId.next(), "select count(*) from ledger.transfer where id = '" + between.value() + "'",
                mine)).isZero();
    }

    @Test
    void showsAnOrganizationsToThoseWhoMayReadItsPayments() {
        var tenants = new Tenants(api);
        var owner = api.signedUp();
        var organization = tenants.founded(owner);
        var account = books.opened(LedgerAccount.of(LedgerOwner.of(OrganizationId.of(organization)), "wallet", "EUR"));
        var query = "select count(*) from ledger.account where id = '%s'";

        assertThat(count(owner.id(), query, account)).isEqualTo(1);
        assertThat(count(tenants.joined(owner, organization, "VIEWER").id(), query, account)).isEqualTo(1);
        assertThat(count(mira, query, account)).isZero();
    }

    /// A customer who pays another one sees neither their account nor their part of the hold, and needn't.
    @Test
    void letsACallerMoveMoneyToWhomTheyDoNotSee() {
        var hold = asked(mira, () -> holds.hold(Books.transfer(mine, yours, 20),
                java.time.Instant.now().plusSeconds(60)));
        asked(mira, () -> holds.post(hold));
        assertThat(books.posted(yours)).isEqualTo(120);
        assertThat(asked(mira, () -> balances.of(mine).orElseThrow().posted().longValueExact())).isEqualTo(30);
        assertThat(asked(mira, () -> balances.of(yours).isPresent())).isFalse();
    }

    @Test
    void letsNobodyChangeAnything() {
        for (var change : new String[]{"update ledger.account set credits = 1", "delete from ledger.entry",
                "update ledger.open_hold set expires_at = now()", "insert into ledger.folded_hour values (null)"}) {
            assertThatThrownBy(() -> asked(mira, () -> database.sql(change).update())).rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    private long count(@Nullable AccountId by, String query, LedgerAccount account) {
        return asked(by, () -> database.sql(query.formatted(account.id().value())).query(Long.class).single());
    }

    /// In a transaction of a request.
    private <T> T asked(@Nullable AccountId by, Supplier<T> work) {
        var request = new MockHttpServletRequest();
        if (by != null) {
            new Caller(by, null, null).attachTo(request);
        }
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        try {
            return Objects.requireNonNull(books.in(work));
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }
}
