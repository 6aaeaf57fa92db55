package io.mainstay.apikeys;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/// When a key stops working: after now, within a year.
@Schema(type = "string", format = "date-time", example = "2027-05-01T00:00:00Z")
record Expiry(@JsonValue Instant value) {

    static final Duration LONGEST = Duration.ofDays(366);
    /// The database's clock, which decides, may be behind.
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    /// @throws IllegalArgumentException if `text` is no time; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Expiry of(String text) {
        try {
            return new Expiry(Instant.parse(text));
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException("must be a time in UTC, like 2027-05-01T00:00:00Z");
        }
    }

    /// @throws Refusal `validation-failed` unless it is within a year from now
    void requireWithinAYear(Instant now) {
        if (!value.isAfter(now.plus(LEEWAY)) || value.isAfter(now.plus(LONGEST).minus(LEEWAY))) {
            throw new Refusal(HttpProblems.VALIDATION_FAILED, "A key works for some minutes to a year.",
                    Map.of("errors", List.of(new Problems.Violation("/expiresAt", "must be within a year from now"))));
        }
    }
}
