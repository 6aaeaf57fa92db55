package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import java.util.Optional;
import java.util.Set;

/// What the log-in asks of the module that keeps the factors. Each call reads or writes the database by itself, outside
/// of any transaction; when it's away, nobody is let in.
public interface SecondFactors {

    /// Empty if the password is enough for this account.
    Set<FactorKind> of(AccountId account);

    /// Whether it shows that the account's owner is there. A proof is good once: of simultaneous calls with the same one
    /// exactly one gets a yes. How often it may be tried is the caller's business.
    boolean accept(AccountId account, FactorProof proof, Origin origin);

    /// Whose passkey this is, for a log-in without a password. The authenticator has verified its person, and an answer
    /// is good once.
    ///
    /// @return empty if it's nobody's, or not good
    Optional<AccountId> identify(PasskeyAssertion assertion, Origin origin);
}
