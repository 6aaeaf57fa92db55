package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.util.Map;
import org.springframework.stereotype.Service;

/// A person shows again, in the session they are in, who they are: for what a stolen or forgotten session must not be
/// enough for. Source: RFC 9470.
@Service
class Confirmation {

    private final SecondFactors factors;
    private final Credentials credentials;
    private final ProofAttempts attempts;
    private final Sessions sessions;
    private final SecurityLog log;

    Confirmation(SecondFactors factors, Credentials credentials, ProofAttempts attempts, Sessions sessions,
            SecurityLog log) {
        this.factors = factors;
        this.credentials = credentials;
        this.attempts = attempts;
        this.sessions = sessions;
        this.log = log;
    }

    /// @throws Refusal `factor-needed` if the account has a factor, `too-many-attempts`, `wrong-password`
    AccessTokens.Issued byPassword(AccountId account, SessionId session, Password password, Origin origin) {
        if (!factors.of(account).isEmpty()) {
            throw new Refusal(AuthProblems.FACTOR_NEEDED, "The account has a second factor: use that.");
        }
        var _ = credentials.confirm(account, password, origin);
        return confirmed(account, session, "password", origin);
    }

    /// @throws Refusal `too-many-attempts`, `wrong-factor`
    AccessTokens.Issued byFactor(AccountId account, SessionId session, FactorProof proof, Origin origin) {
        var kind = proof.kind().toString();
        attempts.take(account, kind);
        if (!factors.accept(account, proof, origin)) {
            log.note(SecurityEventType.CONFIRMATION_FAILED, account, origin, Map.of("with", kind));
            throw new Refusal(AuthProblems.WRONG_FACTOR, "It is wrong, was used, or its time is over.");
        }
        attempts.forget(account, kind);
        return confirmed(account, session, kind, origin);
    }

    private AccessTokens.Issued confirmed(AccountId account, SessionId session, String kind, Origin origin) {
        var token = sessions.confirm(account, session)
                .orElseThrow(() -> new Refusal(HttpProblems.UNAUTHENTICATED, "The session has ended meanwhile."));
        log.note(SecurityEventType.SESSION_CONFIRMED, account, origin,
                Map.of("with", kind, "session", session.toString()));
        return token;
    }
}
