package io.mainstay.apikeys;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.messaging.Backoff;
import io.mainstay.messaging.Loop;
import io.mainstay.messaging.Wakeup;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Collects which keys are used, and from where, and writes it down from time to time, away from the requests. What an
/// instance that dies has collected is lost: a minute of it at most. Beyond its limits, uses are not noted.
@Component
class LastUses implements SmartLifecycle {

    private static final int MAX_KEYS = 10_000;
    private static final int MAX_ADDRESSES = 10;
    private static final int MAX_KEPT_ADDRESSES = 50;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final SecurityLog log;
    private final Clock clock;
    private final ApiKeySettings settings;
    private final Loop loop;
    private final Map<ApiKeyId, Uses> pending = new ConcurrentHashMap<>();

    LastUses(JdbcClient database, TransactionTemplate transaction, SecurityLog log, Clock clock,
            ApiKeySettings settings) {
        this.database = database;
        this.transaction = transaction;
        this.log = log;
        this.clock = clock;
        this.settings = settings;
        this.loop = new Loop("api-key-uses", this::round, new Wakeup(), settings.lastUse(),
                new Backoff(settings.lastUse(), settings.lastUse().multipliedBy(4)));
    }

    /// @param origins one for each address
    private record Uses(Instant last, String address, List<Origin> origins) {

        private Uses and(Uses later) {
            var origin = later.origins.getFirst();
            if (origins.size() >= MAX_ADDRESSES
                    || origins.stream().anyMatch(known -> known.address().equals(origin.address()))) {
                return new Uses(later.last, later.address, origins);
            }
            var more = new ArrayList<>(origins);
            more.add(origin);
            return new Uses(later.last, later.address, List.copyOf(more));
        }
    }

    void note(ApiKeyId id, Origin origin) {
        if (pending.size() < MAX_KEYS || pending.containsKey(id)) {
            pending.merge(id, new Uses(clock.instant(), origin.address(), List.of(origin)), Uses::and);
        }
    }

    /// Writes down what has come together.
    void write() {
        // in one order, so that two instances don't wait for each other
        for (var id : pending.keySet().stream().sorted(Comparator.comparing(ApiKeyId::value)).toList()) {
            var uses = pending.remove(id);
            if (uses != null) {
                transaction.executeWithoutResult(_ -> write(id, uses));
            }
        }
    }

    private void write(ApiKeyId id, Uses uses) {
        database.sql("""
                update apikeys.api_key set last_used_at = :last, last_used_address = :address
                where id = :id and (last_used_at is null
                    or last_used_at <= clock_timestamp() - make_interval(secs => :pause) and last_used_at < :last)""")
                .param("last", uses.last().atOffset(ZoneOffset.UTC)).param("address", uses.address())
                .param("id", id.value()).param("pause", (double) settings.lastUse().toSeconds()).update();
        var origins = new LinkedHashMap<String, Origin>();
        uses.origins().stream().sorted(Comparator.comparing(Origin::address))
                .forEach(origin -> origins.put(origin.address(), origin));
        origins.forEach((address, origin) -> newOwner(id, address).ifPresent(owner -> {
            log.note(SecurityEventType.API_KEY_USED_FROM_NEW_ADDRESS, owner, origin, Map.of("key", id.toString()));
            forgetAddressesBeyondTheLimit(id);
        }));
    }

    /// @return the key's owner if it was never used from there, as far as is known
    private Optional<AccountId> newOwner(ApiKeyId id, String address) {
        return database.sql("""
                with seen as (
                    insert into apikeys.key_address (key_id, address)
                    select id, :address from apikeys.api_key where id = :id
                    on conflict (key_id, address) do update set seen_at = clock_timestamp()
                    returning xmax = 0 as first)
                select owner_id from apikeys.api_key, seen where id = :id and first""").param("address", address)
                .param("id", id.value()).query(UUID.class).optional().map(AccountId::new);
    }

    private void forgetAddressesBeyondTheLimit(ApiKeyId id) {
        database.sql("""
                delete from apikeys.key_address where key_id = :id and address in (
                    select address from apikeys.key_address where key_id = :id
                    order by seen_at desc offset :max)""").param("id", id.value()).param("max", MAX_KEPT_ADDRESSES)
                .update();
    }

    private boolean round() {
        write();
        return false;
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
        write();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    /// Stops after the web server.
    @Override
    public int getPhase() {
        return 0;
    }
}
