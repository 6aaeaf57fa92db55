package io.mainstay.factors;

import io.mainstay.auth.Base64Url;
import io.mainstay.caller.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements on `factors.passkey`. Each joins its caller's transaction, or
/// is one by itself, since the policies show nothing outside of one.
@Repository
@Transactional
class PasskeyStore {

    private static final String COLUMNS = """
            id, account_id, credential, name, sign_count, backup_eligible, backed_up, created_at, last_used_at""";

    private final JdbcClient database;

    PasskeyStore(JdbcClient database) {
        this.database = database;
    }

    /// @return empty, and nothing has changed, if the credential is registered already
    Optional<Passkey> add(AccountId account, PasskeyName name, NewCredential credential) {
        return database.sql("""
                insert into factors.passkey
                    (id, account_id, credential_id, credential, name, sign_count, backup_eligible, backed_up)
                values (:id, :account, :credentialId, :credential, :name, :count, :eligible, :backedUp)
                on conflict (credential_id) do nothing returning %s""".formatted(COLUMNS))
                .param("id", PasskeyId.next().value()).param("account", account.value())
                .param("credentialId", credential.id().bytes()).param("credential", credential.encoded().bytes())
                .param("name", name.value()).param("count", credential.signCount())
                .param("eligible", credential.backupEligible()).param("backedUp", credential.backedUp())
                .query(PasskeyStore::passkey).optional();
    }

    Optional<Passkey> find(Base64Url credentialId) {
        return database.sql("select %s from factors.passkey where credential_id = :id".formatted(COLUMNS))
                .param("id", credentialId.bytes()).query(PasskeyStore::passkey).optional();
    }

    Optional<Passkey> findOf(AccountId account, Base64Url credentialId) {
        return database.sql("select %s from factors.passkey where credential_id = :id and account_id = :account"
                .formatted(COLUMNS)).param("id", credentialId.bytes()).param("account", account.value())
                .query(PasskeyStore::passkey).optional();
    }

    /// Newest first; their number is bounded.
    List<Passkey> of(AccountId account) {
        return database.sql("select %s from factors.passkey where account_id = :account order by id desc"
                .formatted(COLUMNS)).param("account", account.value()).query(PasskeyStore::passkey).list();
    }

    List<Base64Url> credentialIdsOf(AccountId account) {
        return database.sql("select credential_id from factors.passkey where account_id = :account order by id desc")
                .param("account", account.value()).query((row, _) -> Base64Url.of(row.getBytes(1))).list();
    }

    /// Notes a use. Of two with one count, which only a copy can make, one does it.
    ///
    /// @return false, and nothing has changed, if the counter has gone on meanwhile
    boolean use(PasskeyId id, Verdict.Good use) {
        return database.sql("""
                update factors.passkey
                set sign_count = :count, backed_up = :backedUp, last_used_at = clock_timestamp()
                where id = :id and (sign_count < :count or (sign_count = 0 and :count = 0))""")
                .param("id", id.value()).param("count", use.signCount()).param("backedUp", use.backedUp())
                .update() == 1;
    }

    Optional<Passkey> rename(AccountId account, PasskeyId id, PasskeyName name) {
        return database.sql("""
                update factors.passkey set name = :name where id = :id and account_id = :account returning %s"""
                .formatted(COLUMNS)).param("id", id.value()).param("account", account.value())
                .param("name", name.value()).query(PasskeyStore::passkey).optional();
    }

    /// @return whether the account had it
    boolean remove(AccountId account, PasskeyId id) {
        return database.sql("delete from factors.passkey where id = :id and account_id = :account")
                .param("id", id.value()).param("account", account.value()).update() == 1;
    }

    private static Passkey passkey(ResultSet row, int number) throws SQLException {
        var lastUsedAt = row.getObject("last_used_at", OffsetDateTime.class);
        return new Passkey(new PasskeyId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)), Base64Url.of(row.getBytes("credential")),
                new PasskeyName(row.getString("name")), row.getLong("sign_count"), row.getBoolean("backup_eligible"),
                row.getBoolean("backed_up"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
                lastUsedAt == null ? null : lastUsedAt.toInstant());
    }
}
