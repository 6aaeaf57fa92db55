package io.mainstay.ledger;

import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What became of an account, transfer by transfer, as far as the caller may see it.
@Service
public class Statements {

    private final JdbcClient jdbc;
    private final Balances balances;

    Statements(JdbcClient jdbc, Balances balances) {
        this.jdbc = jdbc;
        this.balances = balances;
    }

    /// A page of the time from `from`, included, to `to`, not included; empty if the account isn't open.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Page<StatementLine>> of(LedgerAccountId id, Instant from, Instant to, PageRequest page) {
        return balances.of(id, null).map(account -> {
            var rows = jdbc.sql("""
                    with page as (
                        select posted_at, transfer_id,
                               coalesce(sum(amount) filter (where layer = 'posted' and amount > 0), 0) as debits,
                               coalesce(-sum(amount) filter (where layer = 'posted' and amount < 0), 0) as credits,
                               coalesce(sum(amount) filter (where layer = 'held' and amount > 0
                                   or layer = 'released' and amount < 0), 0) as held_debits,
                               coalesce(-sum(amount) filter (where layer = 'held' and amount < 0
                                   or layer = 'released' and amount > 0), 0) as held_credits
                        from ledger.entry
                        where account_id = :account and posted_at >= :from and posted_at < :to
                            and (posted_at, transfer_id) < (:postedAt, :id)
                        group by posted_at, transfer_id order by posted_at desc, transfer_id desc limit :fetch),
                    newest as (select posted_at, transfer_id from page order by posted_at desc, transfer_id desc limit 1)
                    select p.*, t.reference, t.description, t.metadata ->> 'message' as message,
                           b.debits - b.credits - coalesce(sum(p.debits - p.credits) over (
                               order by p.posted_at desc, p.transfer_id desc
                               rows between unbounded preceding and 1 preceding), 0) as balance
                    from newest n cross join lateral ledger.balance_at(:account, n.posted_at, n.transfer_id) b
                    cross join page p join ledger.transfer t on t.id = p.transfer_id
                    order by p.posted_at desc, p.transfer_id desc
                    """).param("account", id.value()).param("from", from.atOffset(ZoneOffset.UTC))
                    .param("to", to.atOffset(ZoneOffset.UTC))
                    .param("postedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                    .param("fetch", page.fetch()).query((row, _) -> line(row, account.account().kind())).list();
            return Page.of(rows, page, row -> new Keyset(row.postedAt(), row.transferId().value()));
        });
    }

    private static StatementLine line(ResultSet row, LedgerAccount.Kind kind) throws SQLException {
        var debitBalance = Balances.sum(row, "balance");
        return new StatementLine(new TransferId(row.getObject("transfer_id", UUID.class)), row.getString("reference"),
                row.getString("description"), row.getString("message"),
                row.getObject("posted_at", OffsetDateTime.class).toInstant(),
                Balances.sum(row, "debits"), Balances.sum(row, "credits"), Balances.sum(row, "held_debits"),
                Balances.sum(row, "held_credits"), kind.growsByDebits() ? debitBalance : debitBalance.negate());
    }
}
