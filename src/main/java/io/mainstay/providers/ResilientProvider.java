package io.mainstay.providers;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A provider behind a bulkhead, bounded repeats, and a circuit breaker (Resilience4j), from outside to inside: each
/// repeat counts for the breaker, and a call with all its repeats takes one place in the bulkhead.
///
/// Only calls without a clear answer are repeated, under the same key, and only while a whole further call fits into
/// [#longestCall]: what is refused or cut off at once is, what timed out is not. What the bulkhead or the breaker holds
/// back was never sent, and [Outcome.NotSent] says so: neither declined, which is a provider's word and may be told to
/// the customer's bank, nor unknown, which would leave a payment waiting for a repair where nothing can have happened.
/// Once one try may have arrived, the outcome stays unknown until the provider tells.
final class ResilientProvider implements PaymentProvider {

    private static final double GROWTH = 2;
    private static final double SCATTER = 0.5;
    private static final Optional<Outcome> CIRCUIT_OPEN = Optional.of(new Outcome.NotSent("the circuit is open"));

    private final PaymentProvider provider;
    private final ResilienceSettings settings;
    private final IntervalFunction pauses;
    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final MeterRegistry meters;

    /// @throws IllegalArgumentException if a single call may take longer than a call with its repeats
    ResilientProvider(PaymentProvider provider, int maxConcurrentCalls, ResilienceSettings settings,
            MeterRegistry meters) {
        if (provider.longestCall().compareTo(settings.longestCall()) > 0) {
            throw new IllegalArgumentException("mainstay.providers.resilience.longest-call is shorter than a call to '"
                    + provider.name() + "', which takes up to " + provider.longestCall());
        }
        this.provider = provider;
        this.settings = settings;
        this.pauses = IntervalFunction.ofExponentialRandomBackoff(settings.firstPause(), GROWTH, SCATTER);
        this.bulkhead = Bulkhead.of(provider.name(), BulkheadConfig.custom().maxConcurrentCalls(maxConcurrentCalls)
                .maxWaitDuration(Duration.ZERO).build());
        this.breaker = CircuitBreaker.of(provider.name(), CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.window()).minimumNumberOfCalls(settings.minimumCalls())
                .failureRateThreshold(settings.failureRate()).waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(settings.trialCalls())
                .recordResult(ResilientProvider::isUnclear).build());
        this.meters = meters;
        Gauge.builder("mainstay.providers.circuit.open", breaker, ResilientProvider::openness)
                .tag("provider", provider.name())
                .description("0: closed; 0.5: trying; 1: open, nothing is sent").register(meters);
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Duration longestCall() {
        return settings.longestCall();
    }

    @Override
    public String receivable() {
        return provider.receivable();
    }

    @Override
    public boolean capturesInParts() {
        return provider.capturesInParts();
    }

    @Override
    public Optional<WebhookReader> webhooks() {
        return provider.webhooks();
    }

    @Override
    public Outcome submit(Instruction instruction) {
        return guarded("submit", instruction, () -> Optional.of(provider.submit(instruction))).orElseThrow();
    }

    @Override
    public Optional<Outcome> find(Instruction instruction) {
        return guarded("find", instruction, () -> provider.find(instruction))
                .map(outcome -> outcome instanceof Outcome.NotSent(String why) ? new Outcome.Unknown(why) : outcome);
    }

    private Optional<Outcome> guarded(String call, Instruction instruction, Supplier<Optional<Outcome>> ask) {
        var begin = System.nanoTime();
        var outcome = bulkhead.tryAcquirePermission()
                ? inBulkhead(ask, begin)
                : Optional.<Outcome>of(new Outcome.NotSent("too many calls at the same time"));
        meters.timer("mainstay.providers.calls", "provider", name(), "call", call, "instruction",
                lowerCase(instruction), "outcome", outcome.map(ResilientProvider::lowerCase).orElse("none"))
                .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        return outcome;
    }

    private Optional<Outcome> inBulkhead(Supplier<Optional<Outcome>> ask, long begin) {
        try {
            var attempts = new Attempts(begin);
            var retry = Retry.of(name(), RetryConfig.<Optional<Outcome>>custom().maxAttempts(settings.maxAttempts())
                    .intervalFunction(pauses).retryOnResult(attempts::deservesAnother).retryOnException(_ -> false)
                    .build());
            return attempts.conclude(retry.executeSupplier(() -> attempts.note(throughBreaker(ask))));
        } finally {
            bulkhead.onComplete();
        }
    }

    private Optional<Outcome> throughBreaker(Supplier<Optional<Outcome>> ask) {
        try {
            return breaker.executeSupplier(ask);
        } catch (CallNotPermittedException _) {
            return CIRCUIT_OPEN;
        } catch (RuntimeException failed) {
            // an adapter that breaks its promise
            return Optional.of(new Outcome.Unknown(failed.toString()));
        }
    }

    /// The tries of one call.
    private final class Attempts {

        private final long begin;
        private int number;
        private @Nullable Outcome mayHaveArrived;

        Attempts(long begin) {
            this.begin = begin;
        }

        Optional<Outcome> note(Optional<Outcome> outcome) {
            number++;
            if (number > 1) {
                meters.counter("mainstay.providers.repeats", "provider", name()).increment();
            }
            if (outcome.isPresent() && outcome.get() instanceof Outcome.Unknown) {
                mayHaveArrived = outcome.get();
            }
            return outcome;
        }

        boolean deservesAnother(Optional<Outcome> outcome) {
            var longestPauseMs = settings.firstPause().toMillis() * Math.pow(GROWTH, number - 1.0) * (1 + SCATTER);
            var wouldEnd = Duration.ofNanos(System.nanoTime() - begin).plusMillis((long) longestPauseMs)
                    .plus(provider.longestCall());
            return isUnclear(outcome) && !outcome.equals(CIRCUIT_OPEN)
                    && wouldEnd.compareTo(settings.longestCall()) <= 0;
        }

        Optional<Outcome> conclude(Optional<Outcome> last) {
            return last.isPresent() && last.get() instanceof Outcome.NotSent && mayHaveArrived != null
                    ? Optional.of(mayHaveArrived)
                    : last;
        }
    }

    private static boolean isUnclear(Object result) {
        return result instanceof Optional<?> outcome && outcome.isPresent()
                && (outcome.get() instanceof Outcome.Unknown || outcome.get() instanceof Outcome.NotSent);
    }

    private static double openness(CircuitBreaker breaker) {
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
            case HALF_OPEN -> 0.5;
            case OPEN, FORCED_OPEN -> 1;
        };
    }

    private static String lowerCase(Object kind) {
        return kind.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
