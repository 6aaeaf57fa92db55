package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Ends authorizations, so that every instance refuses their access tokens within a second, and notes what happened.
@Service
class AuthorizationEnds {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizationEnds.class);

    private final AuthorizationStore store;
    private final EndedAuthorizations ended;
    private final SecurityLog log;

    AuthorizationEnds(AuthorizationStore store, EndedAuthorizations ended, SecurityLog log) {
        this.store = store;
        this.ended = ended;
        this.log = log;
    }

    /// @return whether it was alive until now
    @Transactional
    public boolean end(StoredGrant grant, EndReason reason) {
        if (!store.end(grant.id(), reason)) {
            return false;
        }
        ended(grant.id());
        var reused = reason == EndReason.CODE_REUSE || reason == EndReason.REFRESH_REUSE;
        if (reused) {
            LOG.warn("A secret of {} came back after it was used: the authorization has ended", grant.id());
        }
        log.note(reused ? SecurityEventType.AUTHORIZATION_REUSED : SecurityEventType.AUTHORIZATION_ENDED,
                grant.account(), origin(), Map.of("authorization", grant.id().toString(), "client",
                        grant.client().toString(), "reason", reason.column()));
        return true;
    }

    /// The caller has ended it in the database, in the same transaction.
    void ended(AuthorizationId id) {
        ended.addAfterCommit(id.value());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void noteGiven(AccountId account, ClientId client, Set<String> scopes) {
        log.note(SecurityEventType.AUTHORIZATION_GIVEN, account, origin(),
                Map.of("client", client.toString(), "scopes", String.join(" ", new TreeSet<>(scopes))));
    }

    /// Of the request: all of an IPv4 address, half of an IPv6 address.
    String network() {
        var origin = origin();
        return origin == null ? "none" : origin.network(32, 64);
    }

    private static @Nullable Origin origin() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? Origin.of(request.getRequest())
                : null;
    }
}
