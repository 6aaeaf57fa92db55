package io.mainstay.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTests {

    private static final Keyset PLACE = new Keyset(Instant.parse("2026-11-23T08:00:00.123456Z"), UUID.randomUUID());

    @Test
    void continuesWhereThePageEnded() {
        assertThat(Keyset.decode(PLACE.encode())).isEqualTo(PLACE);
        assertThat(Keyset.decode(Keyset.START.encode())).isEqualTo(Keyset.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!!", "AAAA", "/////////////////////////////////w",
            "______________________________8"})
    void refusesACursorThatIsNoneOfOurs(String cursor) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Keyset.decode(cursor));
    }

    @Test
    void hasANextPageOnlyIfThereIsMore() {
        var request = PageRequest.of(2, null);

        assertThat(request.fetch()).isEqualTo(3);
        assertThat(Page.of(List.of(1, 2), request, _ -> PLACE)).isEqualTo(new Page<>(List.of(1, 2), null));
        assertThat(Page.of(List.of(1, 2, 3), request, _ -> PLACE))
                .isEqualTo(new Page<>(List.of(1, 2), PLACE.encode()));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101, Integer.MAX_VALUE})
    void refusesALimitOutOfRange(int limit) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> PageRequest.of(limit, null));
    }
}
