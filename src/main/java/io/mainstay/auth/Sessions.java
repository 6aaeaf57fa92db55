package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Begins, continues and ends sessions. A session is a family of refresh tokens: each is good once and gives the next;
/// one that comes back after its successor was used, or later than the grace, was stolen or is the thief's victim's,
/// and ends the whole session. Source: RFC 9700, 4.14.
@Service
class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final AccessTokens tokens;
    private final SessionStore store;
    private final EndedSessions ended;
    private final AccountNews news;
    private final TransactionTemplate transaction;
    private final RefreshToken.Keys keys;

    Sessions(AccessTokens tokens, SessionStore store, EndedSessions ended, AccountNews news,
            TransactionTemplate transaction, KeyEncryption encryption) {
        this.tokens = tokens;
        this.store = store;
        this.ended = ended;
        this.news = news;
        this.transaction = transaction;
        this.keys = new RefreshToken.Keys(encryption);
    }

    /// @param refreshToken secret, and so not in [#toString]
    record Started(SessionId id, AccessTokens.Issued access, String refreshToken) {

        @Override
        public String toString() {
            return "Started[" + id + "]";
        }
    }

    /// Logs in who has shown everything that is asked of this account.
    ///
    /// @throws Refusal `invalid-credentials` if the account was closed meanwhile, or its password replaced
    Started begin(Proven proven, Origin origin) {
        var account = proven.account();
        var token = RefreshToken.first(SessionId.next());
        var opened = transaction.execute(_ -> {
            var session = store.open(proven, token, origin).orElseThrow(Credentials::invalid);
            news.sessionsEnded(account, session.surplus(), "limit", origin);
            news.signedIn(account, token.session(), origin);
            return session;
        });
        opened.surplus().forEach(ended::add);
        return started(new SessionStore.Holder(account, opened.confirmedAt()), token);
    }

    /// Notes that the session's person has shown again who they are.
    ///
    /// @return an access token that says so; empty if the session is over
    Optional<AccessTokens.Issued> confirm(AccountId account, SessionId session) {
        return store.confirm(account, session).map(at -> tokens.issue(account, session, at));
    }

    private Started started(SessionStore.Holder holder, RefreshToken token) {
        return new Started(token.session(), tokens.issue(holder.account(), token.session(), holder.confirmedAt()),
                token.encode(keys));
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
        return store.rotate(presented, next, origin).map(holder -> started(holder, next))
                .or(() -> again(presented, next))
                .or(() -> presented.previousSuccessor(keys).flatMap(earlier -> again(presented, earlier)))
                .orElseThrow(() -> refused(presented, origin));
    }

    /// For a client that lost the answer.
    private Optional<Started> again(RefreshToken presented, RefreshToken next) {
        return store.replacedJustNow(presented, next).map(holder -> started(holder, next));
    }

    private Refusal refused(RefreshToken presented, Origin origin) {
        var session = presented.session();
        transaction.execute(_ -> {
            var account = store.endIfReused(presented);
            account.ifPresent(id -> news.refreshTokenReused(id, session, origin));
            return account;
        }).ifPresent(_ -> {
            ended.add(session);
            LOG.warn("A refresh token of {} came back after it was replaced: the session has ended", session);
        });
        return invalidRefreshToken();
    }

    /// @throws Refusal `not-found` if this account has no such session, or not any more
    void end(AccountId account, SessionId id, Origin origin) {
        transaction.executeWithoutResult(_ -> {
            if (!store.end(account, id)) {
                throw new Refusal(HttpProblems.NOT_FOUND, "There is no such session.");
            }
            news.sessionsEnded(account, List.of(id), "logout", origin);
        });
        ended.add(id);
    }

    /// Logs the account out everywhere.
    void endAll(AccountId account, Origin origin) {
        transaction.executeWithoutResult(
                _ -> end(account, store.endAll(account, null, SessionStore.EndReason.LOGOUT), "logout", origin));
    }

    /// Logs the account out everywhere, in the caller's transaction.
    ///
    /// @param kept the one session that stays, if any
    /// @param origin null for what is not to be kept
    void endOthers(AccountId account, @Nullable SessionId kept, SessionStore.EndReason reason,
            @Nullable Origin origin) {
        end(account, store.endAll(account, kept, reason), reason.column(), origin);
    }

    private void end(AccountId account, List<SessionId> sessions, String reason, @Nullable Origin origin) {
        news.sessionsEnded(account, sessions, reason, origin);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                sessions.forEach(ended::add);
            }
        });
    }

    /// Forgets where an account's sessions were used, ended ones included, in the caller's transaction.
    void eraseOrigins(AccountId account) {
        store.eraseOrigins(account);
    }

    private static Refusal invalidRefreshToken() {
        return new Refusal(AuthProblems.INVALID_REFRESH_TOKEN, "The refresh token is not valid, or no longer.");
    }
}
