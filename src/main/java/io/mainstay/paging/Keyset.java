package io.mainstay.paging;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/// A place in a list that is sorted by (created_at, id) descending: the last row of a page. A query continues with
/// `(created_at, id) < (:createdAt, :id)`, a row-value comparison that one index serves.
///
/// @param createdAt to the microsecond, as PostgreSQL keeps it
public record Keyset(Instant createdAt, UUID id) {

    /// Before everything: the first page starts here.
    static final Keyset START = new Keyset(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1, -1));

    private static final int BYTES = 3 * Long.BYTES;

    String encode() {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt);
        var bytes = ByteBuffer.allocate(BYTES).putLong(micros).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Keyset decode(String cursor) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() == BYTES) {
                var createdAt = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
                if (!createdAt.isBefore(Instant.EPOCH) && !createdAt.isAfter(START.createdAt)) {
                    return new Keyset(createdAt, new UUID(bytes.getLong(), bytes.getLong()));
                }
            }
        } catch (IllegalArgumentException _) {
            // not base64: falls through to the refusal
        }
        throw new Refusal(HttpProblems.MALFORMED_REQUEST, "cursor must be a nextCursor of an earlier page.");
    }
}
