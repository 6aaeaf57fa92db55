package io.mainstay.securitylog;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.ids.TypeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/// Notes refused guesses in the security log, a bounded number per minute: a flood of them is counted, and what went
/// beyond becomes one event once its minute is over. The statement is the same whether there is such an account or not,
/// so its time says nothing about that. It stands outside of the caller's transaction only if there is none: call it
/// where nothing rolls it back.
@Service
public class Refusals {

    private static final int BATCH = 500;
    private static final int WHOLE_IPV4 = 32;
    private static final int NETWORK_OF_IPV6 = 64;

    private final JdbcClient database;
    private final JsonMapper json;
    private final SecurityLogSettings settings;

    Refusals(JdbcClient database, JsonMapper json, SecurityLogSettings settings) {
        this.database = database;
        this.json = json;
        this.settings = settings;
    }

    /// @param guessed whose secret was guessed at, as the sender named it, e.g. an e-mail address; only a hash of it is
    /// kept, for some minutes
    /// @param account null if nobody is known by that
    public void note(SecurityEventType type, String guessed, @Nullable AccountId account, Origin origin,
            Map<String, String> detail) {
        // the network first, then the subject in it: one order of locks
        database.sql("""
                with network as (
                    insert into securitylog.pace (minute, network, subject, type, refused)
                    values (date_trunc('minute', clock_timestamp()), :network, '', :type, 1)
                    on conflict (minute, network, subject, type) do update set refused = pace.refused + 1
                    returning refused),
                subject as (
                    insert into securitylog.pace (minute, network, subject, type, account_id, refused)
                    select date_trunc('minute', clock_timestamp()), :network, :subject, :type, :account::uuid, 1
                    from network where refused <= :perNetwork
                    on conflict (minute, network, subject, type) do update set refused = pace.refused + 1
                    returning refused)
                insert into securitylog.event (id, account_id, type, address, user_agent, detail)
                select :id, :account::uuid, :type, :address, :agent, :detail::jsonb
                from subject where refused <= :perSubject
                """).param("network", origin.network(WHOLE_IPV4, NETWORK_OF_IPV6)).param("subject", hash(guessed))
                .param("type", type.toString()).param("account", account == null ? null : account.value())
                .param("perNetwork", settings.refusalsPerNetwork()).param("perSubject", settings.refusalsPerSubject())
                .param("id", TypeId.next()).param("address", origin.address()).param("agent", origin.userAgent())
                .param("detail", json.writeValueAsString(detail)).update();
    }

    /// Turns what was counted in minutes that are over into events, where it went beyond.
    ///
    /// @return whether there may be more
    boolean settle() {
        return settle(2);
    }

    /// @param afterMinutes how long ago the minute must have begun
    boolean settle(int afterMinutes) {
        var settled = database.sql("""
                with over as (
                    delete from securitylog.pace where ctid = any(array(
                        select ctid from securitylog.pace
                        where minute <= clock_timestamp() - make_interval(mins => :minutes) limit :batch
                        for update skip locked))
                    returning *),
                beyond as (
                    select account_id, type, network, minute,
                           refused - case when subject = '' then :perNetwork else :perSubject end as further
                    from over),
                noted as (
                    insert into securitylog.event (id, account_id, type, address, detail)
                    select uuidv7(), account_id, type, left(network, 64),
                           jsonb_build_object('further', further::text, 'minute', to_json(minute) #>> '{}')
                    from beyond where further > 0)
                select count(*) from over
                """).param("minutes", afterMinutes).param("batch", BATCH)
                .param("perNetwork", settings.refusalsPerNetwork()).param("perSubject", settings.refusalsPerSubject())
                .query(Integer.class).single();
        return settled == BATCH;
    }

    private static byte[] hash(String guessed) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(guessed.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
