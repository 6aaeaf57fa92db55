package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `auth.account` and `auth.email_verification`; whoever calls them owns the transaction.
@Repository
class AccountStore {

    private static final String COLUMNS = "select id, email, name, created_at, version from auth.account ";
    private static final String LOGIN = """
            select id, email, password_hash, password_generation, email_verified_at is not null as verified
            from auth.account
            """;

    /// Who asked for another address knew the password before this one, and may be somebody else.
    private static final String FORGET_EMAIL_CHANGE = """
            with forgotten as (delete from auth.email_change where account_id = :id)
            """;

    private final JdbcClient database;
    private final Clock clock;

    AccountStore(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What signing in looks at.
    record Login(AccountId id, EmailAddress email, String passwordHash, int passwordGeneration, boolean verified) {

        private static Login read(ResultSet row, int number) throws SQLException {
            return new Login(new AccountId(row.getObject("id", UUID.class)), new EmailAddress(row.getString("email")),
                    row.getString("password_hash"), row.getInt("password_generation"), row.getBoolean("verified"));
        }

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
    ///
    /// @return whether it wasn't
    boolean verify(AccountId id, OneTimeToken token) {
        return database.sql("""
                update auth.account a
                set email_verified_at = :now, name = v.name, password_hash = v.password_hash,
                    password_generation = a.password_generation + 1
                from auth.email_verification v
                where a.id = :id and a.email_verified_at is null and v.token_hash = :hash and v.account_id = a.id""")
                .param("id", id.value()).param("now", now()).param("hash", token.hash()).update() == 1;
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
                update auth.account set email_verified_at = :now, name = :name, password_hash = :hash,
                    password_generation = password_generation + 1
                where email = :email and email_verified_at is null returning id""").param("email", email.value())
                .param("name", name.value()).param("hash", passwordHash).param("now", now()).query(UUID.class)
                .optional().map(AccountId::new);
    }

    Optional<Login> login(EmailAddress email) {
        return database.sql(LOGIN + "where email = :email").param("email", email.value()).query(Login::read).optional();
    }

    Optional<Login> login(AccountId id) {
        return database.sql(LOGIN + "where id = :id and closed_at is null").param("id", id.value()).query(Login::read)
                .optional();
    }

    Optional<Account> find(AccountId id) {
        return database.sql(COLUMNS + "where id = :id and closed_at is null").param("id", id.value())
                .query(AccountStore::account).optional();
    }

    List<Account> findAll(Collection<AccountId> ids) {
        return database.sql(COLUMNS + "where id = any (:ids)")
                .param("ids", ids.stream().map(AccountId::value).toArray(UUID[]::new)).query(AccountStore::account)
                .list();
    }

    Optional<Account> findForUpdate(AccountId id) {
        return database.sql(COLUMNS + "where id = :id and closed_at is null for update").param("id", id.value())
                .query(AccountStore::account)
                .optional();
    }

    /// Of two at once that both know the old password, one does it.
    ///
    /// @param seen the hash that the old password was compared with
    /// @return false, and nothing has changed, if it's another one by now
    boolean replacePassword(AccountId id, String seen, String passwordHash) {
        return database.sql(FORGET_EMAIL_CHANGE + """
                update auth.account set password_hash = :hash, password_generation = password_generation + 1
                where id = :id and password_hash = :seen""")
                .param("id", id.value()).param("seen", seen).param("hash", passwordHash).update() == 1;
    }

    void setPassword(AccountId id, String passwordHash) {
        database.sql(FORGET_EMAIL_CHANGE + """
                update auth.account set password_hash = :hash, password_generation = password_generation + 1
                where id = :id""")
                .param("id", id.value()).param("hash", passwordHash).update();
    }

    Account rename(AccountId id, DisplayName name) {
        return database.sql("""
                update auth.account set name = :name, version = version + 1 where id = :id
                returning id, email, name, created_at, version""").param("id", id.value()).param("name", name.value())
                .query(AccountStore::account).single();
    }

    /// Links to choose a new password, which were sent to the old address, die.
    ///
    /// @throws org.springframework.dao.DuplicateKeyException if it's another account's
    void changeEmail(AccountId id, EmailAddress email) {
        database.sql("""
                with dead as (delete from auth.password_reset where account_id = :id)
                update auth.account set email = :email, email_verified_at = :now, version = version + 1
                where id = :id""").param("id", id.value()).param("email", email.value()).param("now", now()).update();
    }

    /// Erases the person. Whatever link is on its way to them works no more.
    void close(AccountId id) {
        database.sql("""
                with verifications as (delete from auth.email_verification where account_id = :id),
                     resets as (delete from auth.password_reset where account_id = :id),
                     changes as (delete from auth.email_change where account_id = :id),
                     requests as (delete from auth.password_reset_request
                                  where email = (select email from auth.account where id = :id))
                update auth.account
                set email = null, name = null, password_hash = null, email_verified_at = null, closed_at = :now,
                    version = version + 1
                where id = :id""").param("id", id.value()).param("now", now()).update();
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
