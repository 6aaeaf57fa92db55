import java.io.IOException;
import java.util.ArrayList;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// What it costs to know who somebody is and what they may do: a flood of log-ins and what others feel of it, the check
/// of an access token, a decision.
final class Identity {

    /// One account can't be logged in to by more than a few at a time: the delays against guessing would begin.
    private static final int FLOOD = 64;
    private static final int PER_ACCOUNT = 4;
    private static final int OTHERS = 2;
    private static final int CLIENTS = 4;
    private static final int DECISIONS = 50;
    private static final String LIST = "/v1/products?limit=20";

    private final Api api;
    private final Shop shop;
    private final Options options;
    private final Processes processes;
    private final Report report;

    Identity(Api api, Shop shop, Options options, Processes processes, Report report) {
        this.api = api;
        this.shop = shop;
        this.options = options;
        this.processes = processes;
        this.report = report;
    }

    void measure() throws Exception {
        flood();
        token();
        decision();
    }

    private void flood() throws Exception {
        var clients = Math.min(FLOOD, options.accounts() * PER_ACCOUNT);
        var list = new Listing(api, LIST, "\"data\"");
        Operation logIn = (client, _) -> shop.customer(client).logIn(api);
        Bench.progress("identity: warm-up");
        Load.run(clients, options.warmUp(), logIn, 0);
        Load.run(OTHERS, options.warmUp().dividedBy(4), list, 0);
        Bench.progress("identity: a flood of %d clients that log in", clients);
        var before = Load.run(OTHERS, options.roundLength(), list, 1);
        var memory = processes.sampleMemory();
        var beside = CompletableFuture.supplyAsync(() -> {
            try {
                return Load.run(OTHERS, options.roundLength(), list, 2);
            } catch (InterruptedException interrupted) {
                throw new CompletionException(interrupted);
            }
        });
        var flood = Load.run(clients, options.roundLength(), logIn, 2);
        var others = beside.join();
        var peak = memory.stop();
        report.note("A flood of %d clients that log in: %.0f/s, p50 %.0f ms, p99 %.0f ms, errors %s. A list beside it: p99 %.1f ms instead of %.1f, errors %s. Memory of an instance (PSS): %s."
                .formatted(clients, flood.rate(), flood.ms(0.5), flood.ms(0.99), flood.errors(), others.ms(0.99),
                        before.ms(0.99), others.errors(),
                        peak.isPresent() ? peak.getAsLong() / 1024 + " MiB" : "not known here"));
    }

    private void token() throws Exception {
        var without = cpuMs((_, _) -> api.call("GET", LIST, null, null, null, 200));
        var with = cpuMs((client, _) -> api.call("GET", LIST, shop.customer(client).token(api), null, null, 200));
        report.note("The check of an access token that was seen before: %s ms of the application's processor time per request (a list with one %s, without %s)."
                .formatted(difference(with, without, 1), text(with), text(without)));
    }

    private void decision() throws Exception {
        var account = new ArrayList<String>();
        for (var client = 0; client < CLIENTS; client++) {
            account.add(Api.member(api.call("GET", "/v1/account", shop.customer(client).token(api), null, null, 200)
                    .body(), "id"));
        }
        var one = cpuMs((client, _) -> evaluate("/access/v1/evaluation", client, question(account.get(client))));
        var list = "{\"evaluations\":[" + "%s" + "]}";
        var many = cpuMs((client, _) -> evaluate("/access/v1/evaluations", client,
                list.formatted(String.join(",", java.util.Collections.nCopies(DECISIONS, question(account.get(client)))))));
        report.note("A decision: %s ms of the application's processor time (a request with %d %s, with one %s)."
                .formatted(difference(many, one, DECISIONS - 1), DECISIONS, text(many), text(one)));
    }

    private void evaluate(String path, int client, String body) throws IOException {
        if (!api.call("POST", path, shop.customer(client).token(api), null, body, 200).body().contains("\"decision\"")) {
            throw new IOException("no decision");
        }
    }

    private static String question(String account) {
        return "{\"subject\":{\"type\":\"account\",\"id\":\"%1$s\"},\"action\":{\"name\":\"ledger:read\"},\"resource\":{\"type\":\"installation\",\"id\":\"mainstay\"}}"
                .formatted(account);
    }

    private OptionalDouble cpuMs(Operation operation) throws Exception {
        Load.run(CLIENTS, options.roundLength().dividedBy(2), operation, 0);
        var application = processes.ours().get("application");
        var before = application.cpuMs();
        var load = Load.run(CLIENTS, options.roundLength(), operation, 1);
        if (load.failed() > 0) {
            throw new IOException(load.errors().toString());
        }
        var after = application.cpuMs();
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of((after.getAsDouble() - before.getAsDouble()) / Math.max(1, load.done()))
                : OptionalDouble.empty();
    }

    private static String difference(OptionalDouble more, OptionalDouble less, int parts) {
        return more.isPresent() && less.isPresent()
                ? "%.3f".formatted((more.getAsDouble() - less.getAsDouble()) / parts)
                : "unknown";
    }

    private static String text(OptionalDouble ms) {
        return ms.isPresent() ? "%.3f ms".formatted(ms.getAsDouble()) : "unknown";
    }
}
