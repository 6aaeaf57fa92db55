package io.mainstay.notifications;

import io.mainstay.auth.Accounts;
import io.mainstay.messaging.Backoff;
import io.mainstay.messaging.Loop;
import io.mainstay.messaging.Worker;
import io.mainstay.notifications.Mails.Leased;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Sends the mails, outside any transaction: take with a lease, commit, send, note the outcome. Two workers never
/// send one mail at once. It's sent again only if its outcome was lost: the worker died, or the server's answer did,
/// after the server took it. Then the second one has the same Message-ID.
@Worker
class Mailer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);

    private final Mails mails;
    private final Postman postman;
    private final Accounts accounts;
    private final NotificationSettings settings;
    private final Backoff backoff;
    private final Counter sent;
    private final Counter retried;
    private final Counter failed;
    private final Loop loop;
    private final ExecutorService sending = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("mailer-", 0).factory());

    Mailer(Mails mails, Postman postman, Accounts accounts, NotificationSettings settings, MeterRegistry registry) {
        this.mails = mails;
        this.postman = postman;
        this.accounts = accounts;
        this.settings = settings;
        this.backoff = new Backoff(settings.retryMin(), settings.retryMax());
        this.sent = counter("sent", registry);
        this.retried = counter("retried", registry);
        this.failed = counter("failed", registry);
        this.loop = new Loop("mailer", this::round, mails.wakeup(), settings.pollInterval(),
                new Backoff(settings.pollInterval(), settings.pollInterval().multipliedBy(30)));
    }

    private static Counter counter(String outcome, MeterRegistry registry) {
        return Counter.builder("mainstay.mail").tag("outcome", outcome).description("Tries to send a mail")
                .register(registry);
    }

    /// Sends some of the mails that are due.
    ///
    /// @return whether there may be more
    boolean round() {
        var leased = mails.lease(settings.parallel(), settings.lease());
        if (leased.isEmpty()) {
            postman.hangUp();
            return false;
        }
        try {
            // cancels what takes too long: interrupting a virtual thread closes the socket that it waits for
            var tries = sending.invokeAll(leased.stream().map(mail -> Executors.callable(() -> send(mail))).toList(),
                    settings.sendTimeout().toMillis(), TimeUnit.MILLISECONDS);
            var accepted = new ArrayList<Leased>();
            for (var position = 0; position < leased.size(); position++) {
                if (isAccepted(leased.get(position), tries.get(position))) {
                    accepted.add(leased.get(position));
                }
            }
            sent.increment(accepted.size());
            if (mails.sent(accepted) < accepted.size()) {
                LOG.warn("A mail was sent after its lease had run out; one of {}", accepted);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    private static final class NoContact extends RuntimeException {}

    private void send(Leased mail) {
        postman.send(mail, postman.addressee(mail)
                .or(() -> Optional.ofNullable(mail.account()).flatMap(accounts::contact)).orElseThrow(NoContact::new));
    }

    private boolean isAccepted(Leased mail, Future<Object> attempt) throws InterruptedException {
        try {
            attempt.get();
            return true;
        } catch (CancellationException _) {
            tryAgain(mail, "time-out");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoContact) {
                failed.increment();
                mails.failed(mail, "no contact");
            } else {
                // no message: servers like to repeat the address in it
                tryAgain(mail, e.getCause() == null ? "unknown" : e.getCause().getClass().getSimpleName());
            }
        }
        return false;
    }

    private void tryAgain(Leased mail, String error) {
        if (mail.attempt() < settings.maxAttempts()) {
            retried.increment();
            mails.retry(mail, backoff.after(mail.attempt()), error);
            LOG.warn("Mail {} was not sent at attempt {}: {}", mail.id(), mail.attempt(), error);
        } else {
            failed.increment();
            mails.failed(mail, error);
            LOG.error("Mail {} failed after {} attempts: {}", mail.id(), mail.attempt(), error);
        }
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
        postman.hangUp();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
