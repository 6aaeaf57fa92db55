package io.mainstay.oauth;

import io.mainstay.auth.Revocations;
import io.mainstay.caller.AccountId;
import io.mainstay.oauth.StoredGrant.RefreshHashes;
import io.mainstay.oauth.StoredGrant.Request;
import io.mainstay.oauth.StoredGrant.Used;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements that move one row of `oauth.authorization_grant`. Each decides by itself, in a transaction, which the policies want; all times are the
/// database's, since instances may disagree about the time.
@Repository
@Transactional
class AuthorizationStore implements Revocations.Source<UUID> {

    private static final String SELECT = """
            select id, client_id, account_id, grant_type, requested_scopes, scopes, redirect_uri, client_state, nonce,
                code_challenge, authenticated_at, code_used, device_code_used, user_code_used, refresh_family_hash,
                refresh_hash, issued_at, created_at, version,
                extract(epoch from expires_at - clock_timestamp())::float8 as remaining
            from oauth.authorization_grant where ended_at is null and\s""";

    private final JdbcClient database;

    AuthorizationStore(JdbcClient database) {
        this.database = database;
    }

    /// The secrets that a row can be found by.
    enum Key {
        CONSENT("consent_hash"), CODE("code_hash"), DEVICE_CODE("device_code_hash"), USER_CODE("user_code_hash");

        private final String column;

        Key(String column) {
            this.column = column;
        }
    }

    /// Empty if there is none, or if it has ended.
    Optional<StoredGrant> find(AuthorizationId id) {
        return database.sql(SELECT + "id = :id").param("id", id.value()).query(AuthorizationStore::grant).optional();
    }

    /// Empty if there is none, or if it has ended; one that has expired is found.
    Optional<StoredGrant> find(Key key, Hash hash) {
        return database.sql(SELECT + key.column + " = :hash").param("hash", hash.bytes())
                .query(AuthorizationStore::grant)
                .optional();
    }

    /// Notes that a device asks.
    ///
    /// @return how long ago it asked before; empty if it hasn't, or if there is no such code
    Optional<Duration> poll(Hash deviceCodeHash) {
        return database.sql("""
                update oauth.authorization_grant set polled_at = clock_timestamp()
                where device_code_hash = :hash and ended_at is null
                returning extract(epoch from clock_timestamp() - old.polled_at)::float8""")
                .param("hash", deviceCodeHash.bytes()).query((row, _) -> seconds(row.getDouble(1), row.wasNull()))
                .optional()
                .flatMap(since -> since);
    }

    /// Of two steps from the same version one is taken.
    ///
    /// @return false, and nothing has changed, if it has moved on or ended meanwhile
    boolean move(AuthorizationId id, long version, GrantStep step) {
        return database.sql("""
                update oauth.authorization_grant set
                    account_id = coalesce(:account, account_id), scopes = coalesce(scopes, :scopes),
                    authenticated_at = coalesce(:authenticatedAt, authenticated_at), consent_hash = :consentHash,
                    code_hash = coalesce(:codeHash, code_hash), code_used = code_used or :codeUsed,
                    device_code_used = device_code_used or :deviceCodeUsed,
                    user_code_used = user_code_used or :userCodeUsed,
                    refresh_family_hash = coalesce(:family, refresh_family_hash),
                    refresh_hash = coalesce(:refresh, refresh_hash),
                    issued_at = case when :issued then coalesce(issued_at, clock_timestamp()) else issued_at end,
                    expires_at = coalesce(clock_timestamp() + make_interval(secs => :lifetime), expires_at),
                    last_used_at = clock_timestamp(), version = version + 1
                where id = :id and version = :version and ended_at is null""").param("id", id.value())
                .param("version", version).param("account", step.account() == null ? null : step.account().value())
                .param("scopes", array(step.scopes())).param("authenticatedAt", time(step.authenticatedAt()))
                .param("consentHash", Hash.bytesOrNull(step.consentHash()))
                .param("codeHash", Hash.bytesOrNull(step.codeHash()))
                .param("codeUsed", step.used().code()).param("deviceCodeUsed", step.used().deviceCode())
                .param("userCodeUsed", step.used().userCode())
                .param("family", step.refresh() == null ? null : step.refresh().family().bytes())
                .param("refresh", step.refresh() == null ? null : step.refresh().current().bytes())
                .param("issued", step.issued())
                .param("lifetime", step.lifetime() == null ? null : step.lifetime().toMillis() / 1000.0).update() == 1;
    }

    /// @return whether it was alive until now
    boolean end(AuthorizationId id, EndReason reason) {
        return database.sql("""
                update oauth.authorization_grant set ended_at = clock_timestamp(), end_reason = :reason
                where id = :id and ended_at is null""").param("id", id.value()).param("reason", reason.column())
                .update() == 1;
    }

    /// Forgets what nobody has got anything for yet.
    void forget(AuthorizationId id) {
        database.sql("delete from oauth.authorization_grant where id = :id and issued_at is null")
                .param("id", id.value()).update();
    }

    @Override
    public Instant now() {
        return database.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
    }

    @Override
    public List<Revocations.Ended<UUID>> endedSince(Instant since) {
        return database.sql("""
                select id, ended_at as at from oauth.authorization_grant where ended_at > :since
                union all
                select id, disabled_at from oauth.client where disabled_at > :since
                order by at""").param("since", since.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new Revocations.Ended<>(row.getObject("id", UUID.class),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    static String @Nullable [] array(@Nullable Set<String> values) {
        return values == null ? null : values.stream().sorted().toArray(String[]::new);
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Duration> seconds(double seconds, boolean unknown) {
        return unknown ? Optional.empty() : Optional.of(Duration.ofMillis((long) (seconds * 1000)));
    }

    private static StoredGrant grant(ResultSet row, int number) throws SQLException {
        var account = row.getObject("account_id", UUID.class);
        var redirectUri = row.getString("redirect_uri");
        var family = row.getBytes("refresh_family_hash");
        return new StoredGrant(new AuthorizationId(row.getObject("id", UUID.class)),
                new ClientId(row.getObject("client_id", UUID.class)), account == null ? null : new AccountId(account),
                new AuthorizationGrantType(row.getString("grant_type")), texts(row, "requested_scopes"),
                row.getArray("scopes") == null ? null : texts(row, "scopes"),
                redirectUri == null
                        ? null
                        : new Request(redirectUri, row.getString("client_state"), row.getString("nonce"),
                                row.getString("code_challenge")),
                instant(row, "authenticated_at"),
                new Used(row.getBoolean("code_used"), row.getBoolean("device_code_used"),
                        row.getBoolean("user_code_used")),
                family == null ? null : new RefreshHashes(new Hash(family), new Hash(row.getBytes("refresh_hash"))),
                instant(row, "issued_at"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Duration.ofMillis((long) (row.getDouble("remaining") * 1000)), row.getLong("version"));
    }

    private static Set<String> texts(ResultSet row, String column) throws SQLException {
        return Set.copyOf(Arrays.asList((String[]) row.getArray(column).getArray()));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
