package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.ProblemType;
import io.mainstay.problem.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

class ConfirmationGuardTests {

    private static final Instant NOW = Instant.parse("2026-11-25T23:00:00Z");

    private final ConfirmationGuard guard = new ConfirmationGuard(Clock.fixed(NOW, ZoneOffset.UTC),
            new ProofSettings(Duration.ofMinutes(5), Duration.ofMinutes(5), 5, 10, 5, Duration.ofSeconds(1),
                    Duration.ofHours(1), Duration.ofDays(1)));

    @Test
    void letsThroughWhoShowedAMomentAgoWhoTheyAre() throws Exception {
        assertThat(passes("sensitive", person(NOW))).isTrue();
        assertThat(passes("sensitive", person(NOW.minusSeconds(300)))).isTrue();
        assertThat(passes("verySensitive", person(NOW.minusSeconds(10)))).isTrue();
    }

    @Test
    void stopsWhoShowedItTooLongAgoOrNever() throws Exception {
        assertThat(refusal("sensitive", person(NOW.minusSeconds(301))).members())
                .containsEntry(Refusal.MAX_AGE_SECONDS, 300);
        assertThat(refusal("sensitive", person(null)).type()).isEqualTo(HttpProblems.CONFIRMATION_REQUIRED);
        assertThat(refusal("verySensitive", person(NOW.minusSeconds(11))).members())
                .containsEntry(Refusal.MAX_AGE_SECONDS, 10);
    }

    @Test
    void stopsCredentialsThatNobodyCanConfirmAndNobody() throws Exception {
        var limited = new Caller(AccountId.next(), Set.of("orders:read"), NOW);

        assertThat(typeOf("sensitive", limited)).isEqualTo(HttpProblems.FORBIDDEN);
        assertThat(typeOf("sensitive", null)).isEqualTo(HttpProblems.UNAUTHENTICATED);
        assertThat(passes("administration", limited)).isTrue();
        assertThat(typeOf("administration", person(null))).isEqualTo(HttpProblems.CONFIRMATION_REQUIRED);
        assertThat(typeOf("administration", null)).isEqualTo(HttpProblems.UNAUTHENTICATED);
    }

    @Test
    void leavesOtherEndpointsAlone() throws Exception {
        assertThat(passes("ordinary", person(null))).isTrue();
        assertThat(passes("ordinary", null)).isTrue();
    }

    @RequiresConfirmation
    void sensitive() {}

    @RequiresConfirmation(maxAgeSeconds = 10)
    void verySensitive() {}

    @RequiresConfirmation(limitedCredentials = true)
    void administration() {}

    void ordinary() {}

    private static Caller person(@Nullable Instant confirmedAt) {
        return new Caller(AccountId.next(), null, confirmedAt);
    }

    private boolean passes(String endpoint, @Nullable Caller caller) throws NoSuchMethodException {
        var request = new MockHttpServletRequest();
        if (caller != null) {
            caller.attachTo(request);
        }
        return guard.preHandle(request, new MockHttpServletResponse(),
                new HandlerMethod(this, ConfirmationGuardTests.class.getDeclaredMethod(endpoint)));
    }

    private ProblemType typeOf(String endpoint, @Nullable Caller caller) {
        return refusal(endpoint, caller).type();
    }

    private Refusal refusal(String endpoint, @Nullable Caller caller) {
        return assertThatExceptionOfType(Refusal.class).isThrownBy(() -> passes(endpoint, caller)).actual();
    }
}
