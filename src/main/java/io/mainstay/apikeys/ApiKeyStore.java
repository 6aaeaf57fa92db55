package io.mainstay.apikeys;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements on `apikeys.api_key`. Each joins its caller's transaction, or is one by itself, since the
/// policies show nothing outside of one. Times are the database's, since instances may disagree about the time.
@Repository
@Transactional
class ApiKeyStore {

    private static final String COLUMNS = """
            id, name, account_id, scopes, created_at, expires_at, last_used_at, last_used_address,
            case when previous_until > clock_timestamp() then previous_until end as previous_until, revoked_at""";
    private static final String LIVE = "revoked_at is null and expires_at > clock_timestamp()";

    private final JdbcClient database;

    ApiKeyStore(JdbcClient database) {
        this.database = database;
    }

    /// A key that works now, whosever it is.
    Optional<KnownKey> live(ApiKeyId id) {
        return database.sql("""
                select account_id, scopes, secret_hash,
                       case when previous_until > clock_timestamp() then previous_hash end as previous_hash
                from apikeys.api_key where id = :id and %s""".formatted(LIVE)).param("id", id.value())
                .query((row, _) -> new KnownKey(new AccountId(row.getObject("account_id", UUID.class)),
                        Set.copyOf(scopes(row)),
                        Stream.of("secret_hash", "previous_hash").map(column -> bytes(row, column))
                                .flatMap(Stream::ofNullable).toList()))
                .optional();
    }

    /// Makes those that count what an account or a person has wait for each other, until the transaction's end.
    void lock(AccountId of) {
        var _ = database.sql("select pg_advisory_xact_lock(hashtextextended(:of, 0))").param("of", "apikeys " + of)
                .query((_, _) -> true).single();
    }

    int countLive(AccountId account) {
        return database.sql("select count(*) from apikeys.api_key where account_id = :account and " + LIVE)
                .param("account", account.value()).query(Integer.class).single();
    }

    ApiKey add(ApiKeyToken token, AccountId owner, AccountId account, NewApiKey wanted) {
        return database.sql("""
                insert into apikeys.api_key (id, owner_id, account_id, name, scopes, secret_hash, expires_at)
                values (:id, :owner, :account, :name, :scopes, :hash, :expires)
                returning %s""".formatted(COLUMNS)).param("id", token.id().value()).param("owner", owner.value())
                .param("account", account.value()).param("name", wanted.name().value())
                .param("scopes", wanted.scopes().stream().map(Object::toString).sorted().toArray(String[]::new))
                .param("hash", token.hash()).param("expires", wanted.expiresAt().value().atOffset(ZoneOffset.UTC))
                .query(ApiKeyStore::key).single();
    }

    /// @param overlap for how long the secret of now still works
    /// @param expiresAt null: as before
    /// @return empty, and nothing has changed, unless the owner has such a key that works
    Optional<ApiKey> rotate(AccountId owner, ApiKeyToken next, Duration overlap, @Nullable Instant expiresAt) {
        return database.sql("""
                update apikeys.api_key
                set previous_hash = case when :overlap > 0 then secret_hash end,
                    previous_until = case when :overlap > 0 then now() + make_interval(secs => :overlap) end,
                    secret_hash = :hash, renewed_at = now(),
                    expires_at = coalesce(:expires::timestamptz, expires_at)
                where id = :id and owner_id = :owner and %s returning %s""".formatted(LIVE, COLUMNS))
                .param("overlap", overlap.toSeconds()).param("hash", next.hash()).param("id", next.id().value())
                .param("owner", owner.value())
                .param("expires", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                .query(ApiKeyStore::key).optional();
    }

    /// @return whether the owner had such a key that was not revoked before
    boolean revoke(AccountId owner, ApiKeyId id) {
        return database.sql("""
                update apikeys.api_key set revoked_at = clock_timestamp()
                where id = :id and owner_id = :owner and revoked_at is null""").param("id", id.value())
                .param("owner", owner.value()).update() == 1;
    }

    List<ApiKeyId> revokeAllWithTheRightsOf(AccountId account) {
        return revokeAll("account_id", account);
    }

    List<ApiKeyId> revokeAllOwnedBy(AccountId owner) {
        return revokeAll("owner_id", owner);
    }

    private List<ApiKeyId> revokeAll(String column, AccountId whose) {
        return database.sql("""
                update apikeys.api_key set revoked_at = clock_timestamp()
                where %s = :whose and revoked_at is null returning id""".formatted(column))
                .param("whose", whose.value()).query((row, _) -> new ApiKeyId(row.getObject("id", UUID.class))).list();
    }

    Optional<ApiKey> find(AccountId owner, ApiKeyId id) {
        return database.sql("select " + COLUMNS + " from apikeys.api_key where id = :id and owner_id = :owner")
                .param("id", id.value()).param("owner", owner.value()).query(ApiKeyStore::key).optional();
    }

    Page<ApiKey> of(AccountId owner, PageRequest page) {
        var rows = database.sql("""
                select %s from apikeys.api_key where owner_id = :owner and (created_at, id) < (:createdAt, :id)
                order by created_at desc, id desc limit :fetch""".formatted(COLUMNS)).param("owner", owner.value())
                .param("createdAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(ApiKeyStore::key).list();
        return Page.of(rows, page, row -> new Keyset(row.createdAt(), row.id().value()));
    }

    int deleteOver(Duration keep, int limit) {
        return database.sql("""
                delete from apikeys.api_key where id in (
                    select id from apikeys.api_key
                    where least(revoked_at, expires_at) < clock_timestamp() - make_interval(secs => :keep)
                    limit :limit)""").param("keep", (double) keep.toSeconds()).param("limit", limit).update();
    }

    private static ApiKey key(ResultSet row, int number) throws SQLException {
        return new ApiKey(new ApiKeyId(row.getObject("id", UUID.class)), row.getString("name"),
                new AccountId(row.getObject("account_id", UUID.class)), scopes(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(), instant(row, "last_used_at"),
                row.getString("last_used_address"), instant(row, "previous_until"), instant(row, "revoked_at"));
    }

    private static List<String> scopes(ResultSet row) throws SQLException {
        return List.of((String[]) row.getArray("scopes").getArray());
    }

    private static byte @Nullable [] bytes(ResultSet row, String column) {
        try {
            return row.getBytes(column);
        } catch (SQLException unreadable) {
            throw new IllegalStateException(column, unreadable);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
