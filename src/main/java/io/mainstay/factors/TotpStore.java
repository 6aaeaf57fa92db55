package io.mainstay.factors;

import io.mainstay.caller.AccountId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements on `factors.totp`; times but those of the codes are the database's.
@Repository
@Transactional
class TotpStore {

    private final JdbcClient database;
    private final FactorSettings settings;

    TotpStore(JdbcClient database, FactorSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// @param secret encrypted
    @SuppressWarnings("ArrayRecordComponent")
    record Stored(AccountId account, byte[] secret) {}

    /// Puts it in the place of one that was begun and isn't active.
    ///
    /// @return false, and nothing has changed, if there is an active one
    boolean begin(AccountId account, byte[] encryptedSecret) {
        return database.sql("""
                insert into factors.totp as t (account_id, secret) values (:account, :secret)
                on conflict (account_id) do update
                set secret = excluded.secret, begun_at = clock_timestamp(), tries = 0 where t.active_at is null""")
                .param("account", account.value()).param("secret", encryptedSecret).update() == 1;
    }

    /// Takes one of the tries of an enrolment.
    ///
    /// @return the encrypted secret; empty if there is none that waits for a code
    Optional<byte[]> takeTry(AccountId account) {
        return database.sql("""
                update factors.totp set tries = tries + 1
                where account_id = :account and active_at is null and tries < :tries
                      and begun_at > clock_timestamp() - make_interval(secs => :lifetime) returning secret""")
                .param("account", account.value()).param("tries", settings.enrolmentTries())
                .param("lifetime", settings.enrolmentLifetime().toSeconds()).query((row, _) -> row.getBytes(1))
                .optional();
    }

    /// @param encryptedSecret the one that the code was right for
    /// @return whether this call did it
    boolean activate(AccountId account, byte[] encryptedSecret, long step) {
        return database.sql("""
                update factors.totp set active_at = clock_timestamp(), last_step = :step
                where account_id = :account and active_at is null and secret = :secret""")
                .param("account", account.value()).param("secret", encryptedSecret).param("step", step).update() == 1;
    }

    Optional<byte[]> activeSecret(AccountId account) {
        return database.sql("select secret from factors.totp where account_id = :account and active_at is not null")
                .param("account", account.value()).query((row, _) -> row.getBytes(1)).optional();
    }

    /// Uses a code up, and those before it. Of simultaneous calls with one code, one does it.
    ///
    /// @return false, and nothing has changed, if it or a later one was used
    boolean use(AccountId account, long step) {
        return database.sql("""
                update factors.totp set last_step = :step
                where account_id = :account and active_at is not null and last_step < :step""")
                .param("account", account.value()).param("step", step).update() == 1;
    }

    Optional<Instant> activeSince(AccountId account) {
        return database.sql("select active_at from factors.totp where account_id = :account and active_at is not null")
                .param("account", account.value()).query(OffsetDateTime.class).optional()
                .map(OffsetDateTime::toInstant);
    }

    /// @return whether there was an active one
    boolean remove(AccountId account) {
        return database.sql("delete from factors.totp where account_id = :account and active_at is not null")
                .param("account", account.value()).update() == 1;
    }

    /// In the order of accounts.
    List<Stored> secretsAfter(AccountId account, int limit) {
        return database
                .sql("""
                select account_id, secret from factors.totp where account_id > :account order by account_id limit :limit""")
                .param("account", account.value()).param("limit", limit)
                .query((row, _) -> new Stored(new AccountId(row.getObject(1, UUID.class)), row.getBytes(2))).list();
    }

    /// @return false, and nothing has changed, if it isn't what is stored any more
    boolean replaceSecret(Stored old, byte[] encryptedSecret) {
        return database.sql("""
                update factors.totp set secret = :new where account_id = :account and secret = :old""")
                .param("account", old.account().value()).param("old", old.secret()).param("new", encryptedSecret)
                .update() == 1;
    }

    int deleteAbandoned(int limit) {
        return database.sql("""
                delete from factors.totp where account_id in (
                    select account_id from factors.totp where active_at is null
                        and begun_at < clock_timestamp() - make_interval(secs => :lifetime) limit :limit
                    for update skip locked)""").param("lifetime", settings.enrolmentLifetime().toSeconds())
                .param("limit", limit).update();
    }
}
