package io.mainstay.auth;

import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Service;

/// The ways into a session.
@Service
class LogIn {

    private final Credentials credentials;
    private final SecondFactorLogIn secondFactor;
    private final Sessions sessions;

    LogIn(Credentials credentials, SecondFactorLogIn secondFactor, Sessions sessions) {
        this.credentials = credentials;
        this.secondFactor = secondFactor;
        this.sessions = sessions;
    }

    /// @throws Refusal `too-many-attempts`, `invalid-credentials`; to who knows the password `email-not-verified` or
    /// `second-factor-required`
    Sessions.Started byPassword(EmailAddress email, Password password, Origin origin) {
        var login = credentials.check(email, password, origin);
        var proven = new Proven(login.id(), login.passwordGeneration());
        secondFactor.demand(proven);
        return sessions.begin(proven, origin);
    }

    /// @throws Refusal as [SecondFactorLogIn#complete]
    Sessions.Started bySecondFactor(OneTimeToken challenge, FactorProof proof, Origin origin) {
        return sessions.begin(secondFactor.complete(challenge, proof, origin), origin);
    }

    /// @throws Refusal `passkey-refused`
    Sessions.Started byPasskey(PasskeyAssertion assertion, Origin origin) {
        return sessions.begin(Proven.otherwise(secondFactor.identify(assertion, origin)), origin);
    }
}
