package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.messaging.Outbox;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The way from an e-mail address to an account that can log in.
@Service
class Registration {

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final AuthSettings settings;

    Registration(AccountStore accounts, PasswordHashing hashing, Outbox outbox, TransactionTemplate transaction,
            AuthSettings settings) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.outbox = outbox;
        this.transaction = transaction;
        this.settings = settings;
    }

    /// Leaves an address that is registered already alone, after the same hashing work: neither the answer nor its time
    /// says which of the two it was.
    void register(EmailAddress email, Password password, DisplayName name) {
        var hash = hashing.hash(password);
        transaction.executeWithoutResult(_ -> {
            var id = AccountId.next();
            if (accounts.add(id, email, name, hash)) {
                var token = OneTimeToken.next();
                accounts.addVerification(id, token, settings.verificationLifetime());
                outbox.publish(VerificationRequested.TYPE, VerificationRequested.VERSION, id.toString(),
                        new VerificationRequested(id, token.value()));
            }
        });
    }

    /// @throws Refusal `verification-invalid` if the token is unknown or its time is over
    @Transactional
    public void verify(OneTimeToken token) {
        var id = accounts.use(token).orElseThrow(
                () -> new Refusal(AuthProblems.VERIFICATION_INVALID, "It is unknown, or its time is over."));
        accounts.markVerified(id);
    }
}
