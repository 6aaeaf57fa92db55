package io.mainstay.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mainstay.IntegrationTest;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IntegrationTest
class InboxIT {

    @Autowired
    private Inbox inbox;
    @Autowired
    private JdbcClient jdbc;

    private final String message = UUID.randomUUID().toString();

    @Test
    void runsAnEffectOnceForTwentyConcurrentDuplicates() throws Exception {
        var effects = new AtomicInteger();
        Callable<Boolean> delivery = () -> inbox.once("test", message, effects::incrementAndGet);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = 0;
            for (var outcome : threads.invokeAll(Collections.nCopies(20, delivery))) {
                first += outcome.get() ? 1 : 0;
            }
            assertThat(first).isOne();
        }
        assertThat(effects).hasValue(1);
    }

    @Test
    void runsAnEffectAgainThatFailed() {
        assertThatIllegalStateException().isThrownBy(() -> inbox.once("test", message, () -> {
            throw new IllegalStateException("planted");
        }));
        assertThat(inbox.once("test", message, () -> {
        })).isTrue();
    }

    @Test
    void keepsConsumersApart() {
        assertThat(inbox.once("one", message, () -> {
        })).isTrue();
        assertThat(inbox.once("other", message, () -> {
        })).isTrue();
    }

    @Test
    void forgetsOnlyWhatIsOld() {
        for (var number = 0; number < 5; number++) {
            jdbc.sql("""
                    insert into messaging.inbox (consumer, message_id, received_at)
                    values ('test', :message, clock_timestamp() - interval '31 days')
                    """).param("message", message + number).update();
        }
        inbox.once("test", message, () -> {
        });
        new InboxCleanup(jdbc, new MessagingSettings(50, Duration.ofSeconds(2), Duration.ofSeconds(1),
                Duration.ofMillis(1), Duration.ofMillis(5), 10, Duration.ofDays(30), 2)).run();

        assertThat(jdbc.sql("select message_id from messaging.inbox where message_id like :message || '%'")
                .param("message", message).query(String.class).list()).containsExactly(message);
    }
}
