package io.mainstay.securitylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.paging.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@IntegrationTest
class SecurityLogIT {

    @Autowired
    SecurityLog log;
    @Autowired
    Owner owner;

    @Autowired
    JdbcClient database;
    @Autowired
    Owner tables;
    @Autowired
    Refusals refusals;
    @Autowired
    Devices devices;
    @Autowired
    SecurityLogSettings settings;
    @Autowired
    TransactionTemplate transaction;

    private final AccountId account = AccountId.next();

    @Test
    void keepsWhoWhatAndFromWhere() {
        log.note(SecurityEventType.SIGNED_IN, account, new Origin("192.0.2.7", "curl/8"), Map.of("session", "s1"));
        log.note(SecurityEventType.SIGN_IN_FAILED, null, null, Map.of());

        assertThat(owner.jdbc().sql("""
                select type, address, user_agent, detail->>'session' as session from securitylog.event
                where account_id = :account""").param("account", account.value()).query().singleRow())
                .containsExactlyInAnyOrderEntriesOf(Map.of("type", "session.started", "address", "192.0.2.7",
                        "user_agent", "curl/8", "session", "s1"));
    }

    @Test
    void keepsEveryRowAsItIs() {
        log.note(SecurityEventType.SIGNED_IN, account, null, Map.of());

        assertThatThrownBy(() -> owner.jdbc().sql("update securitylog.event set type = 'session.ended'").update())
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> owner.jdbc().sql("delete from securitylog.event").update())
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> owner.jdbc().sql("truncate securitylog.event").update())
                .hasMessageContaining("append-only");
    }

    @Test
    void letsTheApplicationDeleteNothing() {
        assertThatThrownBy(() -> database.sql("delete from securitylog.event").update())
                .rootCause().hasMessageContaining("permission denied");
        assertThatThrownBy(() -> database.sql("update securitylog.event set type = 'session.ended'").update())
                .rootCause().hasMessageContaining("permission denied");
    }

    @Test
    void forgetsWhatIsOlderThanTheRetentionAndNeverWhatIsYoung() {
        var old = backdated(account, 401);
        var middle = backdated(account, 50);
        log.note(SecurityEventType.SIGNED_IN, account, null, Map.of());

        log.forget(Duration.ofDays(400), 1000);
        assertThat(idsOf(account)).hasSize(2).contains(middle).doesNotContain(old);

        // whatever it is asked for
        log.forget(Duration.ZERO, 1000);
        assertThat(idsOf(account)).hasSize(1).doesNotContain(middle);
        assertThat(log.forget(Duration.ofDays(-1), 1000)).isZero();
        assertThat(idsOf(account)).hasSize(1);
    }

    @Test
    void keepsABoundedNumberOfRefusalsPerMinuteAndCountsTheRest() {
        var origin = new Origin("198.51.100.7", "curl/8");
        for (var guess = 0; guess < 20; guess++) {
            refusals.note(SecurityEventType.SIGN_IN_FAILED, "a@example.com", account, origin, Map.of());
        }
        assertThat(log.of(account, PageRequest.of(100, null)).data()).hasSizeBetween(settings.refusalsPerSubject(),
                2 * settings.refusalsPerSubject());

        while (refusals.settle(0)) {
            // there may be more
        }
        var events = log.of(account, PageRequest.of(100, null)).data();
        assertThat(
                events.stream().mapToInt(event -> Integer.parseInt(event.detail().getOrDefault("further", "1"))).sum())
                .isEqualTo(20);
        assertThat(refusals.settle(0)).isFalse();
    }

    @Test
    void keepsABoundedNumberOfRefusalsPerNetworkHoweverManyAddressesAreTried() {
        var before = countFrom("2001:db8:7:8:");
        for (var guess = 0; guess < 100; guess++) {
            refusals.note(SecurityEventType.SIGN_IN_FAILED, "unknown-" + guess + "@example.com", null,
                    new Origin("2001:db8:7:8::" + guess, null), Map.of());
        }
        // twice, in case a minute ended meanwhile
        assertThat(countFrom("2001:db8:7:8:") - before).isBetween(settings.refusalsPerNetwork(),
                2 * settings.refusalsPerNetwork());
        assertThat(owner.jdbc().sql("select count(*) from securitylog.pace where network like '2001:db8:7:8:%'")
                .query(Integer.class).single()).isLessThanOrEqualTo(2 * (settings.refusalsPerNetwork() + 1));
    }

    @Test
    void takesADeviceForNewUnlessItIsTheFirstOrWasThereBefore() {
        assertThat(recognized("192.0.2.1", "curl/8")).isFalse();
        assertThat(recognized("192.0.2.1", "curl/8")).isFalse();
        assertThat(recognized("192.0.2.99", "curl/9")).isFalse();
        assertThat(recognized("192.0.2.1", "wget/1")).isTrue();
        assertThat(recognized("192.0.2.1", "wget/1")).isFalse();
        assertThat(recognized("198.51.100.1", "curl/8")).isTrue();
    }

    @Test
    void knowsABoundedNumberOfDevices() {
        for (var number = 0; number < settings.devicesPerAccount() + 20; number++) {
            recognized("192.0.2.1", "agent" + number);
        }
        assertThat(owner.jdbc().sql("select count(*) from securitylog.device where account_id = :account")
                .param("account", account.value()).query(Integer.class).single())
                .isEqualTo(settings.devicesPerAccount());
    }

    private boolean recognized(String address, String agent) {
        return transaction.execute(_ -> devices.recognize(account, new Origin(address, agent)).isPresent());
    }

    private UUID backdated(AccountId of, int days) {
        var id = UuidCreator.getTimeOrderedEpoch(Instant.EPOCH.plusSeconds(1000 - days));
        owner.jdbc().sql("""
                insert into securitylog.event (id, account_id, type, at)
                values (:id, :account, 'session.started', clock_timestamp() - make_interval(days => :days))""")
                .param("id", id).param("account", of.value()).param("days", days).update();
        return id;
    }

    private List<UUID> idsOf(AccountId of) {
        return log.of(of, PageRequest.of(100, null)).data().stream().map(event -> event.id().value()).toList();
    }

    private int countFrom(String prefix) {
        return owner.jdbc().sql("select count(*) from securitylog.event where address like :prefix")
                .param("prefix", prefix + "%").query(Integer.class).single();
    }
}
