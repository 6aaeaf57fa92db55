package io.mainstay.auth;

import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import io.mainstay.throttling.Throttle;
import io.mainstay.throttling.ThrottledAction;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Begins the change of an account's e-mail address: a link to the new one, a notice to the present one. Whether the new
/// one is taken is not looked at, so neither the answer nor its time tells; [ConfirmEmail] decides that.
@Service
class ChangeEmail {

    private static final ThrottledAction OF_ACCOUNT = new ThrottledAction("email-change");
    private static final ThrottledAction TO_ADDRESS = new ThrottledAction("email-change-mail");

    private final AccountStore accounts;
    private final Credentials credentials;
    private final EmailChangeStore store;
    private final Throttle throttle;
    private final Announcements announcements;
    private final TransactionTemplate transaction;

    ChangeEmail(AccountStore accounts, Credentials credentials, EmailChangeStore store, Throttle throttle,
            Announcements announcements, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.store = store;
        this.throttle = throttle;
        this.announcements = announcements;
        this.transaction = transaction;
    }

    /// @throws Refusal `wrong-password`; `too-many-attempts`: each request counts, since each sends two mails;
    /// `validation-failed` if it's the account's address already
    void request(EmailChangeStore.Pending wanted, Password current, Origin origin) {
        var login = credentials.confirm(wanted.account(), current, origin);
        if (login.email().equals(wanted.email())) {
            throw new Refusal(HttpProblems.VALIDATION_FAILED, "Choose another address.", Map.of("errors",
                    List.of(new Problems.Violation("/newEmail", "is the account's address already"))));
        }
        var _ = throttle.admit(OF_ACCOUNT, wanted.account().toString(), origin);
        var _ = throttle.admit(TO_ADDRESS, wanted.email().value(), origin);
        var token = OneTimeToken.next();
        transaction.executeWithoutResult(_ -> {
            var account = accounts.findForUpdate(wanted.account()).orElseThrow(Credentials::gone);
            store.put(wanted, token);
            announcements.emailChangeRequested(account, wanted.email(), token, origin);
        });
    }
}
