package io.mainstay.idempotency;

import io.mainstay.idempotency.Replay.StoredAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The table `idempotency.record`. Everything here joins the caller's transaction.
@Repository
class IdempotencyRecords {

    private final JdbcClient jdbc;
    private final IdempotencySettings settings;

    IdempotencyRecords(JdbcClient jdbc, IdempotencySettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /// What is known of a key.
    ///
    /// @param claimed whether this transaction may go on with it; otherwise another one is at it now
    /// @param found the record, if the key was used before
    record Claim(boolean claimed, Optional<Found> found) {}

    /// @param answer null while unfinished
    /// @param begun null once finished
    /// @param leased whether its first request may still be alive
    record Found(String fingerprint, @Nullable StoredAnswer answer, @Nullable UUID begun, boolean leased) {}

    /// Claims the key until the end of the transaction, without waiting, and reads its record: one round trip.
    Claim claim(IdempotentRequest request) {
        return jdbc.sql("""
                select pg_try_advisory_xact_lock(:lock) as claimed, r.fingerprint, r.status, r.location, r.etag, r.body,
                       r.begun, coalesce(r.lease_until > now(), false) as leased
                from (values (1)) as always left join idempotency.record r on r.principal = :principal and r.key = :key
                """).param("lock", lockOf(request)).param("principal", request.principal()).param("key", request.key())
                .query((row, _) -> new Claim(row.getBoolean("claimed"), found(row))).single();
    }

    void insertAnswer(IdempotentRequest request, StoredAnswer answer) {
        answer("""
                insert into idempotency.record (principal, key, fingerprint, status, location, etag, body)
                values (:principal, :key, :fingerprint, :status, :location, :etag, :body)
                """, request, answer).param("fingerprint", request.fingerprint()).update();
    }

    void insertBegun(IdempotentRequest request, UUID begun) {
        jdbc.sql("""
                insert into idempotency.record (principal, key, fingerprint, begun, lease_until)
                values (:principal, :key, :fingerprint, :begun, now() + make_interval(secs => :lease))
                """).param("principal", request.principal()).param("key", request.key())
                .param("fingerprint", request.fingerprint()).param("begun", begun)
                .param("lease", settings.lease().toSeconds()).update();
    }

    /// @return false if a repeat has answered meanwhile
    boolean finish(IdempotentRequest request, StoredAnswer answer) {
        return answer("""
                update idempotency.record
                set status = :status, location = :location, etag = :etag, body = :body, begun = null, lease_until = null
                where principal = :principal and key = :key and status is null
                """, request, answer).update() == 1;
    }

    @Transactional
    public int deleteExpired() {
        return jdbc.sql("""
                delete from idempotency.record where (principal, key) in (
                    select principal, key from idempotency.record
                    where created_at < now() - make_interval(secs => :retention) limit :batch)
                """).param("retention", settings.retention().toSeconds()).param("batch", settings.cleanupBatch())
                .update();
    }

    private JdbcClient.StatementSpec answer(String sql, IdempotentRequest request, StoredAnswer answer) {
        return jdbc.sql(sql).param("principal", request.principal()).param("key", request.key())
                .param("status", answer.status()).param("location", answer.location()).param("etag", answer.etag())
                .param("body", answer.body());
    }

    private static Optional<Found> found(ResultSet row) throws SQLException {
        var fingerprint = row.getString("fingerprint");
        if (fingerprint == null) {
            return Optional.empty();
        }
        var status = row.getInt("status");
        var answer = row.wasNull()
                ? null
                : new StoredAnswer(status, row.getString("location"), row.getString("etag"), row.getString("body"));
        return Optional
                .of(new Found(fingerprint, answer, row.getObject("begun", UUID.class), row.getBoolean("leased")));
    }

    private static long lockOf(IdempotentRequest request) {
        MessageDigest digest = IdempotentRequestArgument.sha256();
        digest.update(Objects.toString(request.principal()).getBytes(StandardCharsets.US_ASCII));
        return ByteBuffer.wrap(digest.digest(request.key().getBytes(StandardCharsets.US_ASCII))).getLong();
    }
}
