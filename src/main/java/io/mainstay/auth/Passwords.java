package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
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
    private final PasswordResetStore resets;
    private final AccountNews news;
    private final TransactionTemplate transaction;

    Passwords(AccountStore accounts, PasswordHashing hashing, CommonPasswords common, Sessions sessions,
            PasswordResetStore resets, AccountNews news, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.common = common;
        this.sessions = sessions;
        this.resets = resets;
        this.news = news;
        this.transaction = transaction;
    }

    /// Ends the account's sessions but this one too: whoever else knew the old password is out.
    ///
    /// @throws Refusal `wrong-password`, also if it was replaced meanwhile; `validation-failed` if the new one is a common
    /// one
    void change(AccountId id, SessionId session, AccountController.PasswordChange change, Origin origin) {
        var wanted = change.newPassword();
        var login = accounts.find(id).map(account -> new EmailAddress(account.email())).flatMap(email -> {
            common.refuse(wanted, email, "/newPassword");
            return accounts.login(email);
        }).orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "The account does not exist any more."));
        if (!hashing.matches(change.currentPassword(), login.passwordHash())) {
            news.passwordRefused(id, origin);
            throw wrongPassword();
        }
        var hash = hashing.hash(wanted);
        transaction.executeWithoutResult(_ -> {
            if (!accounts.replacePassword(id, login.passwordHash(), hash)) {
                throw wrongPassword();
            }
            sessions.endOthers(id, session, origin);
            news.passwordReplaced(id, "change", origin);
        });
    }

    /// Does the same for every address; [PasswordResetMails] looks whose it is.
    void requestReset(EmailAddress email, Origin origin) {
        resets.request(email, origin);
    }

    /// Gives the account whose token it is another password, and ends all of its sessions.
    ///
    /// @throws Refusal `password-reset-invalid` if the token is unknown, used, or its time is over; `validation-failed`
    /// if the password is a common one
    void reset(OneTimeToken token, Password wanted, Origin origin) {
        var id = resets.accountOf(token).orElseThrow(Passwords::resetInvalid);
        var account = accounts.find(id).orElseThrow(Passwords::resetInvalid);
        common.refuse(wanted, new EmailAddress(account.email()), "/newPassword");
        var hash = hashing.hash(wanted);
        transaction.executeWithoutResult(_ -> {
            // the account first, then its tokens: two links of one account in use at once can't wait for each other
            var _ = accounts.findForUpdate(id).orElseThrow(Passwords::resetInvalid);
            if (!resets.use(id, token)) {
                throw resetInvalid();
            }
            accounts.setPassword(id, hash);
            sessions.endOthers(id, null, origin);
            news.passwordReplaced(id, "reset", origin);
        });
    }

    private static Refusal resetInvalid() {
        return new Refusal(AuthProblems.PASSWORD_RESET_INVALID, "It is unknown, was used, or its time is over.");
    }

    private static Refusal wrongPassword() {
        return new Refusal(AuthProblems.WRONG_PASSWORD, "The account has another password.");
    }
}
