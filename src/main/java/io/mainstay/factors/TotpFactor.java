package io.mainstay.factors;

import io.mainstay.auth.StoredSecrets;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// An account's authenticator app: begun with a secret that is shown once, active once a code shows that the app has it.
@Service
class TotpFactor {

    private final TotpStore store;
    private final StoredSecrets secrets;
    private final RecoveryCodes recovery;
    private final FactorChanges changes;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    TotpFactor(TotpStore store, StoredSecrets secrets, RecoveryCodes recovery, FactorChanges changes, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.recovery = recovery;
        this.changes = changes;
        this.clock = clock;
    }

    /// @return the secret, which is shown this once
    /// @throws Refusal `totp-active`
    byte[] begin(AccountId account) {
        var secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        var encrypted = secrets.encrypt(secret, name(account));
        changes.of(account, () -> {
            if (!store.begin(account, encrypted)) {
                throw new Refusal(FactorProblems.TOTP_ACTIVE, "The account has an authenticator app.");
            }
            return true;
        });
        return secret;
    }

    /// @return the recovery codes if it's the account's first factor
    /// @throws Refusal `totp-refused`
    List<RecoveryCode> confirm(AccountId account, String code, Origin origin) {
        // outside of the transaction that a refusal undoes: a try stays a try
        var encrypted = store.takeTry(account).orElseThrow(TotpFactor::refused);
        var step = Totp.stepOf(secrets.decrypt(encrypted, name(account)), code, clock.instant())
                .orElseThrow(TotpFactor::refused);
        return changes.of(account, () -> {
            if (!store.activate(account, encrypted, step)) {
                throw refused();
            }
            changes.tell(account, FactorChange.TOTP_ADDED, origin, Map.of("factor", "totp"));
            return recovery.makeIfNone(account);
        });
    }

    /// Good for one code of this time, and for none that came before one that was used.
    boolean accept(AccountId account, String code) {
        var secret = store.activeSecret(account);
        if (secret.isEmpty()) {
            return false;
        }
        var step = Totp.stepOf(secrets.decrypt(secret.get(), name(account)), code, clock.instant());
        return step.isPresent() && store.use(account, step.getAsLong());
    }

    /// @throws Refusal `not-found`
    void remove(AccountId account, Origin origin) {
        changes.of(account, () -> {
            if (!store.remove(account)) {
                throw new Refusal(HttpProblems.NOT_FOUND, "The account has no authenticator app.");
            }
            recovery.removeWithTheLastFactor(account);
            changes.tell(account, FactorChange.TOTP_REMOVED, origin, Map.of("factor", "totp"));
            return true;
        });
    }

    /// What an account's secret is bound to.
    static String name(AccountId account) {
        return "totp " + account;
    }

    private static Refusal refused() {
        return new Refusal(FactorProblems.TOTP_REFUSED, "It is wrong, or the enrolment is over.");
    }
}
