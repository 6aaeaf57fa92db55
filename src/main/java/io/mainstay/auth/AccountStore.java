package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `auth.account` and `auth.email_verification`; whoever calls them owns the transaction.
@Repository
class AccountStore {

    private static final String COLUMNS = "select id, email, name, created_at, version from auth.account ";

    private final JdbcClient database;
    private final Clock clock;

    AccountStore(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What signing in looks at.
    record Login(AccountId id, String passwordHash, boolean verified) {

        @Override
        public String toString() {
            return "Login[id=" + id + "]";
        }
    }

    /// @return whether the address was free; otherwise nothing has changed
    boolean add(AccountId id, EmailAddress email, DisplayName name, String passwordHash) {
        return database.sql("""
                insert into auth.account (id, email, name, password_hash, created_at)
                values (:id, :email, :name, :hash, :now) on conflict (email) do nothing""").param("id", id.value())
                .param("email", email.value()).param("name", name.value()).param("hash", passwordHash)
                .param("now", now()).update() == 1;
    }

    /// @param passwordHash and the name become the account's if this token is the one that is used
    /// @param max unused ones that an account may have at a time, so that nobody's mailbox can be flooded
    /// @return whether there was room for it
    boolean addVerification(AccountId id, OneTimeToken token, DisplayName name, String passwordHash,
            java.time.Duration lifetime, int max) {
        return database.sql("""
                insert into auth.email_verification (token_hash, account_id, name, password_hash, expires_at)
                select :hash, :id, :name, :passwordHash, :expires
                where (select count(*) from auth.email_verification
                       where account_id = :id and used_at is null and expires_at > :now) < :max""")
                .param("hash", token.hash()).param("id", id.value()).param("name", name.value())
                .param("passwordHash", passwordHash).param("expires", now().plus(lifetime)).param("now", now())
                .param("max", max).update() == 1;
    }

    /// One statement decides, so that two clicks at once are one use.
    ///
    /// @return whose token it is; empty if it's unknown or its time is over
    Optional<AccountId> use(OneTimeToken token) {
        return database.sql("""
                update auth.email_verification set used_at = coalesce(used_at, :now)
                where token_hash = :hash and expires_at > :now returning account_id""").param("hash", token.hash())
                .param("now", now()).query(UUID.class).optional().map(AccountId::new);
    }

    /// Gives the account the name and the password that came with the token, unless it was verified before.
    void verify(AccountId id, OneTimeToken token) {
        database.sql("""
                update auth.account a
                set email_verified_at = :now, name = v.name, password_hash = v.password_hash
                from auth.email_verification v
                where a.id = :id and a.email_verified_at is null and v.token_hash = :hash and v.account_id = a.id""")
                .param("id", id.value()).param("now", now()).param("hash", token.hash()).update();
    }

    void markVerified(AccountId id) {
        database.sql("""
                update auth.account set email_verified_at = :now where id = :id and email_verified_at is null""")
                .param("id", id.value()).param("now", now()).update();
    }

    /// Makes an account whose address nobody has confirmed that of somebody else's who has. Its password goes.
    ///
    /// @return empty, and nothing has changed, if there is none, or a confirmed one
    Optional<AccountId> claimUnverified(EmailAddress email, DisplayName name, String passwordHash) {
        return database.sql("""
                update auth.account set email_verified_at = :now, name = :name, password_hash = :hash
                where email = :email and email_verified_at is null returning id""").param("email", email.value())
                .param("name", name.value()).param("hash", passwordHash).param("now", now()).query(UUID.class)
                .optional().map(AccountId::new);
    }

    Optional<Login> login(EmailAddress email) {
        return database.sql("""
                select id, password_hash, email_verified_at is not null as verified
                from auth.account where email = :email""").param("email", email.value())
                .query((row, _) -> new Login(new AccountId(row.getObject("id", UUID.class)),
                        row.getString("password_hash"), row.getBoolean("verified")))
                .optional();
    }

    Optional<Account> find(AccountId id) {
        return database.sql(COLUMNS + "where id = :id").param("id", id.value()).query(AccountStore::account).optional();
    }

    Optional<Account> findForUpdate(AccountId id) {
        return database.sql(COLUMNS + "where id = :id for update").param("id", id.value()).query(AccountStore::account)
                .optional();
    }

    /// Of two at once that both know the old password, one does it.
    ///
    /// @param seen the hash that the old password was compared with
    /// @return false, and nothing has changed, if it's another one by now
    boolean replacePassword(AccountId id, String seen, String passwordHash) {
        return database.sql("""
                update auth.account set password_hash = :hash where id = :id and password_hash = :seen""")
                .param("id", id.value()).param("seen", seen).param("hash", passwordHash).update() == 1;
    }

    void setPassword(AccountId id, String passwordHash) {
        database.sql("update auth.account set password_hash = :hash where id = :id").param("id", id.value())
                .param("hash", passwordHash).update();
    }

    Account rename(AccountId id, DisplayName name) {
        return database.sql("""
                update auth.account set name = :name, version = version + 1 where id = :id
                returning id, email, name, created_at, version""").param("id", id.value()).param("name", name.value())
                .query(AccountStore::account).single();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(new AccountId(row.getObject("id", UUID.class)), row.getString("email"),
                row.getString("name"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("version"));
    }
}
