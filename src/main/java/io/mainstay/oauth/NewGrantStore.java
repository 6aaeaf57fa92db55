package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements that begin authorizations, and hold their number within its limits. Each joins its
/// caller's transaction, or is one by itself, since the policies show nothing outside of one; all times are the database's.
@Repository
@Transactional
class NewGrantStore {

    private final JdbcClient database;
    private final OAuthSettings settings;

    NewGrantStore(JdbcClient database, OAuthSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// A browser that was sent to us. Of those that wait for the same account the oldest are forgotten.
    ///
    /// @param scopes and the code's hash are null if the consent page is shown first
    record Asked(AuthorizationId id, ClientId client, AccountId account, Set<String> requestedScopes,
            StoredGrant.Request request, @Nullable Instant authenticatedAt, @Nullable Set<String> scopes,
            @Nullable Hash consentHash, @Nullable Hash codeHash) {}

    void add(Asked asked) {
        database.sql("""
                with surplus as (
                    delete from oauth.authorization_grant where id in (
                        select id from oauth.authorization_grant
                        where account_id = :account and ended_at is null and issued_at is null
                        order by created_at desc offset :others for update skip locked))
                insert into oauth.authorization_grant (id, client_id, account_id, grant_type, requested_scopes, scopes,
                    redirect_uri, client_state, nonce, code_challenge, authenticated_at, consent_hash, code_hash,
                    expires_at)
                values (:id, :client, :account, 'authorization_code', :requested, :scopes, :redirectUri, :state, :nonce,
                    :challenge, :authenticatedAt, :consentHash, :codeHash,
                    clock_timestamp() + make_interval(secs => :lifetime))""").param("id", asked.id().value())
                .param("client", asked.client().value()).param("account", asked.account().value())
                .param("others", settings.maxWaitingPerAccount() - 1)
                .param("requested", AuthorizationStore.array(asked.requestedScopes()))
                .param("scopes", AuthorizationStore.array(asked.scopes()))
                .param("redirectUri", asked.request().redirectUri()).param("state", asked.request().state())
                .param("nonce", asked.request().nonce()).param("challenge", asked.request().codeChallenge())
                .param("authenticatedAt", AuthorizationStore.time(asked.authenticatedAt()))
                .param("consentHash", Hash.bytesOrNull(asked.consentHash()))
                .param("codeHash", Hash.bytesOrNull(asked.codeHash()))
                .param("lifetime",
                        seconds(asked.codeHash() == null ? settings.waitLifetime() : settings.codeLifetime()))
                .update();
    }

    record DeviceCodes(Hash device, Hash person) {}

    /// A device that waits for somebody.
    ///
    /// @param codes of the device, and of the person
    /// @param network from which the device asks
    /// @return false if too many of this client do, or too many of them from this network
    boolean addDevice(AuthorizationId id, ClientId client, Set<String> requestedScopes, DeviceCodes codes,
            String network) {
        return database.sql("""
                insert into oauth.authorization_grant (id, client_id, grant_type, requested_scopes, device_code_hash,
                    user_code_hash, network, expires_at)
                select :id, :client, :type, :requested, :deviceCode, :userCode, :network,
                    clock_timestamp() + make_interval(secs => :lifetime)
                where (select count(*) < :max and count(*) filter (where network = :network) < :maxOfNetwork
                       from oauth.authorization_grant where client_id = :client and ended_at is null
                           and grant_type = :type and issued_at is null and expires_at > clock_timestamp())""")
                .param("id", id.value()).param("client", client.value())
                .param("type", Grant.DEVICE_CODE.type().getValue())
                .param("requested", AuthorizationStore.array(requestedScopes))
                .param("deviceCode", codes.device().bytes()).param("userCode", codes.person().bytes())
                .param("network", network).param("lifetime", seconds(settings.waitLifetime()))
                .param("max", settings.maxWaitingPerClient()).param("maxOfNetwork", settings.maxWaitingPerNetwork())
                .update() == 1;
    }

    /// A token that a client has for itself.
    ///
    /// @return false if it has too many
    boolean addOwn(AuthorizationId id, OAuthClient client, Set<String> scopes, Duration lifetime) {
        return database.sql("""
                insert into oauth.authorization_grant (id, client_id, account_id, grant_type, requested_scopes, scopes,
                    issued_at, expires_at)
                select :id, :client, :account, :type, :scopes, :scopes, clock_timestamp(),
                    clock_timestamp() + make_interval(secs => :lifetime)
                where (select count(*) from oauth.authorization_grant where client_id = :client and ended_at is null
                           and grant_type = :type and expires_at > clock_timestamp()) < :max""").param("id", id.value())
                .param("client", client.id().value()).param("account", client.serviceAccount().value())
                .param("type", Grant.CLIENT_CREDENTIALS.type().getValue())
                .param("scopes", AuthorizationStore.array(scopes)).param("lifetime", seconds(lifetime))
                .param("max", settings.maxOwnTokensPerClient()).update() == 1;
    }

    /// @return which ones have ended, the least recently used ones beyond the limit
    List<AuthorizationId> endSurplus(AccountId account) {
        return database.sql("""
                update oauth.authorization_grant set ended_at = clock_timestamp(), end_reason = :reason
                where id in (select id from oauth.authorization_grant
                             where account_id = :account and ended_at is null and issued_at is not null
                                 and expires_at > clock_timestamp()
                             order by last_used_at desc, id desc offset :max for update skip locked)
                returning id""").param("account", account.value()).param("max", settings.maxPerAccount())
                .param("reason", EndReason.LIMIT.column())
                .query((row, _) -> new AuthorizationId(row.getObject("id", UUID.class))).list();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
