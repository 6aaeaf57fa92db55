package io.mainstay.ledger;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What the ledger does by time. Any number of instances may do it at once: each leaves out what another one is at.
@Repository
class LedgerUpkeep {

    private final JdbcClient jdbc;
    private final LedgerSettings settings;

    LedgerUpkeep(JdbcClient jdbc, LedgerSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /// Ends overdue holds, the oldest first.
    ///
    /// @return whether there may be more
    boolean expireHolds() {
        return jdbc.sql("select ledger.expire_holds(:batch)").param("batch", settings.expiryBatch())
                .query(Integer.class).single() == settings.expiryBatch();
    }

    /// Moves folded balances over entries whose transactions have all ended; PostgreSQL adds them up, see `ledger.fold`.
    ///
    /// @return how many accounts were folded
    int fold() {
        return jdbc.sql("""
                with behind as materialized (
                    select account_id, case when folded_through < pg_snapshot_xmax(pg_current_snapshot())
                                            then folded_through else '0' end as folded_through
                    from ledger.folded_balance b
                    where exists (
                        select from ledger.entry e
                        where e.account_id = b.account_id and e.owner is null and e.xid > b.folded_through
                            and e.xid < pg_snapshot_xmin(pg_current_snapshot()))
                        or folded_through >= pg_snapshot_xmax(pg_current_snapshot())
                    order by b.folded_through limit :accounts for update skip locked)
                update ledger.folded_balance f set folded_through = coalesce(next.xid, '0')
                from behind cross join lateral (
                    select max(xid) as xid from (
                        select e.xid from ledger.entry e
                        where e.account_id = behind.account_id and e.owner is null and e.xid > behind.folded_through
                            and e.xid < pg_snapshot_xmin(pg_current_snapshot())
                        order by e.xid limit :batch) as few) as next
                where f.account_id = behind.account_id
                """).param("batch", settings.foldBatch()).param("accounts", settings.foldAccounts()).update();
    }

    /// How old the oldest entry is that isn't folded yet; zero if there is none. It grows while folding is held up: by a
    /// transaction that doesn't end, or because nothing folds.
    double oldestUnfoldedSeconds() {
        return jdbc.sql("""
                select coalesce(max(extract(epoch from clock_timestamp() - first.posted_at)), 0)
                from ledger.folded_balance b cross join lateral (
                    select e.posted_at from ledger.entry e
                    where e.account_id = b.account_id and e.owner is null and e.xid > b.folded_through
                    order by e.xid limit 1) as first
                """).query(Double.class).single();
    }
}
