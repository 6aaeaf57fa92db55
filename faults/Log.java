import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// What the clients did, operation by operation, and what came back: what the checker holds against the system.
final class Log implements AutoCloseable {

    enum Kind {
        PLACE, PAY, REFUND, TRANSFER
    }

    /// An operation with the answer that ended it.
    ///
    /// @param key under which it was sent, each time
    /// @param path and body: what was sent
    /// @param tries how often it was sent
    /// @param status the first clear answer; 0: there never was one
    /// @param id what the answer calls the thing that was made
    /// @param amount of money that moved if it was done, in cents
    record Done(Kind kind, String key, String path, String body, int client, int tries, int status, String answer,
            String id, long amount) {

        boolean isAcknowledged() {
            return status >= 200 && status < 300;
        }
    }

    private final ConcurrentLinkedQueue<Done> operations = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong lastAcknowledgedAt = new AtomicLong(System.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();
    private final PrintWriter file;

    Log(Path path) throws IOException {
        this.file = new PrintWriter(Files.newBufferedWriter(path));
    }

    void add(Done done) {
        operations.add(done);
        if (done.isAcknowledged()) {
            acknowledged.incrementAndGet();
            var now = System.nanoTime();
            longestGap.accumulateAndGet(now - lastAcknowledgedAt.getAndSet(now), Math::max);
        }
        write("%s %s client=%d tries=%d status=%d id=%s amount=%d %s".formatted(done.kind, done.key, done.client, done.tries,
                done.status, done.id, done.amount, done.isAcknowledged() ? "" : done.answer));
    }

    void write(String line) {
        synchronized (file) {
            file.printf(Locale.ROOT, "%s %s%n", Instant.now(), line);
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /// Without an acknowledgement, in seconds; the count begins anew.
    double longestGapSeconds() {
        longestGap.accumulateAndGet(System.nanoTime() - lastAcknowledgedAt.get(), Math::max);
        return longestGap.getAndSet(0) / 1e9;
    }

    List<Done> operations() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {
        file.close();
    }
}
