import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// Measures a running Mainstay beside the limit of the PostgreSQL under it: see docs/operating/benchmark.md.
///
/// A closed loop: each client sends its next request when it has the answer to the one before. Ours and the limit take
/// turns in one run on one machine, so their ratio means something where the rates alone don't.
///
/// Needs PostgreSQL's JDBC driver on the class path, and for the log-in's limit Bouncy Castle's provider.
final class Bench {

    /// An idle backend passes its counters on after ten seconds.
    private static final Duration STATS_DELAY = Duration.ofSeconds(11);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(120);

    private final Options options;
    private final Database database;
    private final Processes processes;
    private final Report report;

    private Bench(Options options, Database database) throws SQLException, IOException {
        this.options = options;
        this.database = database;
        this.processes = Processes.find(options, database);
        this.report = new Report(options, database, processes);
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        if (arguments.length > 0 && arguments[0].equals("floor")) {
            Floor.main(arguments);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n\n" + Options.HELP);
            System.exit(2);
            return;
        }
        if (options == null) {
            System.out.print(Options.HELP);
            return;
        }
        try (var database = new Database(options)) {
            new Bench(options, database).run();
        } catch (Unusable unusable) {
            System.err.println("bench: " + unusable.getMessage());
            System.exit(1);
        } catch (IOException failed) {
            System.err.println("bench: the API at " + options.api() + " is not as expected: " + failed);
            System.exit(1);
        }
    }

    private void run() throws Exception {
        var api = new Api(options.api());
        RawCheckout.create(database, options.products());
        try (var shop = Shop.open(api, options)) {
            if (options.scenarios().contains("checkout")) {
                var checkout = new Checkout(api, shop);
                count(checkout);
                measureCheckout(checkout);
            }
            if (options.scenarios().contains("list")) {
                measureList(api);
            }
            if (options.scenarios().contains("login")) {
                measureLogin(api, shop);
            }
            if (options.scenarios().contains("transfer")) {
                var accounts = Transfers.open(database, api, shop.administrator());
                measureTransfers("transfer", new Transfers(api, shop.administrator(), accounts, false));
                measureTransfers("hot transfer", new Transfers(api, shop.administrator(), accounts, true));
            }
            if (options.scenarios().contains("refund")) {
                measureRefunds(api, shop);
            }
            if (options.scenarios().contains("identity")) {
                new Identity(api, shop, options, processes, report).measure();
            }
        } finally {
            database.execute("drop schema if exists " + RawCheckout.SCHEMA + " cascade");
            database.execute("drop schema if exists " + Counter.NAMESPACE + " cascade");
        }
        var text = report.text();
        System.out.println(text);
        if (options.report() != null) {
            var parent = options.report().toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(options.report(), text);
        }
    }

    // ------------------------------------------------------------------------------------------------- the scenarios

    private void measureCheckout(Checkout checkout) throws Exception {
        for (var clients : options.clients()) {
            try (var raw = new RawCheckout(database, clients, options.products())) {
                measure("checkout", clients, List.of(new Target("ours", checkout, true, processes.ours()),
                        new Target("SQL", raw, false, Map.of("database", processes.database()))));
            }
        }
    }

    private void measureList(Api api) throws Exception {
        var ours = new Target("ours", new Listing(api, "/v1/products?limit=20", "\"data\""), true, processes.ours());
        for (var clients : options.clients()) {
            try (var raw = new RawList(database, clients); var floor = Floor.start(options, database)) {
                var targets = new ArrayList<>(List.of(ours,
                        new Target("SQL", raw, false, Map.of("database", processes.database()))));
                targets.add(new Target("floor", new Listing(new Api(floor.address()), "/", "\"data\""), false,
                        Map.of("application", new Processes.One(floor.pid()), "database", processes.database())));
                measure("list", clients, targets);
            }
        }
    }

    private void measureTransfers(String scenario, Transfers transfers) throws Exception {
        for (var clients : options.clients()) {
            try (var raw = new RawTransfer(database, clients, transfers.hot())) {
                measure(scenario, clients, List.of(new Target("ours", transfers, true, processes.ours()),
                        new Target("SQL", raw, false, Map.of("database", processes.database()))));
            }
        }
    }

    private void measureRefunds(Api api, Shop shop) throws Exception {
        for (var clients : options.clients()) {
            try (var raw = new RawRefund(database, clients)) {
                measure("refund", clients, List.of(
                        new Target("ours", new Refunds(api, shop, clients), true, processes.ours()),
                        new Target("SQL", raw, false, Map.of("database", processes.database()))));
            }
        }
    }

    private void measureLogin(Api api, Shop shop) throws Exception {
        var ours = new Target("ours", (client, _) -> shop.customer(client).logIn(api), true, processes.ours());
        var hash = PasswordHash.find(database);
        for (var clients : options.clients()) {
            var targets = new ArrayList<>(List.of(ours));
            if (hash != null) {
                targets.add(new Target("hash", hash, false,
                        Map.of("application", new Processes.One(ProcessHandle.current().pid()))));
            }
            measure("login", clients, targets);
        }
        if (hash == null) {
            report.note("The password hash's own cost is not measured: no Bouncy Castle on the class path.");
        }
    }

