package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// What an account's owner sees of authorizations. The owner is in each query.
@Repository
@Transactional
class GivenAuthorizations {

    private final JdbcClient database;

    GivenAuthorizations(JdbcClient database) {
        this.database = database;
    }

    /// One that a client can use now.
    record Given(AuthorizationId id, ClientId client, String clientName, List<String> scopes, Instant createdAt,
            Instant lastUsedAt, Instant expiresAt) {}

    /// One that waits for a yes or a no.
    ///
    /// @param redirectUri where the answer goes; null for a device
    record Waiting(ClientId client, String clientName, List<String> scopes, @Nullable String redirectUri) {}

    Page<Given> of(AccountId account, PageRequest page) {
        var rows = database.sql("""
                select g.id, g.client_id, c.name, g.scopes, g.created_at, g.last_used_at, g.expires_at
                from oauth.authorization_grant g join oauth.client c on c.id = g.client_id
                where g.account_id = :account and g.ended_at is null and g.issued_at is not null
                    and g.expires_at > clock_timestamp() and c.disabled_at is null
                    and (g.created_at, g.id) < (:createdAt, :id)
                order by g.created_at desc, g.id desc limit :fetch""").param("account", account.value())
                .param("createdAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(GivenAuthorizations::given).list();
        return Page.of(rows, page, row -> new Keyset(row.createdAt(), row.id().value()));
    }

    /// @param state what the consent page was sent
    Optional<Waiting> waiting(AccountId account, String state) {
        return database.sql("""
                select g.client_id, c.name, g.requested_scopes, g.redirect_uri
                from oauth.authorization_grant g join oauth.client c on c.id = g.client_id
                where g.consent_hash = :hash and g.account_id = :account and g.ended_at is null
                    and g.expires_at > clock_timestamp() and c.disabled_at is null""")
                .param("hash", Secret.hash(state).bytes()).param("account", account.value())
                .query((row, _) -> new Waiting(new ClientId(row.getObject("client_id", UUID.class)),
                        row.getString("name"), texts(row, "requested_scopes"), row.getString("redirect_uri")))
                .optional();
    }

    /// Whether it's a live one of this account; locked until the transaction's end.
    boolean lock(AccountId account, AuthorizationId id) {
        return database.sql("""
                select true from oauth.authorization_grant
                where id = :id and account_id = :account and ended_at is null and issued_at is not null for update""")
                .param("id", id.value()).param("account", account.value()).query(Boolean.class).optional().isPresent();
    }

    /// @return which ones have ended
    List<AuthorizationId> endAll(AccountId account, EndReason reason) {
        return database.sql("""
                update oauth.authorization_grant set ended_at = clock_timestamp(), end_reason = :reason
                where account_id = :account and ended_at is null returning id""").param("account", account.value())
                .param("reason", reason.column())
                .query((row, _) -> new AuthorizationId(row.getObject("id", UUID.class))).list();
    }

    /// @param keep how long what is over stays
    int deleteOver(Duration keep, int limit) {
        return database.sql("""
                delete from oauth.authorization_grant where id in (
                    (select id from oauth.authorization_grant
                     where ended_at < clock_timestamp() - make_interval(secs => :keep) limit :limit)
                    union all
                    (select id from oauth.authorization_grant where ended_at is null
                         and expires_at < clock_timestamp() - make_interval(secs => :keep) limit :limit))""")
                .param("keep", keep.toSeconds()).param("limit", limit).update();
    }

    private static Given given(ResultSet row, int number) throws SQLException {
        return new Given(new AuthorizationId(row.getObject("id", UUID.class)),
                new ClientId(row.getObject("client_id", UUID.class)), row.getString("name"), texts(row, "scopes"),
                instant(row, "created_at"), instant(row, "last_used_at"), instant(row, "expires_at"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray()).sorted().toList();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
