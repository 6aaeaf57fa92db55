package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.messaging.Outbox;
import io.mainstay.problem.Refusal;
import io.mainstay.throttling.Throttle;
import io.mainstay.throttling.ThrottledAction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The way from an e-mail address to an account that can log in.
@Service
class Registration {

    private static final int MAX_OPEN_LINKS = 5;
    private static final ThrottledAction REGISTRATION = new ThrottledAction("registration");

    private final AccountStore accounts;
    private final NewPasswords newPasswords;
    private final Throttle throttle;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final AuthSettings settings;

    Registration(AccountStore accounts, NewPasswords newPasswords, Throttle throttle, Outbox outbox,
            TransactionTemplate transaction, AuthSettings settings) {
        this.accounts = accounts;
        this.newPasswords = newPasswords;
        this.throttle = throttle;
        this.outbox = outbox;
        this.transaction = transaction;
        this.settings = settings;
    }

    /// Sends a link to the address, unless its account is verified already; the hashing work is the same, so neither the
    /// answer nor its time says which of the two it was. The click on a link confirms the password of the registration
    /// that sent it, and no other; a repeated registration sends a new link.
    ///
    /// @throws Refusal `validation-failed` if the password is a common one; `too-many-attempts`: each registration
    /// counts, since it costs a hash and perhaps a mail
    void register(EmailAddress email, Password password, DisplayName name, Origin origin) {
        var _ = throttle.admit(REGISTRATION, email.value(), origin);
        var hash = newPasswords.hash(password, email, "/password");
        transaction.executeWithoutResult(_ -> {
            accounts.add(AccountId.next(), email, name, hash);
            var login = accounts.login(email).orElseThrow();
            var token = OneTimeToken.next();
            if (!login.verified() && accounts.addVerification(login.id(), token, name, hash,
                    settings.verificationLifetime(), MAX_OPEN_LINKS)) {
                outbox.publish(VerificationRequested.TYPE, VerificationRequested.VERSION, login.id().toString(),
                        new VerificationRequested(login.id(), token.value()));
            }
        });
    }

    /// @throws Refusal `verification-invalid` if the token is unknown or its time is over
    @Transactional
    public void verify(OneTimeToken token) {
        var id = accounts.use(token).orElseThrow(
                () -> new Refusal(AuthProblems.VERIFICATION_INVALID, "It is unknown, or its time is over."));
        accounts.verify(id, token);
    }
}
