package io.mainstay.auth;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/// Argon2id, at most a few at a time: a flood of log-ins waits or is refused (`unavailable`) before it can take the
/// heap. Never call it inside a transaction, which would hold a connection meanwhile.
@Component
class PasswordHashing {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final PasswordEncoder argon2;
    private final Semaphore permits;
    /// Threads of the operating system: the hash never pauses, and would keep a carrier of virtual threads, and so all
    /// other requests, waiting.
    private final ExecutorService threads;
    private final AuthSettings.Hashing settings;
    private final String ofNobody;

    PasswordHashing(AuthSettings settings) {
        this.settings = settings.hashing();
        this.argon2 = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, this.settings.parallelism(),
                this.settings.memoryKib(), this.settings.iterations());
        this.permits = new Semaphore(this.settings.permits(), true);
        this.threads = Executors.newFixedThreadPool(this.settings.permits(),
                Thread.ofPlatform().daemon().name("password-hash-", 0).factory());
        this.ofNobody = encode(UUID.randomUUID().toString());
    }

    String hash(Password password) {
        return bounded(() -> encode(password.value()));
    }

    boolean matches(Password password, String hash) {
        return bounded(() -> argon2.matches(password.value(), hash));
    }

    /// What to compare with where there is no account: the time must not tell.
    String ofNobody() {
        return ofNobody;
    }

    private String encode(String password) {
        return java.util.Objects.requireNonNull(argon2.encode(password));
    }

    private <T> T bounded(Supplier<T> work) {
        if (!enter()) {
            throw new Refusal(HttpProblems.UNAVAILABLE, "Too many people are logging in at this moment.");
        }
        try {
            return threads.submit(work::get).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Refusal(HttpProblems.UNAVAILABLE, "The server is stopping.");
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a password could not be hashed", failed.getCause());
        } finally {
            permits.release();
        }
    }

    private boolean enter() {
        if (permits.tryAcquire()) {
            return true;
        }
        if (permits.getQueueLength() >= settings.maxWaiting()) {
            return false;
        }
        try {
            return permits.tryAcquire(settings.maxWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
