package io.mainstay.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.money.Money;
import io.mainstay.providers.Outcome.NotSent;
import io.mainstay.providers.Outcome.Succeeded;
import io.mainstay.providers.Outcome.Unknown;
import io.mainstay.sandbox.SandboxProvider;
import io.mainstay.sandbox.SandboxSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A provider that's slow, cut off, or gone, over real sockets.
class ResilientProviderTests {

    private static final ResilienceSettings SETTINGS = new ResilienceSettings(Duration.ofMillis(2200), 3,
            Duration.ofMillis(20), 6, 4, 50, Duration.ofMillis(300), 2);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    private SandboxProvider sandbox;
    private int port;
    private ResilientProvider provider;

    @BeforeEach
    void start() throws IOException {
        sandbox = sandbox(0);
        port = sandbox.port();
        provider = new ResilientProvider(SandboxConformanceTests.adapterFor(port), 3, SETTINGS, meters);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void repeatsWhatWasCutOffUnderTheSameKey() {
        assertThat(provider.submit(authorize("tok_cut"))).isInstanceOf(Succeeded.class);
        assertThat(sandbox.captures()).isEqualTo(1);
        assertThat(meters.counter("mainstay.providers.repeats", "provider", "sandbox").count()).isEqualTo(1);
    }

    @Test
    void waitsForASlowAnswer() {
        assertThat(provider.submit(authorize("tok_slow"))).isInstanceOf(Succeeded.class);
        assertThat(meters.counter("mainstay.providers.repeats", "provider", "sandbox").count()).isZero();
    }

    @Test
    void doesNotRepeatWhatTimedOutBeyondTheBoundOfACall() {
        var begin = System.nanoTime();
        assertThat(provider.submit(authorize("tok_timeout"))).isInstanceOf(Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SETTINGS.longestCall());
        assertThat(meters.counter("mainstay.providers.repeats", "provider", "sandbox").count()).isZero();
        assertThat(sandbox.captures()).isEqualTo(1);
    }

    @Test
    void opensWhereNobodyAnswersAndRecoversByItself() throws IOException {
        sandbox.close();
        assertThat(provider.submit(authorize("tok_4242"))).isInstanceOf(NotSent.class);
        assertThat(provider.submit(authorize("tok_4242"))).isInstanceOf(NotSent.class);
        assertThat(openness()).isEqualTo(1);
        sandbox = sandbox(port);
        assertThat(provider.submit(authorize("tok_4242"))).isEqualTo(new NotSent("the circuit is open"));
        assertThat(provider.find(authorize("tok_4242"))).get().isInstanceOf(Unknown.class);
        assertThat(sandbox.captures()).isZero();

        await().untilAsserted(() -> assertThat(provider.submit(authorize("tok_4242"))).isInstanceOf(Succeeded.class));
        assertThat(openness()).isEqualTo(0.5);
        assertThat(provider.submit(authorize("tok_4242"))).isInstanceOf(Succeeded.class);
        assertThat(openness()).isZero();
    }

    @Test
    void opensAgainIfTheTrialFails() throws Exception {
        sandbox.close();
        for (var call = 0; call < 2; call++) {
            assertThat(provider.submit(authorize("tok_4242"))).isInstanceOf(NotSent.class);
        }
        Thread.sleep(350);
        var refused = meters.counter("mainstay.providers.repeats", "provider", "sandbox");
        var before = refused.count();
        assertThat(provider.submit(authorize("tok_4242"))).isInstanceOf(NotSent.class);
        assertThat(refused.count()).isGreaterThan(before);
        assertThat(openness()).isEqualTo(1);
        sandbox = sandbox(port);
        assertThat(provider.submit(authorize("tok_4242"))).isEqualTo(new NotSent("the circuit is open"));
    }

    @Test
    void declinesSayNothingAboutTheProvidersHealth() {
        for (var call = 0; call < 10; call++) {
            assertThat(provider.submit(authorize("tok_0002"))).isInstanceOf(Outcome.Declined.class);
        }
        assertThat(openness()).isZero();
    }

    @Test
    void sendsNoMoreAtATimeThanTheBulkheadHolds() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> provider.submit(authorize("tok_slow"))))
                    .toList();
            var sent = 0;
            for (var call : calls) {
                var outcome = call.get();
                if (outcome instanceof Succeeded) {
                    sent++;
                } else {
                    assertThat(outcome).isEqualTo(new NotSent("too many calls at the same time"));
                }
            }
            assertThat(sent).isEqualTo(3);
            assertThat(sandbox.captures()).isEqualTo(3);
        }
        assertThat(provider.submit(authorize("tok_4242"))).isInstanceOf(Succeeded.class);
    }

    @Test
    void staysUnknownOnceATryMayHaveArrived() {
        var tries = new ArrayDeque<Outcome>(List.of(new Unknown("cut off"), new NotSent("refused"),
                new NotSent("refused")));
        var cutThenGone = new ResilientProvider(new Script(tries), 3, SETTINGS, meters);
        assertThat(cutThenGone.submit(authorize("tok_4242"))).isEqualTo(new Unknown("cut off"));
        assertThat(tries).isEmpty();
    }

    @Test
    void survivesAnAdapterThatThrows() {
        var broken = new ResilientProvider(new Script(new ArrayDeque<>()), 3, SETTINGS, meters);
        assertThat(broken.submit(authorize("tok_4242"))).isInstanceOf(Unknown.class);
    }

    @Test
    void countsCallsByTheirOutcome() {
        var _ = provider.submit(authorize("tok_4242"));
        var _ = provider.find(authorize("tok_4242"));
        assertThat(meters.get("mainstay.providers.calls").tags("call", "submit", "outcome", "succeeded", "instruction",
                "authorize").timer().count()).isEqualTo(1);
        assertThat(meters.get("mainstay.providers.calls").tags("call", "find", "outcome", "none").timer().count())
                .isEqualTo(1);
    }

    @Test
    void refusesABoundThatOneCallCanExceed() {
        var settings = new ResilienceSettings(Duration.ofMillis(100), 3, Duration.ofMillis(20), 6, 4, 50,
                Duration.ofMillis(300), 2);
        var adapter = SandboxConformanceTests.adapterFor(port);
        assertThatThrownBy(() -> new ResilientProvider(adapter, 3, settings, meters))
                .hasMessageContaining("mainstay.providers.resilience.longest-call");
    }

    /// Answers what it's told to, and then throws.
    private record Script(Queue<Outcome> answers) implements PaymentProvider {

        @Override
        public String name() {
            return "script";
        }

        @Override
        public Outcome submit(Instruction instruction) {
            return answers.remove();
        }

        @Override
        public Optional<Outcome> find(Instruction instruction) {
            return Optional.of(answers.remove());
        }

        @Override
        public Duration longestCall() {
            return Duration.ofMillis(10);
        }
    }

    private double openness() {
        return meters.get("mainstay.providers.circuit.open").gauge().value();
    }

    private SandboxProvider sandbox(int at) throws IOException {
        return SandboxProvider.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), at),
                SandboxSettings.standard(folder.resolve("journal"))
                        .withPauses(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(400)));
    }

    private static Instruction.Authorize authorize(String method) {
        return new Instruction.Authorize(OperationId.next(), Money.of(1000, "EUR"), method, true,
                URI.create("https://shop.example/back"));
    }
}
