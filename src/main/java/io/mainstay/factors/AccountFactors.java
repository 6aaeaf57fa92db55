package io.mainstay.factors;

import io.mainstay.auth.FactorKind;
import io.mainstay.auth.FactorProof;
import io.mainstay.auth.PasskeyAssertion;
import io.mainstay.auth.SecondFactors;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;

/// Answers the log-in.
@Service
class AccountFactors implements SecondFactors {

    private final Holders holders;
    private final TotpFactor totp;
    private final RecoveryCodes recovery;
    private final PasskeyFactor passkeys;

    AccountFactors(Holders holders, TotpFactor totp, RecoveryCodes recovery, PasskeyFactor passkeys) {
        this.holders = holders;
        this.totp = totp;
        this.recovery = recovery;
        this.passkeys = passkeys;
    }

    @Override
    public Set<FactorKind> of(AccountId account) {
        return holders.kindsOf(account);
    }

    @Override
    public boolean accept(AccountId account, FactorProof proof, Origin origin) {
        return switch (proof) {
            case FactorProof.Code(var code) -> totp.accept(account, code);
            case FactorProof.RecoveryCode(var typed) -> recovery.use(account, RecoveryCode.typed(typed), origin);
            case FactorProof.Passkey(var assertion) -> passkeys.accept(account, assertion, origin);
        };
    }

    @Override
    public Optional<AccountId> identify(PasskeyAssertion assertion, Origin origin) {
        return passkeys.identify(assertion, origin);
    }
}
