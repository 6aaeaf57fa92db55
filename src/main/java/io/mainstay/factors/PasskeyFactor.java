package io.mainstay.factors;

import io.mainstay.auth.PasskeyAssertion;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Whether a passkey's answer shows that its owner is there. An answer is good once.
@Service
class PasskeyFactor {

    private final PasskeyStore store;
    private final PasskeyChallenges challenges;
    private final PasskeyVerification verification;
    private final SecurityLog log;
    private final TransactionTemplate transaction;

    PasskeyFactor(PasskeyStore store, PasskeyChallenges challenges, PasskeyVerification verification, SecurityLog log,
            TransactionTemplate transaction) {
        this.store = store;
        this.challenges = challenges;
        this.verification = verification;
        this.log = log;
        this.transaction = transaction;
    }

    boolean accept(AccountId account, PasskeyAssertion assertion, Origin origin) {
        return store.findOf(account, assertion.rawId()).filter(passkey -> isGood(passkey, assertion, origin))
                .isPresent();
    }

    /// Whose it is; the authenticator must say so too, as only those do that find a passkey by themselves.
    Optional<AccountId> identify(PasskeyAssertion assertion, Origin origin) {
        return assertion.response().userHandle() == null
                ? Optional.empty()
                : store.find(assertion.rawId()).filter(passkey -> isGood(passkey, assertion, origin))
                        .map(Passkey::account);
    }

    private boolean isGood(Passkey passkey, PasskeyAssertion assertion, Origin origin) {
        var challenge = verification.challengeOf(assertion.response().clientDataJSON())
                .filter(challenges::isForLogIn);
        if (challenge.isEmpty()) {
            return false;
        }
        return switch (verification.verify(assertion, passkey, challenge.get())) {
            case Verdict.Good good -> Boolean.TRUE.equals(transaction.execute(status -> {
                var used = challenges.use(challenge.get()) && store.use(passkey.id(), good);
                if (!used) {
                    status.setRollbackOnly();
                }
                return used;
            }));
            case Verdict.CounterWentBack _ -> {
                log.note(SecurityEventType.PASSKEY_COPIED, passkey.account(), origin,
                        Map.of("id", passkey.id().toString()));
                yield false;
            }
            case Verdict.Bad _ -> false;
        };
    }
}
