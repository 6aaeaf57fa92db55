package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.util.Map;
import org.springframework.stereotype.Service;

/// The second step of a log-in, for accounts that have a factor beside the password. Whoever doesn't know the password
/// learns nothing of it.
@Service
class SecondFactorLogIn {

    private final SecondFactors factors;
    private final LoginChallenges challenges;
    private final ProofAttempts attempts;
    private final SecurityLog log;
    private final ProofSettings settings;

    SecondFactorLogIn(SecondFactors factors, LoginChallenges challenges, ProofAttempts attempts, SecurityLog log,
            ProofSettings settings) {
        this.factors = factors;
        this.challenges = challenges;
        this.attempts = attempts;
        this.log = log;
        this.settings = settings;
    }

    /// Called once the password was right.
    ///
    /// @throws Refusal `second-factor-required`, with what to go on with, if the password isn't enough
    void demand(Proven proven) {
        var kinds = factors.of(proven.account());
        if (kinds.isEmpty()) {
            return;
        }
        var token = OneTimeToken.next();
        challenges.open(proven, token);
        throw new Refusal(AuthProblems.SECOND_FACTOR_REQUIRED, "The password was right; a second factor is needed.",
                Map.of("challenge", token.value(), "factors",
                        kinds.stream().map(FactorKind::toString).sorted().toList(),
                        "expiresIn", settings.challengeLifetime().toSeconds()));
    }

    /// @return whose log-in is complete
    /// @throws Refusal `second-factor-challenge-invalid`, `too-many-attempts` or `second-factor-refused`
    Proven complete(OneTimeToken challenge, FactorProof proof, Origin origin) {
        var proven = challenges.take(challenge).orElseThrow(SecondFactorLogIn::invalidChallenge);
        var account = proven.account();
        var kind = proof.kind().toString();
        attempts.take(account, kind);
        if (!factors.accept(account, proof, origin)) {
            log.note(SecurityEventType.FACTOR_REFUSED, account, origin, Map.of("factor", kind, "to", "log in"));
            throw new Refusal(AuthProblems.SECOND_FACTOR_REFUSED, "It is wrong, was used, or its time is over.");
        }
        attempts.forget(account, kind);
        if (!challenges.close(challenge)) {
            throw invalidChallenge();
        }
        return proven;
    }

    /// @return whose passkey it is: it shows what a password and a second factor show together
    /// @throws Refusal `passkey-refused`
    AccountId identify(PasskeyAssertion assertion, Origin origin) {
        return factors.identify(assertion, origin).orElseThrow(() -> new Refusal(AuthProblems.PASSKEY_REFUSED,
                "It is not registered here, or its answer is not valid, or not any more."));
    }

    private static Refusal invalidChallenge() {
        return new Refusal(AuthProblems.SECOND_FACTOR_CHALLENGE_INVALID,
                "It is unknown, was used, had too many tries, or its time is over.");
    }
}
