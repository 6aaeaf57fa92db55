package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Logs people in whom somebody else vouches for. Whether to believe it is the caller's decision.
@Service
public class ExternalLogIn {

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final SecondFactorLogIn secondFactor;
    private final Sessions sessions;
    private final BrowserSessions browsers;

    ExternalLogIn(AccountStore accounts, PasswordHashing hashing, SecondFactorLogIn secondFactor, Sessions sessions,
            BrowserSessions browsers) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.secondFactor = secondFactor;
        this.sessions = sessions;
        this.browsers = browsers;
    }

    /// The hash of a password that nobody knows. Takes as long as any: call it outside of transactions.
    public String unknownPassword() {
        return hashing.hash(Password.of(OneTimeToken.next().value()));
    }

    /// An account for somebody whose address was confirmed elsewhere. One that was registered with it and never
    /// confirmed becomes theirs; a confirmed one is somebody's, and stays.
    ///
    /// @param unknownPassword made before; the person can choose one by a mail to that address
    /// @return empty, and nothing has changed, if the address has a confirmed account
    /// @throws IllegalArgumentException if a value is none that a person could register with
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<AccountId> create(String confirmedEmail, String name, String unknownPassword) {
        var email = EmailAddress.of(confirmedEmail);
        var id = AccountId.next();
        if (accounts.add(id, email, DisplayName.of(name), unknownPassword)) {
            accounts.markVerified(id);
            return Optional.of(id);
        }
        return accounts.claimUnverified(email, DisplayName.of(name), unknownPassword);
    }

    /// Begins a session and keeps it in the browser's cookies. Another provider's word stands for the password alone.
    ///
    /// @throws io.mainstay.problem.Refusal `second-factor-required` if the account has a factor, with its `challenge`
    public void begin(AccountId account, HttpServletRequest request, HttpServletResponse response) {
        var proven = Proven.otherwise(account);
        secondFactor.demand(proven);
        var origin = browsers.originOf(request);
        browsers.keep(sessions.begin(proven, origin), response);
        browsers.remember(origin, response);
    }
}
