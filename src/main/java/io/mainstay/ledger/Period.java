package io.mainstay.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A time of which a statement is wanted, within the years 1970 to 9999.
///
/// @param from included; null: from the beginning
/// @param to not included; null: until now
@Schema(name = "Period", example = """
        {"from": "2026-10-01T00:00:00Z", "to": "2026-11-01T00:00:00Z"}""")
public record Period(@Nullable Instant from, @Nullable Instant to) {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    @Schema(hidden = true)
    @AssertTrue(message = "must be times from 1970 to 9999, from before to")
    boolean isInOrder() {
        return isPossible(from) && isPossible(to) && (from == null || to == null || from.isBefore(to));
    }

    private static boolean isPossible(@Nullable Instant time) {
        return time == null || !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST);
    }
}
