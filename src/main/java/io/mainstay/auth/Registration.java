package io.mainstay.auth;

import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import io.mainstay.throttling.Throttle;
import io.mainstay.throttling.ThrottledAction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The way from an e-mail address to an account that can log in.
@Service
class Registration {

    private static final ThrottledAction REGISTRATION = new ThrottledAction("registration");

    private final AccountStore accounts;
    private final RegistrationStore store;
    private final NewPasswords newPasswords;
    private final Throttle throttle;
    private final AccountNews news;

    Registration(AccountStore accounts, RegistrationStore store, NewPasswords newPasswords, Throttle throttle,
            AccountNews news) {
        this.accounts = accounts;
        this.store = store;
        this.newPasswords = newPasswords;
        this.throttle = throttle;
        this.news = news;
    }

    /// Does the same for every address, so neither the answer nor its time says whether it's registered already;
    /// [AnswerRegistrations] looks.
    ///
    /// @throws Refusal `validation-failed` if the password is a common one; `too-many-attempts`: each registration
    /// counts, since it costs a hash and perhaps a mail
    void register(EmailAddress email, Password password, DisplayName name, Origin origin) {
        var _ = throttle.admit(REGISTRATION, email.value(), origin);
        store.request(new RegistrationStore.Request(email, name, newPasswords.hash(password, email, "/password")));
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
