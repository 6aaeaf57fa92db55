package io.mainstay.apikeys;

import io.mainstay.authorization.Authorization;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Makes, renews and takes back API keys.
@Service
public class ApiKeys {

    private static final String KEY = "key";

    private final ApiKeyStore store;
    private final ServiceAccountStore services;
    private final Authorization authorization;
    private final KnownKeys known;
    private final SecurityLog log;
    private final Clock clock;
    private final ApiKeySettings settings;

    ApiKeys(ApiKeyStore store, ServiceAccountStore services, Authorization authorization, KnownKeys known,
            SecurityLog log, Clock clock, ApiKeySettings settings) {
        this.store = store;
        this.services = services;
        this.authorization = authorization;
        this.known = known;
        this.log = log;
        this.clock = clock;
        this.settings = settings;
    }

    /// A key with the secret that is shown this once.
    record Issued(ApiKey key, ApiKeyToken token) {}

    /// @throws Refusal `scope-not-held`, `too-many-api-keys`, `unknown-service-account`
    @Transactional
    public Issued create(Caller maker, NewApiKey wanted, Origin origin) {
        wanted.expiresAt().requireWithinAYear(clock.instant());
        requireHeld(maker, wanted);
        var account = wanted.serviceAccount() == null ? maker.account() : wanted.serviceAccount();
        store.lock(account);
        if (!account.equals(maker.account()) && !services.isOwn(maker.account(), account)) {
            throw new Refusal(ApiKeyProblems.UNKNOWN_SERVICE_ACCOUNT, "There is none with this id, or not any more.");
        }
        if (store.countLive(account) >= settings.maxPerAccount()) {
            throw new Refusal(ApiKeyProblems.TOO_MANY_KEYS, "It may have " + settings.maxPerAccount() + ".");
        }
        var token = ApiKeyToken.next(ApiKeyId.next());
        var key = store.add(token, maker.account(), account, wanted);
        log.note(SecurityEventType.API_KEY_CREATED, maker.account(), origin, Map.of(KEY, key.id().toString(), "account",
                account.toString(), "scopes", String.join(" ", key.scopes())));
        return new Issued(key, token);
    }

    private void requireHeld(Caller maker, NewApiKey wanted) {
        var missing = wanted.scopes().stream().filter(scope -> !authorization.permits(maker, scope))
                .map(Object::toString).sorted().collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new Refusal(ApiKeyProblems.SCOPE_NOT_HELD, "You don't hold " + missing + ".");
        }
    }

    /// Gives a key another secret; the one of now works on for the overlap.
    ///
    /// @throws Refusal `not-found` if the owner has no such key that works
    @Transactional
    public Issued rotate(AccountId owner, ApiKeyId id, Duration overlap, @Nullable Expiry expiresAt, Origin origin) {
        if (expiresAt != null) {
            expiresAt.requireWithinAYear(clock.instant());
        }
        var token = ApiKeyToken.next(id);
        var key = store.rotate(owner, token, overlap, expiresAt == null ? null : expiresAt.value())
                .orElseThrow(ApiKeys::noSuchKey);
        log.note(SecurityEventType.API_KEY_ROTATED, owner, origin,
                Map.of(KEY, id.toString(), "overlapSeconds", String.valueOf(overlap.toSeconds())));
        forgetAfterCommit(List.of(id));
        return new Issued(key, token);
    }

    /// @throws Refusal `not-found` if the owner has no such key, or it was revoked before
    @Transactional
    public void revoke(AccountId owner, ApiKeyId id, Origin origin) {
        if (!store.revoke(owner, id)) {
            throw noSuchKey();
        }
        revoked(owner, List.of(id), origin);
    }

    /// Revokes every key that this account made, for itself or for its service accounts: for an account that is closed
    /// or blocked. Joins the caller's transaction; the keys are nothing anywhere within a second of its commit.
    ///
    /// @param origin null if no request did it
    @Transactional(propagation = Propagation.MANDATORY)
    public void revokeAllOf(AccountId owner, @Nullable Origin origin) {
        revoked(owner, store.revokeAllOwnedBy(owner), origin);
    }

    /// In the transaction that removes the service account.
    void revokeAllOfService(AccountId owner, AccountId service, Origin origin) {
        store.lock(service);
        revoked(owner, store.revokeAllWithTheRightsOf(service), origin);
    }

    private void revoked(AccountId owner, List<ApiKeyId> keys, @Nullable Origin origin) {
        keys.forEach(id -> log.note(SecurityEventType.API_KEY_REVOKED, owner, origin, Map.of(KEY, id.toString())));
        forgetAfterCommit(keys);
    }

    private void forgetAfterCommit(List<ApiKeyId> keys) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                keys.forEach(known::forget);
            }
        });
    }

    static Refusal noSuchKey() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such key, or it doesn't work any more.");
    }
}