    /// Who does the work, and whose processor time it takes.
    private record Target(String name, Operation operation, boolean ours, Map<String, Processes.Group> groups) {}

    private void measure(String scenario, int clients, List<Target> targets) throws Exception {
        for (var target : targets) {
            progress("%s, %d clients, %s: warm-up", scenario, clients, target.name());
            target.operation().prepare();
            var first = clients == options.clients().getFirst() && target.ours();
            Load.run(clients, options.warmUp().dividedBy(first ? 1 : 4), target.operation(), 0);
            drain();
        }
        for (var round = 1; round <= options.rounds(); round++) {
            // what goes first takes turns too
            for (var target : round % 2 == 1 ? targets : targets.reversed()) {
                target.operation().prepare();
                database.execute("checkpoint");
                var memory = target.ours() ? processes.sampleMemory() : null;
                var before = cpu(target);
                var driver = Processes.ownCpuMs();
                var load = Load.run(clients, options.roundLength(), target.operation(), round);
                driver = Processes.ownCpuMs() - driver;
                var backlog = target.ours() ? backlog() : 0;
                var drained = System.nanoTime();
                if (target.ours()) {
                    // the work behind the answers belongs to the operation as well
                    drain();
                }
                var behindMs = (System.nanoTime() - drained) / 1e6;
                var after = cpu(target);
                var cpuMs = new LinkedHashMap<String, Double>();
                after.forEach((group, end) -> cpuMs.put(group, (end - before.get(group)) / Math.max(1, load.done())));
                cpuMs.put("driver", driver / Math.max(1, load.done()));
                var peak = memory == null ? OptionalLong.empty() : memory.stop();
                report.add(scenario, clients, target.name(), new Report.Round(load, cpuMs, peak, backlog, behindMs));
                progress("%s, %d clients, %s: round %d: %.0f/s, p99 %.1f ms%s", scenario, clients, target.name(), round,
                        load.rate(), load.ms(0.99), load.errors().isEmpty() ? "" : ", errors " + load.errors());
            }
        }
    }

    private static Map<String, Double> cpu(Target target) {
        var all = new LinkedHashMap<String, Double>();
        target.groups().forEach((name, group) -> group.cpuMs().ifPresent(ms -> all.put(name, ms)));
        return all;
    }

    /// Waits until the relay and the mailer have nothing left to do. A message between the two is in no table, so it
    /// looks several times.
    private void drain() throws SQLException, InterruptedException {
        var end = Instant.now().plus(DRAIN_LIMIT);
        var calm = 0;
        while (calm < 3) {
            if (Instant.now().isAfter(end)) {
                report.note("The events of a round were not all worked off within " + DRAIN_LIMIT.toSeconds() + " s: "
                        + backlog() + " were left.");
                return;
            }
            calm = backlog() == 0 ? calm + 1 : 0;
            Thread.sleep(calm == 0 ? 200 : 50);
        }
    }

    private long backlog() throws SQLException {
        return database.countIfThere("messaging.outbox", "true")
                + database.countIfThere("notifications.mail", "state in ('queued', 'sending')");
    }

    /// Statements, commits and WAL of one checkout. The outbox is held back while the requests are counted, by locking
    /// the shards that a relay would claim; then it's let go, and what happens behind the requests is counted too.
    private void count(Checkout checkout) throws Exception {
        if (options.count() == 0) {
            return;
        }
        var counter = new Counter(database);
        var random = new SplittableRandom(7);
        progress("counting: %d checkouts to settle, and an idle time", 100);
        checkout.prepare();
        // otherwise autovacuum does it in the middle, and its commits are counted too
        database.execute("vacuum (analyze)");
        database.execute("checkpoint");
        repeat(100, checkout, random);
        drain();
        Thread.sleep(STATS_DELAY);
        var idle = counter.start();
        Thread.sleep(STATS_DELAY.plusSeconds(4));
        var idleRate = counter.since(idle);

        progress("counting: %d checkouts", options.count());
        Counter.Counted requests;
        Counter.Counted all;
        checkout.prepare();
        var start = counter.start();
        try (var _ = Counter.RelayHold.take(options)) {
            repeat(options.count(), checkout, random);
            Thread.sleep(STATS_DELAY);
            requests = counter.since(start).minus(idleRate);
        }
        drain();
        Thread.sleep(STATS_DELAY);
        all = counter.since(start).minus(idleRate);

        Counter.Counted raw;
        try (var limit = new RawCheckout(database, 1, options.products())) {
            repeat(100, limit, random);
            Thread.sleep(STATS_DELAY);
            start = counter.start();
            repeat(options.count(), limit, random);
            Thread.sleep(STATS_DELAY);
            raw = counter.since(start).minus(idleRate);
        }
        report.counted(options.count(), requests, all, raw);
    }

    private static void repeat(int times, Operation operation, SplittableRandom random) throws Exception {
        for (var done = 0; done < times; done++) {
            operation.run(0, random);
        }
    }

    static void progress(String text, Object... values) {
        System.err.println("bench: " + text.formatted(values));
    }
}
