package io.mainstay.payouts;

import io.mainstay.caller.AccountId;
import io.mainstay.ledger.TransferId;
import io.mainstay.money.Money;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `payouts.payout`; whoever calls them owns the transaction. Times are the database's.
@Repository
class PayoutStore {

    private static final String COLUMNS = """
            id, account_id, currency, amount, destination, provider, status, hold_id, posted_id, failure_code, checks,
            created_at, updated_at, version
            """;

    private final JdbcClient database;

    PayoutStore(JdbcClient database) {
        this.database = database;
    }

    Payout add(PayoutId id, AccountId account, Money amount, String destination, String provider, TransferId hold,
            Duration firstCheck) {
        return database.sql("""
                insert into payouts.payout
                    (id, account_id, currency, amount, destination, provider, status, hold_id, next_check_at)
                values (:id, :account, :currency, :amount, :destination, :provider, 'pending', :hold,
                        now() + make_interval(secs => :firstCheck))
                returning %s""".formatted(COLUMNS)).param("id", id.value()).param("account", account.value())
                .param("currency", amount.currency()).param("amount", amount.amount())
                .param("destination", destination).param("provider", provider).param("hold", hold.value())
                .param("firstCheck", seconds(firstCheck)).query(PayoutStore::payout).single();
    }

    Optional<Payout> lock(PayoutId id) {
        return database.sql("select " + COLUMNS + " from payouts.payout where id = :id for no key update")
                .param("id", id.value()).query(PayoutStore::payout).optional();
    }

    /// The owner is in the query.
    Optional<Payout> find(AccountId account, PayoutId id) {
        return database.sql("select " + COLUMNS + " from payouts.payout where id = :id and account_id = :account")
                .param("id", id.value()).param("account", account.value()).query(PayoutStore::payout).optional();
    }

    Page<Payout> of(AccountId account, PageRequest page) {
        var rows = database.sql("select " + COLUMNS + """
                 from payouts.payout where account_id = :account and (created_at, id) < (:createdAt, :id)
                order by created_at desc, id desc limit :fetch""").param("account", account.value())
                .param("createdAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(PayoutStore::payout).list();
        return Page.of(rows, page, row -> new Keyset(row.createdAt(), row.id().value()));
    }

    /// Moves one that the caller has locked.
    ///
    /// @param nextCheck when to ask next; null if nobody has to any more
    /// @param reference the provider's name for it; null leaves it as it is
    Payout move(Payout payout, PayoutStatus status, @Nullable Duration nextCheck, @Nullable String reference,
            @Nullable String failureCode, @Nullable TransferId posted) {
        return database.sql("""
                update payouts.payout set status = :status, failure_code = :failure, version = version + 1,
                    next_check_at = now() + make_interval(secs => :nextCheck), updated_at = now(),
                    provider_reference = coalesce(:reference, provider_reference),
                    posted_id = coalesce(:posted, posted_id)
                where id = :id returning %s""".formatted(COLUMNS)).param("id", payout.id().value())
                .param("status", status.name()).param("failure", failureCode)
                .param("nextCheck", nextCheck == null ? null : seconds(nextCheck)).param("reference", reference)
                .param("posted", posted == null ? null : posted.value()).query(PayoutStore::payout).single();
    }

    /// Takes those whose time has come away from all other workers for a while.
    List<Payout> claim(Duration forSoLong, int limit) {
        return database.sql("""
                update payouts.payout set next_check_at = now() + make_interval(secs => :claim), checks = checks + 1
                where id in (
                    select id from payouts.payout where status in ('pending', 'inTransit') and next_check_at <= now()
                    order by next_check_at limit :limit for no key update skip locked)
                returning %s""".formatted(COLUMNS)).param("claim", seconds(forSoLong)).param("limit", limit)
                .query(PayoutStore::payout).list();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Payout payout(ResultSet row, int number) throws SQLException {
        var posted = row.getObject("posted_id", UUID.class);
        return new Payout(new PayoutId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                Money.of(row.getLong("amount"), row.getString("currency")), row.getString("destination"),
                row.getString("provider"), PayoutStatus.valueOf(row.getString("status")),
                new TransferId(row.getObject("hold_id", UUID.class)), posted == null ? null : new TransferId(posted),
                row.getString("failure_code"), row.getInt("checks"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(), row.getLong("version"));
    }
}
