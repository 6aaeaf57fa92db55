package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.messaging.Backoff;
import io.mainstay.messaging.Loop;
import io.mainstay.messaging.Outbox;
import io.mainstay.messaging.Worker;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes accounts of registrations and sends them their links, away from the request: whether the address is registered
/// already must not show in its time.
@Worker
class AnswerRegistrations implements SmartLifecycle {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int BATCH = 20;
    private static final int MAX_OPEN_LINKS = 5;

    private final RegistrationStore registrations;
    private final AccountStore accounts;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final AuthSettings settings;
    private final Loop loop;

    AnswerRegistrations(RegistrationStore registrations, AccountStore accounts, Outbox outbox,
            TransactionTemplate transaction, AuthSettings settings) {
        this.registrations = registrations;
        this.accounts = accounts;
        this.outbox = outbox;
        this.transaction = transaction;
        this.settings = settings;
        this.loop = new Loop("registrations", this::round, registrations.wakeup(), POLL,
                new Backoff(POLL, POLL.multipliedBy(30)));
    }

    private boolean round() {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            var taken = registrations.take(BATCH);
            taken.forEach(this::answer);
            return taken.size() == BATCH;
        }));
    }

    /// Sends a link to the address, unless its account is verified already. The click on a link confirms the password of
    /// the registration that sent it, and no other; a repeated registration sends a new link.
    private void answer(RegistrationStore.Request request) {
        accounts.add(AccountId.next(), request.email(), request.name(), request.passwordHash());
        accounts.login(request.email()).filter(login -> !login.verified()).ifPresent(login -> {
            var token = OneTimeToken.next();
            if (accounts.addVerification(login.id(), token, request.name(), request.passwordHash(),
                    settings.verificationLifetime(), MAX_OPEN_LINKS)) {
                outbox.publish(VerificationRequested.TYPE, VerificationRequested.VERSION, login.id().toString(),
                        new VerificationRequested(login.id(), token.value()));
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
