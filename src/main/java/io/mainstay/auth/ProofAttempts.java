package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.problem.Refusal;
import io.mainstay.throttling.ThrottlingProblems;
import java.time.Duration;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Bounds how often an account's second factors can be tried, on all instances together. Each try is a failure until it's known
/// to be none, so that any number at once is counted before the first is looked at. Times are the database's.
@Repository
class ProofAttempts {

    private static final String STALE = "a.last_at < clock_timestamp() - make_interval(secs => :forget)";

    private final JdbcClient database;
    private final ProofSettings settings;

    ProofAttempts(JdbcClient database, ProofSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// Takes one try. One statement decides; call it outside of transactions, since a rolled-back one isn't counted.
    ///
    /// @param kind a [FactorKind]: the owner can use another one while somebody spoils this one
    /// @throws Refusal `too-many-attempts`, and nothing was counted
    void take(AccountId account, String kind) {
        var taken = database.sql("""
                insert into auth.proof_attempt as a (account_id, kind, failures, last_at, next_at)
                values (:account, :kind, 1, clock_timestamp(), clock_timestamp())
                on conflict (account_id, kind) do update
                set failures = case when %1$s then 1 else least(a.failures + 1, 1000) end,
                    last_at = clock_timestamp(),
                    next_at = clock_timestamp() + make_interval(secs => case
                        when %1$s or a.failures + 1 < :free then 0
                        else least(:longest, :first * power(2, least(a.failures + 1 - :free, 30))) end)
                where a.next_at <= clock_timestamp()""".formatted(STALE)).param("account", account.value())
                .param("kind", kind).param("free", settings.freeTries()).param("first", seconds(settings.firstPause()))
                .param("longest", seconds(settings.longestPause())).param("forget", seconds(settings.forgetAfter()))
                .update();
        if (taken == 0) {
            throw new Refusal(ThrottlingProblems.TOO_MANY_ATTEMPTS, "There were too many failures; wait a while.",
                    Map.of(Refusal.RETRY_AFTER_SECONDS, pause(account, kind)));
        }
    }

    /// The last try was right.
    void forget(AccountId account, String kind) {
        database.sql("delete from auth.proof_attempt where account_id = :account and kind = :kind")
                .param("account", account.value()).param("kind", kind).update();
    }

    int deleteStale(int limit) {
        return database.sql("""
                delete from auth.proof_attempt where (account_id, kind) in (
                    select account_id, kind from auth.proof_attempt
                    where last_at < clock_timestamp() - make_interval(secs => :forget) limit :limit
                    for update skip locked)""").param("forget", seconds(settings.forgetAfter()))
                .param("limit", limit).update();
    }

    private int pause(AccountId account, String kind) {
        return database.sql("""
                select ceil(greatest(extract(epoch from next_at - clock_timestamp()), 1))::int
                from auth.proof_attempt where account_id = :account and kind = :kind""")
                .param("account", account.value()).param("kind", kind).query(Integer.class).optional().orElse(1);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
