import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// What a closed loop did.
///
/// @param latencies of the operations that succeeded, in ns, sorted
/// @param errors how many, by their kind
record Load(double seconds, long[] latencies, Map<String, Integer> errors) {

    static Load run(int clients, Duration length, Operation operation, int seed) throws InterruptedException {
        var errors = new ConcurrentHashMap<String, Integer>();
        var latencies = new Latencies[clients];
        var ready = new CountDownLatch(clients);
        var go = new CountDownLatch(1);
        var end = new AtomicLong();
        var threads = new ArrayList<Thread>();
        for (var number = 0; number < clients; number++) {
            var client = number;
            latencies[client] = new Latencies();
            threads.add(Thread.ofPlatform().start(() -> {
                var random = new SplittableRandom(1_000_003L * seed + client);
                ready.countDown();
                try {
                    go.await();
                    while (System.nanoTime() < end.get()) {
                        once(operation, client, random, latencies[client], errors);
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        ready.await();
        var start = System.nanoTime();
        end.set(start + length.toNanos());
        go.countDown();
        for (var thread : threads) {
            thread.join();
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        var all = Arrays.stream(latencies).flatMapToLong(Latencies::stream).sorted().toArray();
        return new Load(seconds, all, new TreeMap<>(errors));
    }

    private static void once(Operation operation, int client, SplittableRandom random, Latencies latencies,
            Map<String, Integer> errors) throws InterruptedException {
        var start = System.nanoTime();
        try {
            operation.run(client, random);
            latencies.add(System.nanoTime() - start);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            errors.merge(String.valueOf(failed.getMessage()), 1, Integer::sum);
            // no storm of failures
            Thread.sleep(10);
        }
    }

    int done() {
        return latencies.length;
    }

    double rate() {
        return done() / seconds;
    }

    double ms(double quantile) {
        return done() == 0 ? Double.NaN : latencies[(int) Math.min(done() - 1, quantile * done())] / 1e6;
    }

    int failed() {
        return errors.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static final class Latencies {

        private long[] values = new long[4096];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        LongStream stream() {
            return Arrays.stream(values, 0, size);
        }
    }
}
