package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `auth.login_challenge`: log-ins whose password was right and whose second factor is awaited. Each
/// decides by itself; all times are the database's.
@Repository
class LoginChallenges {

    private final JdbcClient database;
    private final ProofSettings settings;

    LoginChallenges(JdbcClient database, ProofSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// Adds one, and deletes the account's oldest beyond the limit.
    void open(Proven proven, OneTimeToken token) {
        database.sql("""
                with surplus as (
                    delete from auth.login_challenge where token_hash in (
                        select token_hash from auth.login_challenge where account_id = :account
                        order by expires_at desc offset :others for update skip locked))
                insert into auth.login_challenge
                    (token_hash, account_id, password_generation, expires_at, attempts_left)
                values (:hash, :account, :generation, clock_timestamp() + make_interval(secs => :lifetime), :tries)""")
                .param("account", proven.account().value())
                .param("generation", proven.passwordGeneration(), Types.INTEGER)
                .param("others", settings.maxChallenges() - 1)
                .param("hash", token.hash()).param("lifetime", settings.challengeLifetime().toSeconds())
                .param("tries", settings.triesPerChallenge()).update();
    }

    /// Takes one of its tries.
    ///
    /// @return whose log-in it is; empty if it's unknown, over or used up, or the password was replaced since
    Optional<Proven> take(OneTimeToken token) {
        return database.sql("""
                update auth.login_challenge c set attempts_left = c.attempts_left - 1 from auth.account a
                where c.token_hash = :hash and c.attempts_left > 0 and c.expires_at > clock_timestamp()
                    and a.id = c.account_id
                    and coalesce(c.password_generation, a.password_generation) = a.password_generation
                returning c.account_id, c.password_generation""").param("hash", token.hash())
                .query((row, _) -> new Proven(new AccountId(row.getObject(1, UUID.class)),
                        row.getObject(2, Integer.class)))
                .optional();
    }

    /// Uses it up for good.
    ///
    /// @return whether this call did it; of simultaneous ones, one
    boolean close(OneTimeToken token) {
        return database.sql("delete from auth.login_challenge where token_hash = :hash").param("hash", token.hash())
                .update() == 1;
    }

    int deleteExpired(int limit) {
        return database.sql("""
                delete from auth.login_challenge where token_hash in (
                    select token_hash from auth.login_challenge where expires_at < clock_timestamp() limit :limit
                    for update skip locked)""").param("limit", limit).update();
    }
}
