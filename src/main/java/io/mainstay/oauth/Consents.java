package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What people allowed clients before: what is in it isn't asked again.
@Service
@Transactional
class Consents implements OAuth2AuthorizationConsentService {

    private final JdbcClient database;

    Consents(JdbcClient database) {
        this.database = database;
    }

    @Override
    public void save(OAuth2AuthorizationConsent consent) {
        database.sql("""
                insert into oauth.consent (account_id, client_id, scopes) values (:account, :client, :scopes)
                on conflict (account_id, client_id)
                    do update set scopes = excluded.scopes, given_at = clock_timestamp()""")
                .param("account", AccountId.of(consent.getPrincipalName()).value())
                .param("client", UUID.fromString(consent.getRegisteredClientId()))
                .param("scopes", AuthorizationStore.array(consent.getScopes())).update();
    }

    @Override
    public void remove(OAuth2AuthorizationConsent consent) {
        forget(AccountId.of(consent.getPrincipalName()), UUID.fromString(consent.getRegisteredClientId()));
    }

    void forget(AccountId account, UUID client) {
        database.sql("delete from oauth.consent where account_id = :account and client_id = :client")
                .param("account", account.value()).param("client", client).update();
    }

    /// What people allowed this client.
    void forgetAllOf(ClientId client) {
        database.sql("select oauth.forget_consents(:client)").param("client", client.value()).query((_, _) -> true)
                .list();
    }

    void forgetAll(AccountId account) {
        database.sql("delete from oauth.consent where account_id = :account").param("account", account.value())
                .update();
    }

    @Override
    public @Nullable OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
        return database.sql("select scopes from oauth.consent where account_id = :account and client_id = :client")
                .param("account", AccountId.of(principalName).value())
                .param("client", UUID.fromString(registeredClientId))
                .query((row, _) -> Set.copyOf(Arrays.asList((String[]) row.getArray("scopes").getArray()))).optional()
                .map(scopes -> {
                    var consent = OAuth2AuthorizationConsent.withId(registeredClientId, principalName);
                    scopes.forEach(consent::scope);
                    return consent.build();
                }).orElse(null);
    }
}
