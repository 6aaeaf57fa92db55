package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Begins, continues and ends sessions. A session is a family of refresh tokens: each is good once and gives the next;
/// one that comes back after its successor was used, or later than the grace, was stolen or is the thief's victim's,
/// and ends the whole session. Source: RFC 9700, 4.14.
@Service
class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final AccessTokens tokens;
    private final SessionStore store;
    private final EndedSessions ended;
    private final RefreshToken.Keys keys;

    Sessions(AccountStore accounts, PasswordHashing hashing, AccessTokens tokens, SessionStore store,
            EndedSessions ended, AuthSettings settings) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.tokens = tokens;
        this.store = store;
        this.ended = ended;
        this.keys = new RefreshToken.Keys(KeyEncryption.under(settings.keyEncryptionKey()));
    }

    /// @param refreshToken secret, and so not in [#toString]
    record Started(SessionId id, AccessTokens.Issued access, String refreshToken) {

        @Override
        public String toString() {
            return "Started[" + id + "]";
        }
    }

    /// @throws Refusal `invalid-credentials`, or `email-not-verified` to who knows the password
    Started start(EmailAddress email, Password password, Origin origin) {
        var login = accounts.login(email);
        if (login.isEmpty()) {
            hashing.compareWithNobody(password);
            throw invalidCredentials();
        }
        if (!hashing.matches(password, login.get().passwordHash())) {
            throw invalidCredentials();
        }
        if (!login.get().verified()) {
            throw new Refusal(AuthProblems.EMAIL_NOT_VERIFIED, "Follow the link in the mail first.");
        }
        return begin(login.get().id(), origin);
    }

    /// Logs in who has shown everything that is asked of this account.
    Started begin(AccountId account, Origin origin) {
        var token = RefreshToken.first(SessionId.next());
        store.open(account, token, origin);
        return started(account, token);
    }

    /// The session that a refresh token is for, whether it's good or not any more. Asks nothing.
    ///
    /// @throws Refusal `invalid-refresh-token` if it's none that we gave out
    SessionId sessionOf(String refreshToken) {
        return RefreshToken.parse(refreshToken, keys).orElseThrow(Sessions::invalidRefreshToken).session();
    }

    /// @throws Refusal `invalid-refresh-token`
    Started refresh(String refreshToken, Origin origin) {
        var presented = RefreshToken.parse(refreshToken, keys).orElseThrow(Sessions::invalidRefreshToken);
        var next = presented.successor(keys);
        var account = store.rotate(presented, next, origin).or(() -> store.replacedJustNow(presented, next));
        if (account.isEmpty()) {
            if (store.endIfReused(presented)) {
                ended.add(presented.session());
                LOG.warn("A refresh token of {} came back after it was replaced: the session has ended",
                        presented.session());
            }
            throw invalidRefreshToken();
        }
        return started(account.get(), next);
    }

    /// @throws Refusal `not-found` if this account has no such session, or not any more
    void end(AccountId account, SessionId id) {
        if (!store.end(account, id)) {
            throw new Refusal(HttpProblems.NOT_FOUND, "There is no such session.");
        }
        ended.add(id);
    }

    /// Logs the account out everywhere.
    void endAll(AccountId account) {
        store.endAll(account, null, SessionStore.EndReason.LOGOUT).forEach(ended::add);
    }

    /// Logs the account out everywhere, in the caller's transaction.
    ///
    /// @param kept the one session that stays, if any
    void endOthers(AccountId account, @Nullable SessionId kept) {
        var others = store.endAll(account, kept, SessionStore.EndReason.PASSWORD);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                others.forEach(ended::add);
            }
        });
    }

    private Started started(AccountId account, RefreshToken token) {
        return new Started(token.session(), tokens.issue(account, token.session()), token.encode(keys));
    }

    private static Refusal invalidCredentials() {
        return new Refusal(AuthProblems.INVALID_CREDENTIALS, "No account has this e-mail address and password.");
    }

    private static Refusal invalidRefreshToken() {
        return new Refusal(AuthProblems.INVALID_REFRESH_TOKEN, "The refresh token is not valid, or no longer.");
    }
}
