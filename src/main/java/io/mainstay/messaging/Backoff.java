package io.mainstay.messaging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait after failures: doubling from `min`, never above `max`, and scattered, so that instances that
/// failed together don't come back together.
///
/// @param min the pause after the first failure, more than zero
/// @param max the longest pause, at least `min`
public record Backoff(Duration min, Duration max) {

    /// @throws IllegalArgumentException if the range is empty
    public Backoff {
        if (!min.isPositive() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("a back-off needs 0 < min <= max but has " + min + " and " + max);
        }
    }

    /// A pause between half of its nominal length and all of it.
    ///
    /// @param failures how many in a row, 1 and more
    public Duration after(int failures) {
        var nominalMs = Math.min((double) max.toMillis(), min.toMillis() * Math.pow(2, Math.max(0, failures - 1)));
        return Duration.ofMillis((long) Math.max(1, nominalMs * ThreadLocalRandom.current().nextDouble(0.5, 1)));
    }
}
