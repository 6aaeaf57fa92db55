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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `oauth.client`; whoever calls them owns the transaction. Times are the database's.
@Repository
class ClientStore {

    private static final String COLUMNS = """
            id, name, service_account_id, secret_hash, grants, redirect_uris, scopes, created_at, disabled_at, version,
            case when previous_secret_until > clock_timestamp() then previous_secret_hash end as previous_secret_hash,
            case when previous_secret_until > clock_timestamp() then previous_secret_until end as previous_secret_until
            """;

    private final JdbcClient database;

    ClientStore(JdbcClient database) {
        this.database = database;
    }

    /// @param secret null for a public client
    /// @param max clients that there may be
    /// @return empty if there are too many already
    Optional<OAuthClient> add(ClientId id, ClientTerms terms, @Nullable Secret secret, AccountId administrator,
            int max) {
        return database.sql("""
                insert into oauth.client (id, name, service_account_id, secret_hash, grants, redirect_uris, scopes,
                    created_by)
                select :id, :name, :serviceAccount, :secret, :grants, :redirectUris, :scopes, :administrator
                where (select count(*) from oauth.client) < :max
                returning %s""".formatted(COLUMNS)).param("id", id.value()).param("name", terms.name())
                .param("serviceAccount", AccountId.next().value()).param("secret", hash(secret))
                .param("grants", array(terms.grants())).param("redirectUris", array(terms.redirectUris()))
                .param("scopes", array(terms.scopes())).param("administrator", administrator.value()).param("max", max)
                .query(ClientStore::client).optional();
    }

    Optional<OAuthClient> find(ClientId id) {
        return database.sql("select " + COLUMNS + " from oauth.client where id = :id").param("id", id.value())
                .query(ClientStore::client).optional();
    }

    Optional<OAuthClient> findForUpdate(ClientId id) {
        return database.sql("select " + COLUMNS + " from oauth.client where id = :id for update")
                .param("id", id.value()).query(ClientStore::client).optional();
    }

    /// Whether it's the account of a client that isn't disabled.
    boolean isEnabled(AccountId serviceAccount) {
        return database.sql("""
                select exists (select from oauth.client where service_account_id = :account and disabled_at is null)""")
                .param("account", serviceAccount.value()).query(Boolean.class).single();
    }

    Page<OAuthClient> newest(PageRequest page) {
        var rows = database.sql("select " + COLUMNS + """
                 from oauth.client where (created_at, id) < (:createdAt, :id)
                order by created_at desc, id desc limit :fetch""")
                .param("createdAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(ClientStore::client).list();
        return Page.of(rows, page, client -> new Keyset(client.createdAt(), client.id().value()));
    }

    OAuthClient change(ClientId id, ClientTerms terms) {
        return database.sql("""
                update oauth.client set name = :name, grants = :grants, redirect_uris = :redirectUris,
                    scopes = :scopes, version = version + 1 where id = :id returning %s""".formatted(COLUMNS))
                .param("id", id.value()).param("name", terms.name()).param("grants", array(terms.grants()))
                .param("redirectUris", array(terms.redirectUris())).param("scopes", array(terms.scopes()))
                .query(ClientStore::client).single();
    }

    /// @param overlap for how long the one before stays good; zero: not any more
    OAuthClient rotate(ClientId id, Secret secret, Duration overlap) {
        return database.sql("""
                update oauth.client set previous_secret_hash = secret_hash, secret_hash = :secret,
                    previous_secret_until = clock_timestamp() + make_interval(secs => :overlap),
                    version = version + 1
                where id = :id returning %s""".formatted(COLUMNS)).param("id", id.value())
                .param("secret", secret.hash().bytes()).param("overlap", overlap.toSeconds()).query(ClientStore::client)
                .single();
    }

    OAuthClient disable(ClientId id) {
        return database.sql("""
                update oauth.client set disabled_at = clock_timestamp(), version = version + 1 where id = :id
                returning %s""".formatted(COLUMNS)).param("id", id.value()).query(ClientStore::client).single();
    }

    private static byte @Nullable [] hash(@Nullable Secret secret) {
        return secret == null ? null : secret.hash().bytes();
    }

    private static String[] array(Collection<?> values) {
        return values.stream().map(Object::toString).sorted().toArray(String[]::new);
    }

    private static OAuthClient client(ResultSet row, int number) throws SQLException {
        return new OAuthClient(new ClientId(row.getObject("id", UUID.class)), row.getString("name"),
                new AccountId(row.getObject("service_account_id", UUID.class)),
                Stream.of(row.getBytes("secret_hash"), row.getBytes("previous_secret_hash")).flatMap(Stream::ofNullable)
                        .map(Hash::new).toList(),
                instant(row, "previous_secret_until"),
                texts(row, "grants").stream().map(Grant::of).collect(Collectors.toUnmodifiableSet()),
                texts(row, "redirect_uris").stream().map(RedirectUri::new).toList(), Set.copyOf(texts(row, "scopes")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(), instant(row, "disabled_at"),
                row.getLong("version"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
