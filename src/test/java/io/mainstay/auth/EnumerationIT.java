package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/// Whoever measures answers can't tell which addresses have an account. Half of the tries are for known addresses and
/// half for unknown ones, one beside the other, so that whatever else slows the machine down hits both.
///
/// A difference is what shows each time: chance alone lets one measurement in a thousand look like one, so a measurement
/// that does is repeated.
@IntegrationTest
class EnumerationIT {

    private static final int REPEATS = 3;
    private static final double MAX_MEDIAN_DIFFERENCE_MS = 2;
    /// Of the normal distribution, two-sided p < 0.001.
    private static final double DISTINGUISHABLE = 3.29;
    private static final int WARM_UP = 200;

    @Autowired
    Environment environment;
    @Autowired
    Owner tables;
    @Autowired
    JsonMapper json;
    @Autowired
    PasswordHashing hashing;

    private final Random random = new Random(42);

    @Test
    void isNotPossibleByLoggingIn() throws Exception {
        assertIndistinguishable("/v1/sessions", 401, 1000,
                email -> Map.of("email", email, "password", "a wrong password"));
    }

    @Test
    void isNotPossibleByAskingForANewPassword() throws Exception {
        assertIndistinguishable("/v1/password-resets", 202, 300, email -> Map.of("email", email));
    }

    @Test
    void isNotPossibleByRegistering() throws Exception {
        assertIndistinguishable("/v1/accounts", 202, 300,
                email -> Map.of("email", email, "password", "correct horse battery staple", "name", "Ada"));
    }

    /// So that the measurement is known to see what it's there for.
    @Test
    void wouldBeSeen() {
        var one = new double[1000];
        var other = new double[1000];
        for (var number = 0; number < one.length; number++) {
            one[number] = 5 + random.nextGaussian();
            other[number] = 5.3 + random.nextGaussian();
        }
        assertThat(Math.abs(rankScore(one, other))).isGreaterThan(DISTINGUISHABLE);
        assertThat(Math.abs(rankScore(one, one.clone()))).isLessThan(0.01);
    }

    private void assertIndistinguishable(String path, int status, int pairs,
            Function<String, Map<String, Object>> request) throws Exception {
        var seen = new ArrayList<String>();
        for (var repeat = 0; repeat < REPEATS; repeat++) {
            var known = new double[pairs];
            var unknown = new double[pairs];
            measure(path, status, request, new double[WARM_UP], new double[WARM_UP]);
            measure(path, status, request, known, unknown);
            var difference = Math.abs(median(known) - median(unknown));
            var score = Math.abs(rankScore(known, unknown));
            seen.add("medians %.3f and %.3f ms, score %.2f".formatted(median(known), median(unknown), score));
            if (difference <= MAX_MEDIAN_DIFFERENCE_MS && score < DISTINGUISHABLE) {
                System.getLogger("enumeration").log(System.Logger.Level.INFO, path + ": " + seen);
                return;
            }
        }
        throw new AssertionError("answers of " + path + " tell by their time: " + seen);
    }

    private void measure(String path, int status, Function<String, Map<String, Object>> request, double[] known,
            double[] unknown) throws Exception {
        var accounts = accounts(known.length);
        try (var client = HttpClient.newHttpClient()) {
            for (var pair = 0; pair < known.length; pair++) {
                var nobody = "nobody-" + UUID.randomUUID() + "@example.com";
                // whichever is first may find the processor's caches colder
                if (random.nextBoolean()) {
                    known[pair] = millis(client, path, status, request.apply(accounts.get(pair)));
                    unknown[pair] = millis(client, path, status, request.apply(nobody));
                } else {
                    unknown[pair] = millis(client, path, status, request.apply(nobody));
                    known[pair] = millis(client, path, status, request.apply(accounts.get(pair)));
                }
            }
        }
    }

    /// As many as there are tries, or the throttle would slow them down.
    private List<String> accounts(int count) {
        var prefix = "person-" + UUID.randomUUID() + "-";
        tables.jdbc().sql("""
                insert into auth.account (id, email, name, password_hash, email_verified_at, created_at)
                select gen_random_uuid(), :prefix || number || '@example.com', 'Ada', :hash, now(), now()
                from generate_series(1, :count) as number""").param("prefix", prefix)
                .param("hash", hashing.hash(Password.of("the right password"))).param("count", count).update();
        var emails = new ArrayList<String>();
        for (var number = 1; number <= count; number++) {
            emails.add(prefix + number + "@example.com");
        }
        return emails;
    }

    private double millis(HttpClient client, String path, int status, Map<String, Object> body) throws Exception {
        var request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + environment.getProperty("local.server.port") + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))).build();
        var began = System.nanoTime();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        var took = (System.nanoTime() - began) / 1_000_000.0;
        assertThat(answer.statusCode()).isEqualTo(status);
        return took;
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /// The Mann-Whitney test's standard score.
    private static double rankScore(double[] one, double[] other) {
        var sorted = other.clone();
        Arrays.sort(sorted);
        var wins = 0.0;
        for (var value : one) {
            var below = below(sorted, value);
            wins += below + (below(sorted, Math.nextUp(value)) - below) / 2.0;
        }
        double n = one.length;
        double m = other.length;
        return (wins - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
    }

    private static int below(double[] sorted, double value) {
        var low = 0;
        var high = sorted.length;
        while (low < high) {
            var middle = (low + high) / 2;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
