package io.mainstay.apikeys;

import io.mainstay.authorization.RoleBindings;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Makes and removes service accounts.
@Service
class ServiceAccounts {

    private final ServiceAccountStore store;
    private final ApiKeyStore keyStore;
    private final ApiKeys keys;
    private final RoleBindings roles;
    private final SecurityLog log;
    private final ApiKeySettings settings;

    ServiceAccounts(ServiceAccountStore store, ApiKeyStore keyStore, ApiKeys keys, RoleBindings roles,
            SecurityLog log, ApiKeySettings settings) {
        this.store = store;
        this.keyStore = keyStore;
        this.keys = keys;
        this.roles = roles;
        this.log = log;
        this.settings = settings;
    }

    /// @throws Refusal `too-many-service-accounts`
    @Transactional(propagation = Propagation.MANDATORY)
    public ServiceAccount create(AccountId owner, Label name, Origin origin) {
        keyStore.lock(owner);
        if (store.count(owner) >= settings.maxServiceAccounts()) {
            throw new Refusal(ApiKeyProblems.TOO_MANY_SERVICE_ACCOUNTS,
                    "One may have " + settings.maxServiceAccounts() + ".");
        }
        var made = store.add(owner, name);
        log.note(SecurityEventType.SERVICE_ACCOUNT_CREATED, owner, origin, Map.of("account", made.id().toString()));
        return made;
    }

    /// With its keys and its roles.
    ///
    /// @throws Refusal `not-found` if the owner has no such service account, or not any more
    @Transactional
    public void remove(AccountId owner, AccountId id, Origin origin) {
        if (store.isOwn(owner, id)) {
            // the locks on the scopes of roles come first
            roles.revokeAllOf(id);
        }
        if (!store.remove(owner, id)) {
            throw noSuchAccount();
        }
        keys.revokeAllOfService(owner, id, origin);
        log.note(SecurityEventType.SERVICE_ACCOUNT_REMOVED, owner, origin, Map.of("account", id.toString()));
    }

    static Refusal noSuchAccount() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such service account.");
    }
}
