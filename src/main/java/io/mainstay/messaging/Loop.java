package io.mainstay.messaging;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that does rounds of work when it is woken, and from time to time anyway. A round that throws is tried
/// again after a back-off, for ever; the log tells of the first failure and of the recovery.
public final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final BooleanSupplier round;
    private final Wakeup wakeup;
    private final Duration pollInterval;
    private final Backoff backoff;
    private @Nullable Thread thread;
    private volatile CountDownLatch stopping = new CountDownLatch(1);

    /// @param round one bounded piece of work; true if there may be more
    public Loop(String name, BooleanSupplier round, Wakeup wakeup, Duration pollInterval, Backoff backoff) {
        this.name = name;
        this.round = round;
        this.wakeup = wakeup;
        this.pollInterval = pollInterval;
        this.backoff = backoff;
    }

    public synchronized void start() {
        if (thread == null) {
            stopping = new CountDownLatch(1);
            thread = Thread.ofPlatform().name(name).daemon().start(this::run);
        }
    }

    /// Waits for the running round, at most ten seconds.
    public synchronized void stop() {
        var running = thread;
        if (running == null) {
            return;
        }
        stopping.countDown();
        wakeup.now();
        try {
            if (!running.join(STOP_TIMEOUT)) {
                running.interrupt();
            }
        } catch (InterruptedException _) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        var stop = stopping;
        var failures = 0;
        try {
            while (stop.getCount() > 0) {
                try {
                    while (stop.getCount() > 0 && round.getAsBoolean()) {
                        // there may be more
                    }
                    if (failures > 0) {
                        LOG.info("{} works again after {} failures", name, failures);
                    }
                    failures = 0;
                } catch (RuntimeException failure) {
                    failures++;
                    if (failures == 1) {
                        LOG.warn("{} failed and tries again until it works: {}", name, failure.toString());
                    }
                    LOG.debug("{} failed", name, failure);
                    // not woken by signals: a failing round must not become a hot loop
                    stop.await(backoff.after(failures).toMillis(), TimeUnit.MILLISECONDS);
                    continue;
                }
                wakeup.await(scattered());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration scattered() {
        return Duration.ofMillis((long) (pollInterval.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1)) + 1);
    }
}
