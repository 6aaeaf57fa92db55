package io.mainstay.messaging;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Tells one waiting thread of this process that there is work. Any number of signals while it is busy are one.
/// It is a hint that a dying process takes with it: whoever waits also looks from time to time.
public final class Wakeup {

    /// Work that arrives together is done together; nobody notices an e-mail that is later by this.
    private static final Duration GATHERING = Duration.ofMillis(20);

    private final Semaphore permits = new Semaphore(0);

    public void now() {
        if (permits.availablePermits() == 0) {
            permits.release();
        }
    }

    /// Signals once the running transaction has committed, and not at all if it rolls back.
    ///
    /// @throws IllegalStateException outside a transaction
    public void afterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                now();
            }
        });
    }

    /// Returns a moment after a signal, or after `limit` without one.
    void await(Duration limit) throws InterruptedException {
        if (permits.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            Thread.sleep(GATHERING);
            permits.drainPermits();
        }
    }
}
