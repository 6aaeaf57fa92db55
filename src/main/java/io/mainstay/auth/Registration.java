package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.messaging.Outbox;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The way from an e-mail address to an account that can log in.
@Service
class Registration {

    private static final int MAX_OPEN_LINKS = 5;

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final CommonPasswords common;
    private final Outbox outbox;
    private final AccountNews news;
    private final TransactionTemplate transaction;
    private final AuthSettings settings;

    Registration(AccountStore accounts, PasswordHashing hashing, CommonPasswords common, Outbox outbox,
            AccountNews news, TransactionTemplate transaction, AuthSettings settings) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.common = common;
        this.outbox = outbox;
        this.news = news;
        this.transaction = transaction;
        this.settings = settings;
    }

    /// Sends a link to the address, unless its account is verified already; the hashing work is the same, so neither the
    /// answer nor its time says which of the two it was. The click on a link confirms the password of the registration
    /// that sent it, and no other; a repeated registration sends a new link.
    ///
    /// @throws Refusal `validation-failed` if the password is a common one
    void register(EmailAddress email, Password password, DisplayName name) {
        common.refuse(password, email, "/password");
        var hash = hashing.hash(password);
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
    public void verify(OneTimeToken token, Origin origin) {
        var id = accounts.use(token).orElseThrow(
                () -> new Refusal(AuthProblems.VERIFICATION_INVALID, "It is unknown, or its time is over."));
        if (accounts.verify(id, token)) {
            news.emailVerified(id, origin);
        }
    }
}
