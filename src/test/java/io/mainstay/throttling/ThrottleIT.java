package io.mainstay.throttling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstay.IntegrationTest;
import io.mainstay.http.Origin;
import io.mainstay.infrastructure.DeadPort;
import io.mainstay.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;

@IntegrationTest
class ThrottleIT {

    private static final ThrottledAction ACTION = new ThrottledAction("test");
    private static final Origin HERE = new Origin("192.0.2.1", null);
    private static final Origin ELSEWHERE = new Origin("198.51.100.7", null);

    @Autowired
    JdbcClient database;
    @Autowired
    PlatformTransactionManager transactions;

    /// Each test has counters of its own.
    private final String salt = UUID.randomUUID().toString();
    private final Pseudonyms pseudonyms = text -> sha256(salt + text);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void doublesThePauseWithEachFailureBeyondTheTolerance() {
        var throttle = throttle(5, 50);
        for (var failure = 0; failure < 5; failure++) {
            throttle.admit(ACTION, "ada", HERE);
        }
        for (var pause : List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900)) {
            assertThat(waitOf(throttle, "ada", HERE)).isBetween(Math.max(1, pause - 1), pause);
            assertThat(waitOf(throttle, "ada", ELSEWHERE)).isBetween(Math.max(1, pause - 1), pause);
            passTime(pause, "account\nada");
            throttle.admit(ACTION, "ada", ELSEWHERE);
        }
        throttle.admit(ACTION, "grace", HERE);
        throttle.admit(new ThrottledAction("another"), "ada", HERE);
        assertThat(meters.counter("mainstay.throttled", "action", "test").count()).isEqualTo(24);
    }

    @Test
    void slowsDownANetworkWhateverAccountsItTries() {
        var throttle = throttle(5, 3);
        for (var subject : List.of("a", "b", "c")) {
            throttle.admit(ACTION, subject, new Origin("2001:db8:1:2::1", null));
            throttle.admit(ACTION, subject, HERE);
        }
        for (var same : List.of("2001:db8:1:2::1", "2001:db8:1:2:ffff:1:2:3", "192.0.2.1", "::ffff:192.0.2.1")) {
            waitOf(throttle, "d" + same, new Origin(same, null));
        }
        for (var other : List.of("2001:db8:1:3::1", "192.0.2.2", "unix:socket", "")) {
            throttle.admit(ACTION, "e" + other, new Origin(other, null));
        }
    }

    @Test
    void countsARefusedTryForNothing() {
        var throttle = throttle(5, 2);
        throttle.admit(ACTION, "a", HERE);
        throttle.admit(ACTION, "b", HERE);
        for (var refused = 0; refused < 20; refused++) {
            waitOf(throttle, "victim", HERE);
        }
        assertThat(level("account\nvictim")).isEmpty();
        assertThat(level("address\n192.0.2.1").getFirst()).isBetween(1.9, 2.0);
    }

    @Test
    void forgivesAccountsTheirFailuresAndNetworksTheOneTry() {
        var throttle = throttle(3, 4);
        throttle.admit(ACTION, "attacker", HERE);
        throttle.admit(ACTION, "attacker", HERE);
        throttle.passed(throttle.admit(ACTION, "attacker", HERE));
        throttle.admit(ACTION, "victim", HERE);
        throttle.admit(ACTION, "victim", HERE);

        // an account of the attacker's own clears the network of nothing
        waitOf(throttle, "victim", HERE);
        waitOf(throttle, "somebody", HERE);
        for (var failure = 0; failure < 3; failure++) {
            throttle.admit(ACTION, "attacker", ELSEWHERE);
        }
        waitOf(throttle, "attacker", ELSEWHERE);
    }

    @Test
    void keepsNobodyOutWhereTheyWereInBefore() {
        var throttle = throttle(3, 3);
        throttle.passed(throttle.admit(ACTION, "ada", HERE));
        for (var failure = 0; failure < 3; failure++) {
            throttle.admit(ACTION, "ada", ELSEWHERE);
            throttle.admit(ACTION, "stranger" + failure, HERE);
        }
        waitOf(throttle, "ada", ELSEWHERE);
        waitOf(throttle, "stranger", HERE);

        throttle.passed(throttle.admit(ACTION, "ada", HERE));
        // who guesses from there is slowed down like anybody, and the others still are
        for (var failure = 0; failure < 3; failure++) {
            throttle.admit(ACTION, "ada", HERE);
        }
        waitOf(throttle, "ada", HERE);
        waitOf(throttle, "ada", ELSEWHERE);
    }

    /// A colleague behind the same address is a stranger too.
    @Test
    void keepsABrowserApartFromOthersOfItsNetwork() {
        var throttle = throttle(3, 3);
        var browser = new Origin(HERE.address(), null, "a-secret-of-this-browser-alone");
        throttle.passed(throttle.admit(ACTION, "ada", browser));
        for (var failure = 0; failure < 3; failure++) {
            throttle.admit(ACTION, "ada", HERE);
            throttle.admit(ACTION, "ada", ELSEWHERE);
        }
        waitOf(throttle, "ada", HERE);
        waitOf(throttle, "ada", ELSEWHERE);
        waitOf(throttle, "ada", new Origin(HERE.address(), null, "a-secret-of-another-browser"));

        throttle.passed(throttle.admit(ACTION, "ada", browser));
        throttle.passed(throttle.admit(ACTION, "ada", new Origin(ELSEWHERE.address(), null, browser.device())));
        waitOf(throttle, "ada", new Origin("203.0.113.9", null));
        // it's known for this account alone, and guesses no faster
        for (var failure = 0; failure < 3; failure++) {
            throttle.admit(ACTION, "grace", browser);
            throttle.admit(ACTION, "ada", browser);
        }
        waitOf(throttle, "grace", browser);
        waitOf(throttle, "ada", browser);
    }

    @Test
    void forgivesWithTime() {
        var throttle = throttle(3, 50);
        for (var failure = 0; failure < 3; failure++) {
            throttle.admit(ACTION, "ada", HERE);
        }
        waitOf(throttle, "ada", HERE);
        passTime(Duration.ofMinutes(31).toSeconds(), "account\nada");

        throttle.admit(ACTION, "ada", HERE);
        throttle.admit(ACTION, "ada", HERE);
        waitOf(throttle, "ada", HERE);
    }

    @Test
    void takesBackATryThatCameToNothing() {
        var throttle = throttle(3, 50);
        for (var failure = 0; failure < 20; failure++) {
            throttle.withdraw(throttle.admit(ACTION, "ada", HERE));
        }
        assertThat(level("account\nada").getFirst()).isZero();
        assertThat(level("address\n192.0.2.1").getFirst()).isZero();
    }

    @Test
    void admitsNoMoreThanTheLimitHoweverManyInstancesAreAskedAtOnce() throws Exception {
        var instances = List.of(throttle(5, 1000), throttle(5, 1000));
        var start = new CyclicBarrier(100);
        var tries = new ArrayList<Callable<Boolean>>();
        for (var number = 0; number < 100; number++) {
            var instance = instances.get(number % 2);
            // from a hundred networks
            var origin = new Origin("203.0.113." + number, null);
            tries.add(() -> {
                start.await();
                try {
                    instance.admit(ACTION, "ada", origin);
                    return true;
                } catch (Refusal _) {
                    return false;
                }
            });
        }
        var admitted = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var outcome : threads.invokeAll(tries)) {
                admitted += outcome.get() ? 1 : 0;
            }
        }
        assertThat(admitted).isEqualTo(5);
    }

    @Test
    void letsNothingThroughWhileTheDatabaseIsAway() throws Exception {
        var nowhere = new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:" + DeadPort.find() + "/postgres", "a",
                "b");
        var settings = settings(5, 5);
        var throttle = new Throttle(new Counters(JdbcClient.create(nowhere), settings), pseudonyms, settings,
                new JdbcTransactionManager(nowhere), meters);

        assertThatExceptionOfType(TransactionException.class).isThrownBy(() -> throttle.admit(ACTION, "ada", HERE));
    }

    @Test
    void forgetsWhatMeansNothingAnyMoreAndAtLastTheLeast() {
        var counters = new Counters(database, settings(3, 50));
        var throttle = throttle(3, 50);
        throttle.passed(throttle.admit(ACTION, "grace", HERE));
        throttle.admit(ACTION, "expired", HERE);
        for (var failure = 0; failure < 3; failure++) {
            throttle.admit(ACTION, "attacked", HERE);
        }
        database.sql("update throttling.counter set expires_at = now() - interval '1 second' where key = :key")
                .param("key", key("account\nexpired")).update();
        counters.deleteExpired(10_000);
        assertThat(level("account\nexpired")).isEmpty();
        assertThat(level("account\nattacked")).isNotEmpty();

        throttle.admit(ACTION, "tried once", ELSEWHERE);
        var others = database.sql("select count(*) from throttling.counter where level >= 2.5").query(Integer.class)
                .single();
        assertThat(counters.deleteSurplus(others, 1_000_000)).isPositive();
        assertThat(level("account\ntried once")).isEmpty();
        assertThat(level("account\nattacked")).isNotEmpty();
        assertThat(counters.deleteSurplus(others, 10)).isZero();
    }

    private static int waitOf(Throttle throttle, String subject, Origin origin) {
        var refusal = catchThrowableOfType(Refusal.class, () -> throttle.admit(ACTION, subject, origin));
        assertThat(refusal).as(subject + " from there").isNotNull();
        assertThat(refusal.type()).isEqualTo(ThrottlingProblems.TOO_MANY_ATTEMPTS);
        return (Integer) refusal.members().get(Refusal.RETRY_AFTER_SECONDS);
    }

    /// As if so long had gone by, but for what is forgiven meanwhile when it's shorter than its period.
    private void passTime(long seconds, String counter) {
        database.sql("""
                update throttling.counter set paused_until = paused_until - make_interval(secs => :seconds),
                    counted_at = counted_at - make_interval(secs => case when :seconds > 1000 then :seconds else 0 end)
                where key = :key""").param("seconds", (double) seconds).param("key", key(counter)).update();
    }

    private List<Double> level(String counter) {
        return database.sql("select level from throttling.counter where key = :key").param("key", key(counter))
                .query(Double.class).list();
    }

    private byte[] key(String counter) {
        return pseudonyms.of("test\n" + counter);
    }

    private Throttle throttle(int perAccount, int perAddress) {
        var settings = settings(perAccount, perAddress);
        return new Throttle(new Counters(database, settings), pseudonyms, settings, transactions, meters);
    }

    private static ThrottlingSettings settings(int perAccount, int perAddress) {
        return new ThrottlingSettings(perAccount, Duration.ofMinutes(15), perAddress, Duration.ofMinutes(1),
                Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(90), 1000, 1000);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
