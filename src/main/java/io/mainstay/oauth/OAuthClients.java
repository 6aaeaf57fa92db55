package io.mainstay.oauth;

import io.mainstay.authorization.RoleBindings;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.http.IfMatch;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What administrators do with clients. Each is a transaction of its own, with its note in the security log.
@Service
class OAuthClients {

    private final ClientStore clients;
    private final RoleBindings roles;
    private final Consents consents;
    private final SecurityLog log;
    private final EndedAuthorizations ended;
    private final OAuthSettings settings;

    OAuthClients(ClientStore clients, RoleBindings roles, Consents consents, SecurityLog log,
            EndedAuthorizations ended, OAuthSettings settings) {
        this.clients = clients;
        this.roles = roles;
        this.consents = consents;
        this.log = log;
        this.ended = ended;
        this.settings = settings;
    }

    /// @param secret shown now and never again; null of a public client
    record Registered(OAuthClient client, @Nullable Secret secret) {}

    /// @throws Refusal `oauth-client-limit`
    @Transactional
    public Registered register(ClientTerms terms, boolean confidential, AccountId administrator, Origin origin) {
        var secret = confidential ? Secret.next() : null;
        var client = clients.add(ClientId.next(), terms, secret, administrator, settings.maxClients())
                .orElseThrow(() -> new Refusal(OAuthProblems.TOO_MANY_CLIENTS,
                        "There may be " + settings.maxClients() + " clients."));
        note(SecurityEventType.OAUTH_CLIENT_REGISTERED, client, administrator, origin);
        return new Registered(client, secret);
    }

    /// Narrower terms hold at once for refreshes; access tokens that were given out keep theirs for their few minutes.
    /// Where codes go to another place, people are asked again for their consent: they gave it to the one before.
    ///
    /// @throws Refusal `not-found`, `precondition-failed`, `oauth-client-disabled`, `exceeds-own-rights`
    @Transactional
    public OAuthClient change(ClientId id, IfMatch seen, ClientTerms terms, Caller administrator, Origin origin) {
        var client = enabled(id, administrator);
        seen.require(client.version());
        requirePossible(terms, client.isConfidential());
        var changed = clients.change(id, terms);
        if (!client.redirectUris().containsAll(changed.redirectUris())) {
            consents.forgetAllOf(id);
        }
        note(SecurityEventType.OAUTH_CLIENT_CHANGED, changed, administrator.account(), origin);
        return changed;
    }

    /// @param overlap for how long the secret before stays good
    /// @throws Refusal `not-found`, `oauth-client-disabled`, `oauth-client-public`, `exceeds-own-rights`
    @Transactional
    public Registered rotateSecret(ClientId id, Duration overlap, Caller administrator, Origin origin) {
        if (!enabled(id, administrator).isConfidential()) {
            throw new Refusal(OAuthProblems.NO_SECRET, "A public client proves itself by PKCE alone.");
        }
        var secret = Secret.next();
        var client = clients.rotate(id, secret, overlap);
        note(SecurityEventType.OAUTH_CLIENT_SECRET_ROTATED, client, administrator.account(), origin);
        return new Registered(client, secret);
    }

    /// For good, with its roles. Its tokens are refused everywhere within a second. Doing it again changes nothing.
    ///
    /// @throws Refusal `not-found`
    @Transactional
    public OAuthClient disable(ClientId id, AccountId administrator, Origin origin) {
        // the locks on the scopes of roles come first
        roles.revokeAllOf(clients.find(id).orElseThrow(OAuthClients::missing).serviceAccount());
        var client = clients.findForUpdate(id).orElseThrow(OAuthClients::missing);
        if (client.disabledAt() != null) {
            return client;
        }
        var disabled = clients.disable(id);
        note(SecurityEventType.OAUTH_CLIENT_DISABLED, disabled, administrator, origin);
        ended.addAfterCommit(id.value());
        return disabled;
    }

    /// @throws Refusal `validation-failed` if a client of this kind can't have these terms
    static void requirePossible(ClientTerms terms, boolean confidential) {
        if (!confidential && terms.grants().contains(Grant.CLIENT_CREDENTIALS)) {
            throw invalid("A public client can't act for itself: anybody could say to be it.");
        }
        if (terms.grants().contains(Grant.AUTHORIZATION_CODE) == terms.redirectUris().isEmpty()) {
            throw invalid("authorization_code needs redirectUris, and nothing else does.");
        }
    }

    /// Whoever can set how a client gets its tokens, or sees its secret, can act as it: so nobody may who has less than it.
    private OAuthClient enabled(ClientId id, Caller administrator) {
        var account = clients.find(id).orElseThrow(OAuthClients::missing).serviceAccount();
        // before the client's row, as the locks on the scopes of roles come first
        roles.requireAsMuchAs(administrator, account);
        var client = clients.findForUpdate(id).orElseThrow(OAuthClients::missing);
        if (client.disabledAt() != null) {
            throw new Refusal(OAuthProblems.CLIENT_DISABLED, "It was disabled, for good.");
        }
        return client;
    }

    private void note(SecurityEventType type, OAuthClient client, AccountId administrator, Origin origin) {
        log.note(type, administrator, origin, Map.of("client", client.id().toString()));
    }

    private static Refusal invalid(String detail) {
        return new Refusal(HttpProblems.VALIDATION_FAILED, detail);
    }

    private static Refusal missing() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such client.");
    }
}
