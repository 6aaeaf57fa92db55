package io.mainstay.factors;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/// An account's passkeys: adding, naming, removing.
@Service
class Passkeys {

    private final PasskeyStore store;
    private final PasskeyChallenges challenges;
    private final PasskeyVerification verification;
    private final RecoveryCodes recovery;
    private final FactorChanges changes;
    private final FactorSettings settings;

    Passkeys(PasskeyStore store, PasskeyChallenges challenges, PasskeyVerification verification,
            RecoveryCodes recovery, FactorChanges changes, FactorSettings settings) {
        this.store = store;
        this.challenges = challenges;
        this.verification = verification;
        this.recovery = recovery;
        this.changes = changes;
        this.settings = settings;
    }

    /// @param recoveryCodes shown this once, if it's the account's first factor
    record Added(Passkey passkey, List<RecoveryCode> recoveryCodes) {}

    /// @throws Refusal `passkey-invalid`, `passkey-registered` or `too-many-passkeys`
    Added add(AccountId account, PasskeyName name, PasskeyRegistration registration, Origin origin) {
        var challenge = verification.challengeOf(registration.response().clientDataJSON())
                .filter(sent -> challenges.isForRegistration(sent, account)).orElseThrow(Passkeys::invalid);
        var credential = verification.verify(registration, challenge).orElseThrow(Passkeys::invalid);
        return changes.of(account, () -> {
            if (!challenges.use(challenge)) {
                throw invalid();
            }
            if (store.of(account).size() >= settings.maxPasskeys()) {
                throw new Refusal(FactorProblems.TOO_MANY_PASSKEYS, "It has " + settings.maxPasskeys() + ".");
            }
            var passkey = store.add(account, name, credential).orElseThrow(() -> new Refusal(
                    FactorProblems.PASSKEY_REGISTERED, "Its credential is registered."));
            changes.tell(account, FactorChange.PASSKEY_ADDED, origin, detail(passkey.id()));
            return new Added(passkey, recovery.makeIfNone(account));
        });
    }

    /// @throws Refusal `not-found`
    Passkey rename(AccountId account, PasskeyId id, PasskeyName name) {
        return store.rename(account, id, name).orElseThrow(Passkeys::notFound);
    }

    /// @throws Refusal `not-found`
    void remove(AccountId account, PasskeyId id, Origin origin) {
        changes.of(account, () -> {
            if (!store.remove(account, id)) {
                throw notFound();
            }
            recovery.removeWithTheLastFactor(account);
            changes.tell(account, FactorChange.PASSKEY_REMOVED, origin, detail(id));
            return true;
        });
    }

    private static Map<String, String> detail(PasskeyId id) {
        return Map.of("factor", "passkey", "id", id.toString());
    }

    private static Refusal invalid() {
        return new Refusal(FactorProblems.PASSKEY_INVALID,
                "The challenge, the origin, the relying party or the authenticator's data is not as it must be.");
    }

    private static Refusal notFound() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such passkey.");
    }
}
