package io.mainstay.auth;

import io.mainstay.messaging.Backoff;
import io.mainstay.messaging.Loop;
import io.mainstay.messaging.Outbox;
import io.mainstay.messaging.Wakeup;
import io.mainstay.messaging.Worker;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/// Sends links to those among the askers who have an account, away from the request: whether there is one must not show
/// in its time.
@Worker
class PasswordResetMails implements SmartLifecycle {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int BATCH = 20;
    private static final int MAX_OPEN_LINKS = 3;

    private final PasswordResetStore resets;
    private final AccountStore accounts;
    private final Outbox outbox;
    private final AccountNews news;
    private final TransactionTemplate transaction;
    private final AuthSettings settings;
    private final Loop loop = new Loop("password-resets", this::round, new Wakeup(), POLL,
            new Backoff(POLL, POLL.multipliedBy(30)));

    PasswordResetMails(PasswordResetStore resets, AccountStore accounts, Outbox outbox, AccountNews news,
            TransactionTemplate transaction, AuthSettings settings) {
        this.resets = resets;
        this.accounts = accounts;
        this.outbox = outbox;
        this.news = news;
        this.transaction = transaction;
        this.settings = settings;
    }

    private boolean round() {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            var asked = resets.take(BATCH);
            asked.forEach(this::answer);
            if (asked.isEmpty()) {
                resets.deleteExpired(BATCH);
            }
            return asked.size() == BATCH;
        }));
    }

    /// Who never verified the address registers again, which sends another link.
    private void answer(PasswordResetStore.Asked asked) {
        accounts.login(asked.email()).filter(AccountStore.Login::verified).ifPresent(login -> {
            var token = OneTimeToken.next();
            if (resets.add(login.id(), token, settings.resetLifetime(), MAX_OPEN_LINKS)) {
                outbox.publish(PasswordResetRequested.TYPE, PasswordResetRequested.VERSION, login.id().toString(),
                        new PasswordResetRequested(login.id(), token.value()));
                news.passwordResetRequested(login.id(), asked.origin());
            }
        });
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
