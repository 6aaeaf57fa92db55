package io.mainstay.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Stands for a company that moves money, as an HTTP service of its own. It remembers each operation, in a journal file
/// if it has one, tells the same about it to a repeat, and announces what happened by webhook.
///
/// `POST /v1/{authorizations, captures, cancellations, refunds, payouts}`, `GET /v1/operations/{operation}`,
/// `GET` and `POST /3ds/{authorization}` for the customer, `POST /v1/disputes/{dispute}/{won, lost}` instead of a bank,
/// `GET /v1/totals`, `GET /health`. The status tells what became of an operation: 200, 202 while it isn't over, 402
/// declined; 422 is another body under an earlier operation, and 400 nothing that was understood.
///
/// The payment method decides what happens, after the ends of Stripe's test cards: `tok_4242` succeeds, `tok_0002` is
/// declined, `tok_9995` has insufficient funds, `tok_0069` is expired, `tok_0119` is a processing error, `tok_0259` is
/// disputed once captured, `tok_7726` has refunds that succeed later, and `tok_5126` ones that fail later. Our own:
/// `tok_timeout` is authorized without an answer or an announcement ever coming, and what's done with `tok_timeout_later`
/// without an answer; the first
/// answer about `tok_cut` breaks off in the middle; `tok_slow` is slow; `tok_3ds` has to be confirmed; `tok_pending`
/// ends later; `tok_refund_declined` has refunds that are declined; the authorization of `tok_webhook_late` is
/// announced after what follows it; `tok_webhook_twice` announces everything twice. Payouts end later: to `acct_fails`
/// they fail, and `acct_timeout` gets no answer.
public final class SandboxProvider implements AutoCloseable {

    private final HttpServer server;
    private final Journal journal;
    private final Announcer announcer;
    private final Book book;

    private SandboxProvider(HttpServer server, SandboxSettings settings) throws IOException {
        this.server = server;
        var pages = settings.pages() == null ? "http://127.0.0.1:" + port() : settings.pages().toString();
        var lines = Journal.read(settings.journal());
        this.journal = Journal.open(settings.journal());
        this.announcer = new Announcer(settings, pages, this::delivered);
        this.book = new Book(settings, lines, journal, announcer);
        announcer.catchUp(lines);
        server.createContext("/", new Routes(book, pages, settings.slowBy()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /// Settings come from the environment: `SANDBOX_PORT` (8090), and those of [SandboxSettings].
    public static void main(String[] args) throws IOException {
        var port = Integer.parseInt(System.getenv().getOrDefault("SANDBOX_PORT", "8090"));
        var provider = start(new InetSocketAddress(port), SandboxSettings.of(System.getenv()));
        Runtime.getRuntime().addShutdownHook(new Thread(provider::close));
    }

    public static SandboxProvider start(InetSocketAddress address, @Nullable Path journal) throws IOException {
        return start(address, SandboxSettings.standard(journal));
    }

    public static SandboxProvider start(InetSocketAddress address, SandboxSettings settings) throws IOException {
        // otherwise each small answer waits for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var provider = new SandboxProvider(HttpServer.create(address, 0), settings);
        provider.server.start();
        return provider;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// How many captures succeeded: what the ledger must agree with.
    public long captures() {
        return book.captures();
    }

    /// Minor units `captured`, `refunded` (in flight or done), and `paidOut` (likewise), by currency: what the ledger
    /// must agree with. What is zero is missing.
    public Map<String, Map<String, Long>> totals() {
        return book.totals();
    }

    /// Announces what happens from now on to there.
    public void announceTo(URI url, String secret) {
        announcer.announceTo(new SandboxSettings.Webhook(url, secret));
    }

    @Override
    public void close() {
        server.stop(0);
        book.close();
        announcer.close();
        try {
            journal.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void delivered(String event) {
        book.delivered(event);
    }
}
