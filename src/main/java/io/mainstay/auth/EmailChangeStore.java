package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `auth.email_change`; whoever calls them owns the transaction and has locked the account. Times are
/// the database's.
@Repository
class EmailChangeStore {

    private final JdbcClient database;
    private final AuthSettings settings;

    EmailChangeStore(JdbcClient database, AuthSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// @param session that asked
    record Pending(AccountId account, EmailAddress email, SessionId session) {}

    /// In the place of an earlier one, whose link works no more.
    void put(Pending change, OneTimeToken token) {
        database.sql("""
                insert into auth.email_change (account_id, token_hash, email, session_id, expires_at)
                values (:account, :hash, :email, :session, clock_timestamp() + make_interval(secs => :lifetime))
                on conflict (account_id) do update
                set token_hash = excluded.token_hash, email = excluded.email, session_id = excluded.session_id,
                    expires_at = excluded.expires_at""").param("account", change.account().value())
                .param("hash", token.hash()).param("email", change.email().value())
                .param("session", change.session().value())
                .param("lifetime", settings.verificationLifetime().toSeconds()).update();
    }

    /// Whose it is; empty if it's unknown, used, or its time is over. Needs no lock.
    Optional<AccountId> accountOf(OneTimeToken token) {
        return database.sql("""
                select account_id from auth.email_change
                where token_hash = :hash and expires_at > clock_timestamp()""").param("hash", token.hash())
                .query(UUID.class).optional().map(AccountId::new);
    }

    /// Takes it away.
    Optional<Pending> use(OneTimeToken token) {
        return database.sql("""
                delete from auth.email_change where token_hash = :hash and expires_at > clock_timestamp()
                returning account_id, email, session_id""").param("hash", token.hash())
                .query((row, _) -> new Pending(new AccountId(row.getObject("account_id", UUID.class)),
                        new EmailAddress(row.getString("email")),
                        new SessionId(row.getObject("session_id", UUID.class))))
                .optional();
    }
}
