package io.mainstay.signin;

import io.mainstay.caller.AccountId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements on `signin.identity`. Each joins its caller's transaction, or
/// is one by itself, since the policies show nothing outside of one.
@Repository
@Transactional
class Identities {

    private final JdbcClient database;

    Identities(JdbcClient database) {
        this.database = database;
    }

    record Linked(String issuer, Instant linkedAt) {}

    Optional<AccountId> accountOf(Identity identity) {
        return database.sql("select account_id from signin.identity where issuer = :issuer and subject = :subject")
                .param("issuer", identity.issuer()).param("subject", identity.subject()).query(UUID.class).optional()
                .map(AccountId::new);
    }

    /// @return false, and nothing has changed, if the identity is linked already, or the account to another one of this
    /// issuer
    boolean link(Identity identity, AccountId account) {
        return database.sql("""
                insert into signin.identity (issuer, subject, account_id) values (:issuer, :subject, :account)
                on conflict do nothing""").param("issuer", identity.issuer()).param("subject", identity.subject())
                .param("account", account.value()).update() == 1;
    }

    List<Linked> of(AccountId account) {
        return database.sql("select issuer, linked_at from signin.identity where account_id = :account order by issuer")
                .param("account", account.value())
                .query((row, _) -> new Linked(row.getString("issuer"),
                        row.getObject("linked_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    boolean unlink(AccountId account, String issuer) {
        return database.sql("delete from signin.identity where account_id = :account and issuer = :issuer")
                .param("account", account.value()).param("issuer", issuer).update() == 1;
    }

    void unlinkAll(AccountId account) {
        database.sql("delete from signin.identity where account_id = :account").param("account", account.value())
                .update();
    }
}
