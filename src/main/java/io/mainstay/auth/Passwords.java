package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Replaces passwords.
@Service
class Passwords {

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final CommonPasswords common;
    private final Sessions sessions;
    private final TransactionTemplate transaction;

    Passwords(AccountStore accounts, PasswordHashing hashing, CommonPasswords common, Sessions sessions,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.common = common;
        this.sessions = sessions;
        this.transaction = transaction;
    }

    /// Ends the account's sessions but this one too: whoever else knew the old password is out.
    ///
    /// @throws Refusal `wrong-password`, also if it was replaced meanwhile; `validation-failed` if the new one is a common
    /// one
    void change(AccountId id, SessionId session, Password current, Password wanted) {
        var login = accounts.find(id).map(account -> new EmailAddress(account.email())).flatMap(email -> {
            common.refuse(wanted, email, "/newPassword");
            return accounts.login(email);
        }).orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "The account does not exist any more."));
        if (!hashing.matches(current, login.passwordHash())) {
            throw wrongPassword();
        }
        var hash = hashing.hash(wanted);
        transaction.executeWithoutResult(_ -> {
            if (!accounts.replacePassword(id, login.passwordHash(), hash)) {
                throw wrongPassword();
            }
            sessions.endOthers(id, session);
        });
    }

    private static Refusal wrongPassword() {
        return new Refusal(AuthProblems.WRONG_PASSWORD, "The account has another password.");
    }
}
