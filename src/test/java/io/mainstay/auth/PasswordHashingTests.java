package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordHashingTests {

    private static final Password PASSWORD = Password.of("open sesame");

    @Test
    void recognizesThePasswordItHashed() {
        var hashing = hashing(1024, 10, Duration.ofSeconds(5));
        var hash = hashing.hash(PASSWORD);

        assertThat(hash).startsWith("$argon2id$v=19$m=1024,t=2,p=1$");
        assertThat(hashing.matches(PASSWORD, hash)).isTrue();
        assertThat(hashing.matches(Password.of("open sesam!"), hash)).isFalse();
        assertThat(hashing.hash(PASSWORD)).isNotEqualTo(hash);
    }

    @Test
    void refusesAFloodInsteadOfTakingTheHeap() throws Exception {
        var hashing = hashing(65_536, 0, Duration.ZERO);
        var refused = new AtomicInteger();
        Callable<Void> attempt = () -> {
            try {
                hashing.matches(PASSWORD, hashing.ofNobody());
            } catch (Refusal refusal) {
                assertThat(refusal.type()).isEqualTo(HttpProblems.UNAVAILABLE);
                refused.incrementAndGet();
            }
            return null;
        };
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var outcome : people.invokeAll(IntStream.range(0, 20).mapToObj(_ -> attempt).toList())) {
                outcome.get();
            }
        }

        assertThat(refused).hasValueBetween(1, 19);
        hashing.matches(PASSWORD, hashing.ofNobody());
    }

    private static PasswordHashing hashing(int memoryKib, int maxWaiting, Duration maxWait) {
        var settings = new AuthSettings.Hashing(memoryKib, 2, 1, 1, maxWaiting, maxWait);
        return new PasswordHashing(new AuthSettings("issuer", "audience", Duration.ofMinutes(10),
                Duration.ofSeconds(30), 10, Duration.ofHours(24), Duration.ofHours(1), null, null, settings));
    }
}
