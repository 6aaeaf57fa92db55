package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.Optional;
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

    private final PasswordCheck passwords;
    private final SecondFactorLogIn secondFactor;
    private final AccessTokens tokens;
    private final SessionStore store;
    private final EndedSessions ended;
    private final RefreshToken.Keys keys;

    Sessions(PasswordCheck passwords, SecondFactorLogIn secondFactor, AccessTokens tokens, SessionStore store,
            EndedSessions ended, AuthSettings settings) {
        this.passwords = passwords;
        this.secondFactor = secondFactor;
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

    /// @throws Refusal `invalid-credentials`; to who knows the password `email-not-verified` or `second-factor-required`
    Started start(EmailAddress email, Password password, Origin origin) {
        var account = passwords.require(email, password);
        secondFactor.demand(account);
        return begin(account, origin);
    }

    /// Logs in who has shown everything that is asked of this account.
    Started begin(AccountId account, Origin origin) {
        var token = RefreshToken.first(SessionId.next());
        return started(new SessionStore.Holder(account, store.open(account, token, origin)), token);
    }

    /// Notes that the session's person has shown again who they are.
    ///
    /// @return an access token that says so; empty if the session is over
    Optional<AccessTokens.Issued> confirm(AccountId account, SessionId session) {
        return store.confirm(account, session).map(at -> tokens.issue(account, session, at));
    }

    /// @throws Refusal `invalid-refresh-token`
    Started refresh(String refreshToken, Origin origin) {
        var presented = RefreshToken.parse(refreshToken, keys).orElseThrow(Sessions::invalidRefreshToken);
        var next = presented.successor(keys);
        var holder = store.rotate(presented, next, origin).or(() -> store.replacedJustNow(presented, next));
        if (holder.isEmpty()) {
            if (store.endIfReused(presented)) {
                ended.add(presented.session());
                LOG.warn("A refresh token of {} came back after it was replaced: the session has ended",
                        presented.session());
            }
            throw invalidRefreshToken();
        }
        return started(holder.get(), next);
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

    private Started started(SessionStore.Holder holder, RefreshToken token) {
        return new Started(token.session(), tokens.issue(holder.account(), token.session(), holder.confirmedAt()),
                token.encode(keys));
    }

    private static Refusal invalidRefreshToken() {
        return new Refusal(AuthProblems.INVALID_REFRESH_TOKEN, "The refresh token is not valid, or no longer.");
    }
}
