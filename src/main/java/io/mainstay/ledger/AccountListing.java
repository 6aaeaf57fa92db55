package io.mainstay.ledger;

import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.rowsecurity.AllRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads accounts for those who may read the whole ledger.
@Repository
class AccountListing {

    private final JdbcClient jdbc;
    private final AllRows allRows;
    private final Balances balances;
    private final Statements statements;

    AccountListing(JdbcClient jdbc, AllRows allRows, Balances balances, Statements statements) {
        this.jdbc = jdbc;
        this.allRows = allRows;
        this.balances = balances;
        this.statements = statements;
    }

    Page<AccountResponse> list(@Nullable LedgerOwner owner, PageRequest page) {
        var rows = allRows.read(() -> jdbc.sql("""
                select * from ledger.account
                where %s (opened_at, id) < (:openedAt, :id) order by opened_at desc, id desc limit :fetch
                """.formatted(owner == null ? "" : "owner = :owner and"))
                .param("owner", owner == null ? null : owner.id())
                .param("openedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query((row, _) -> response(row, null)).list());
        return Page.of(rows, page, row -> new Keyset(row.openedAt(), row.id().value()));
    }

    /// @param at null for now
    Optional<AccountResponse> find(LedgerAccountId id, @Nullable Instant at) {
        return allRows.read(() -> balances.of(id, at).flatMap(balance -> jdbc
                .sql("select * from ledger.account where id = :id").param("id", id.value())
                .query((row, _) -> response(row, balance)).optional()));
    }

    /// As [Statements#of], of anybody's account.
    Optional<Page<StatementLine>> statement(LedgerAccountId id, Instant from, Instant to, PageRequest page) {
        return allRows.read(() -> statements.of(id, from, to, page));
    }

    /// Of now it sums the accounts' balances; of a time the folded hours of those without a floor, and of the others what
    /// they have now less what came since.
    TrialBalance trialBalance(@Nullable Instant at) {
        var sums = at == null
                ? "select currency, code, kind, debits, credits from ledger.account_balance"
                : """
                select a.currency, a.code, a.kind, a.debits::numeric, a.credits::numeric
                from ledger.account a where a.floor is not null
                union all
                select a.currency, a.code, a.kind, -greatest(e.amount, 0), least(e.amount, 0)
                from ledger.entry e join ledger.account a on a.id = e.account_id and a.floor is not null
                where e.posted_at > :at and e.layer = 'posted'
                union all
                select a.currency, a.code, a.kind, b.debits, b.credits
                from ledger.account a cross join lateral ledger.balance_at(a.id, :at, :last) b where a.floor is null
                """;
        return allRows.read(() -> TrialBalance.of(at, jdbc.sql("""
                select currency, code, kind, sum(debits) as debits, sum(credits) as credits from (%s) as sums
                group by currency, code, kind order by currency, code
                """.formatted(sums)).param("at", at == null ? null : at.atOffset(ZoneOffset.UTC))
                .param("last", Balances.LAST)
                .query((row, _) -> new TrialBalance.Row(row.getString("currency"), new TrialBalance.Line(
                        row.getString("code"), row.getString("kind"), Balances.sum(row, "debits"),
                        Balances.sum(row, "credits"))))
                .list()));
    }

    /// The accounts with these ids, as far as they are open.
    List<LedgerAccount> named(List<LedgerAccountId> ids) {
        return allRows.read(() -> jdbc.sql("select * from ledger.account where id = any (:ids)")
                .param("ids", ids.stream().map(LedgerAccountId::value).toArray(UUID[]::new))
                .query((row, _) -> Balances.account(row)).list());
    }

    private static AccountResponse response(ResultSet row, @Nullable Balance balance) throws SQLException {
        var account = Balances.account(row);
        return new AccountResponse(account.id(), account.owner() == null ? null : account.owner().toString(),
                account.code(), account.kind().text(), account.currency(), row.getObject("floor", Long.class),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                balance == null ? null : AccountResponse.Sums.of(balance));
    }
}
