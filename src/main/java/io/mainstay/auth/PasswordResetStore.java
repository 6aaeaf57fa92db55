package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.ids.TypeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `auth.password_reset_request` and `auth.password_reset`; whoever calls them owns the transaction.
/// Times are the database's, since instances may disagree about the time.
@Repository
class PasswordResetStore {

    private final JdbcClient database;

    PasswordResetStore(JdbcClient database) {
        this.database = database;
    }

    /// @param origin null if it was asked for under the previous version
    record Asked(EmailAddress email, @Nullable Origin origin) {}

    void request(EmailAddress email, Origin origin) {
        database.sql("""
                insert into auth.password_reset_request (id, email, address, user_agent)
                values (:id, :email, :address, :agent)""").param("id", TypeId.next()).param("email", email.value())
                .param("address", origin.address()).param("agent", origin.userAgent()).update();
    }

    /// Takes the oldest ones away; another worker at the same moment gets others.
    List<Asked> take(int limit) {
        return database.sql("""
                delete from auth.password_reset_request where id in (
                    select id from auth.password_reset_request order by id limit :limit for update skip locked)
                returning email, address, user_agent""").param("limit", limit).query((row, _) -> {
            var address = row.getString("address");
            return new Asked(new EmailAddress(row.getString("email")),
                    address == null ? null : new Origin(address, row.getString("user_agent")));
        }).list();
    }

    /// @param max links that an account may have at a time, so that nobody's mailbox can be flooded
    /// @return whether there was room for it
    boolean add(AccountId account, OneTimeToken token, Duration lifetime, int max) {
        return database.sql("""
                insert into auth.password_reset (token_hash, account_id, expires_at)
                select :hash, :account, clock_timestamp() + make_interval(secs => :lifetime)
                where (select count(*) from auth.password_reset
                       where account_id = :account and expires_at > clock_timestamp()) < :max""")
                .param("hash", token.hash()).param("account", account.value())
                .param("lifetime", lifetime.toSeconds()).param("max", max).update() == 1;
    }

    /// Whose it is; empty if it's unknown, used, or its time is over.
    Optional<AccountId> accountOf(OneTimeToken token) {
        return database.sql("""
                select account_id from auth.password_reset
                where token_hash = :hash and expires_at > clock_timestamp()""").param("hash", token.hash())
                .query(UUID.class).optional().map(AccountId::new);
    }

    /// Uses a token up, and the account's others with it. The caller has locked the account.
    ///
    /// @return false if it was used meanwhile
    boolean use(AccountId account, OneTimeToken token) {
        var good = accountOf(token).isPresent();
        if (good) {
            database.sql("delete from auth.password_reset where account_id = :account")
                    .param("account", account.value()).update();
        }
        return good;
    }

    int deleteExpired(int limit) {
        return database.sql("""
                delete from auth.password_reset where token_hash in (
                    select token_hash from auth.password_reset where expires_at < clock_timestamp() limit :limit)""")
                .param("limit", limit).update();
    }
}
