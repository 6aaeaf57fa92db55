import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Measures a running Mainstay beside the limit of the PostgreSQL under it: see docs/operating/benchmark.md.
///
/// A closed loop: each client sends its next request when it has the answer to the one before. Ours and the limit take
/// turns in one run on one machine, so their ratio means something where the rates alone don't.
///
/// Needs PostgreSQL's JDBC driver on the class path, and for the log-in's limit Bouncy Castle's provider.
final class Bench {

    private static final String HELP = """
            Usage: bench/run [OPTION...] [API_URL JDBC_URL]
                   java -cp POSTGRES_DRIVER[:BOUNCY_CASTLE] bench/Bench.java [OPTION...] API_URL JDBC_URL

              --clients 8,32        numbers of clients; the first and the last are compared
              --rounds 3            rounds of each measurement; the medians are reported
              --seconds 10          length of a round
              --warm-up 20          seconds before the first round of a scenario; a quarter of it before the others'
              --scenarios checkout,list,login
              --count 300           checkouts whose statements, commits and WAL are counted, one at a time; 0: none
              --products 200        products to order, each as often as any other
              --accounts 8          customers, registered through the API and the mail catcher
              --db-user postgres    a superuser
              --db-password postgres
              --administrator admin@mainstay.example:harbour-lantern-quartz-71
              --customers mira@mainstay.example:…,jonas@mainstay.example:…
                                    used where the mail catcher is out of reach
              --mails http://127.0.0.1:8025
              --label TEXT          what is measured, for the report's head
              --report FILE         writes the report there too
              --help
            """;

    private static final String SCHEMA = "bench";
    private static final String STATS_NAMESPACE = SCHEMA + "_stats";
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
        this.processes = Processes.find(options.api(), database);
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
            System.err.println(wrong.getMessage() + "\n\n" + HELP);
            System.exit(2);
            return;
        }
        if (options == null) {
            System.out.print(HELP);
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
        } finally {
            database.execute("drop schema if exists " + SCHEMA + " cascade");
            database.execute("drop schema if exists " + STATS_NAMESPACE + " cascade");
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

    /// One piece of work, as one client does it.
    private interface Operation {

        void run(int client, SplittableRandom random) throws Exception;

        default void prepare() throws Exception {}
    }

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
                report.add(scenario, clients, target.name(), new Round(load, cpuMs, peak, backlog, behindMs));
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

    // ------------------------------------------------------------------------------------------------- the counting

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
        try (var _ = RelayHold.take(options)) {
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

    /// Keeps relays from claiming a shard, as another relay at work would.
    private static final class RelayHold implements AutoCloseable {

        private final Connection connection;

        private RelayHold(Connection connection) {
            this.connection = connection;
        }

        static RelayHold take(Options options) throws SQLException {
            var connection = Database.connect(options);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement();
                    var there = statement.executeQuery("select to_regclass('messaging.outbox_shard') is not null")) {
                there.next();
                if (there.getBoolean(1)) {
                    try (var lock = connection.createStatement()) {
                        lock.execute("select shard from messaging.outbox_shard order by shard for update");
                    }
                }
            }
            return new RelayHold(connection);
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /// Differences of PostgreSQL's own counters.
    private static final class Counter {

        private static final Pattern TRANSACTION_CONTROL = Pattern
                .compile("(?is)\\s*(begin|start transaction|commit|end|rollback|savepoint|release)\\b.*");
        /// The relay looking for a shard, which the outbox's wake-ups make it do.
        private static final String RELAY = "messaging.outbox_shard";

        private final Database database;
        private final boolean statements;

        Counter(Database database) throws SQLException {
            this.database = database;
            this.statements = database.hasStatementStatistics(STATS_NAMESPACE);
        }

        record Start(Instant at, long commits, long walBytes, long fullPages, Map<String, Long> calls) {}

        /// @param calls by the statement's text
        record Counted(double seconds, double commits, double walBytes, double fullPages, Map<String, Double> calls,
                boolean statementsKnown) {

            /// Without the statements and commits of an idle application in that time. It writes next to no WAL.
            Counted minus(Counted idle) {
                var share = seconds / idle.seconds;
                var rest = new HashMap<>(calls);
                rest.replaceAll((text, count) -> count - share * idle.calls.getOrDefault(text, 0.0));
                return new Counted(seconds, commits - share * idle.commits, walBytes, fullPages, rest, statementsKnown);
            }

            double statements() {
                return calls.entrySet().stream()
                        .filter(call -> !TRANSACTION_CONTROL.matcher(call.getKey()).matches())
                        .mapToDouble(Map.Entry::getValue).sum();
            }

            /// While the shards are locked: one per transaction of the relay, which finds none.
            double relayRounds() {
                return calls.entrySet().stream().filter(call -> call.getKey().contains(RELAY))
                        .mapToDouble(Map.Entry::getValue).sum();
            }
        }

        Start start() throws SQLException {
            return new Start(Instant.now(), commits(), wal(), fullPages(), calls());
        }

        Counted since(Start start) throws SQLException {
            var calls = new HashMap<String, Double>();
            calls().forEach((text, count) -> {
                var more = count - start.calls.getOrDefault(text, 0L);
                if (more > 0) {
                    calls.put(text, (double) more);
                }
            });
            return new Counted(Duration.between(start.at, Instant.now()).toMillis() / 1000.0,
                    commits() - start.commits, wal() - start.walBytes, fullPages() - start.fullPages, calls,
                    statements);
        }

        /// Without this program's own.
        private long commits() throws SQLException {
            return database.number("select xact_commit from pg_stat_database where datname = current_database()")
                    - database.statements();
        }

        private long wal() throws SQLException {
            return database.number("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint");
        }

        private long fullPages() throws SQLException {
            return database.number("select wal_fpi from pg_stat_wal");
        }

        private Map<String, Long> calls() throws SQLException {
            if (!statements) {
                return Map.of();
            }
            return database.counts("""
                    select query, sum(calls)::bigint from %s.pg_stat_statements
                    where dbid = (select oid from pg_database where datname = current_database())
                      and (userid <> (select oid from pg_roles where rolname = current_user) or query like '%%%s.%%')
                      and query not like '%%pg_stat_statements%%'
                    group by query""".formatted(database.statementStatistics(), SCHEMA));
        }
    }

    // -------------------------------------------------------------------------------------------------------- ours

    /// What the run needs to be there: products with plenty of stock, and customers.
    private static final class Shop implements AutoCloseable {

        private static final int PIECES = 1_000_000;
        private static final Duration MAIL_WAIT = Duration.ofSeconds(30);

        private final Api api;
        private final Session administrator;
        private final List<Session> customers;
        private final List<Product> products = new ArrayList<>();

        private record Product(String id, String etag) {}

        private Shop(Api api, Session administrator, List<Session> customers) {
            this.api = api;
            this.administrator = administrator;
            this.customers = customers;
        }

        static Shop open(Api api, Options options) throws Exception {
            var administrator = Session.of(options.administrator());
            administrator.logIn(api);
            var run = Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT);
            var shop = new Shop(api, administrator, customers(api, options, run));
            progress("%d customers; adding %d products", shop.customers.size(), options.products());
            for (var number = 0; number < options.products(); number++) {
                shop.add(run, number);
            }
            return shop;
        }

        /// New ones where the mails can be read, otherwise those of the demo data.
        private static List<Session> customers(Api api, Options options, String run) throws Exception {
            var registered = new ArrayList<Session>();
            for (var number = 0; number < options.accounts(); number++) {
                var email = "bench-%s-%d@mainstay.example".formatted(run.toLowerCase(Locale.ROOT), number);
                var customer = new Session(email, "walnut-harbour-bench-" + number + "-kettle");
                try {
                    register(api, options.mails(), customer);
                } catch (IOException noMails) {
                    progress("no new customers (%s), so those of the demo data", noMails.getMessage());
                    registered.clear();
                    options.customers().forEach(credentials -> registered.add(Session.of(credentials)));
                    break;
                }
                registered.add(customer);
            }
            for (var customer : registered) {
                customer.logIn(api);
            }
            return List.copyOf(registered);
        }

        private static void register(Api api, URI mails, Session customer) throws Exception {
            api.call("POST", "/v1/accounts", null, null,
                    "{\"email\":\"%s\",\"password\":\"%s\",\"name\":\"Benchmark\"}".formatted(customer.email,
                            customer.password),
                    202);
            var catcher = new Api(mails);
            var search = "/api/v1/search?query="
                    + URLEncoder.encode("to:" + customer.email + " subject:confirm", StandardCharsets.UTF_8);
            var end = Instant.now().plus(MAIL_WAIT);
            while (Instant.now().isBefore(end)) {
                var found = Pattern.compile("\"ID\"\\s*:\\s*\"([^\"]+)\"")
                        .matcher(catcher.call("GET", search, null, null, null, 200).body());
                if (found.find()) {
                    var mail = catcher.call("GET", "/api/v1/message/" + found.group(1), null, null, null, 200).body();
                    var token = Pattern.compile("token=([A-Za-z0-9_-]+)").matcher(mail);
                    if (!token.find()) {
                        throw new Unusable("the verification mail has no token in it");
                    }
                    api.call("POST", "/v1/email-verifications", null, null,
                            "{\"token\":\"%s\"}".formatted(token.group(1)), 204);
                    return;
                }
                Thread.sleep(200);
            }
            throw new IOException("no mail at " + mails + " within " + MAIL_WAIT.toSeconds() + " s");
        }

        private void add(String run, int number) throws Exception {
            var product = """
                    {"sku":"BENCH-%s-%03d","name":"Benchmark product %d","description":"Exists for a measurement.",\
                    "price":{"amount":%d,"currency":"EUR"},"taxBasisPoints":1900}"""
                    .formatted(run, number, number, 500 + 7 * number);
            var answer = api.call("POST", "/v1/products", administrator.token(api), key(), product, 201);
            var added = new Product(Api.member(answer.body(), "id"), answer.headers().firstValue("ETag").orElse("*"));
            products.add(added);
            api.call("POST", "/v1/products/" + added.id + "/stock-adjustments", administrator.token(api), key(),
                    "{\"delta\":%d,\"reason\":\"Benchmark\"}".formatted(PIECES), 201);
        }

        Session customer(int client) {
            return customers.get(client % customers.size());
        }

        void renewTokens() throws Exception {
            for (var customer : customers) {
                customer.token(api);
            }
        }

        /// The products' orders stay, so the products do; but nobody sees them in the list any more.
        @Override
        public void close() {
            try {
                for (var product : products) {
                    api.retire(product.id, product.etag, administrator.token(api));
                }
            } catch (IOException refused) {
                progress("the benchmark's products stay in the catalogue: %s", refused.getMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Somebody who can log in.
    private static final class Session {

        private final String email;
        private final String password;
        private volatile String token = "";
        private volatile Instant renewAt = Instant.MIN;

        Session(String email, String password) {
            this.email = email;
            this.password = password;
        }

        static Session of(String credentials) {
            var colon = credentials.indexOf(':');
            return new Session(credentials.substring(0, colon), credentials.substring(colon + 1));
        }

        void logIn(Api api) throws IOException, InterruptedException {
            var answer = api.call("POST", "/v1/sessions", null, null,
                    "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password), 201).body();
            token = Api.member(answer, "accessToken");
            renewAt = Instant.now().plusSeconds(Long.parseLong(Api.member(answer, "expiresIn")) / 2);
        }

        /// A new one once half of its time is over.
        String token(Api api) throws IOException, InterruptedException {
            if (Instant.now().isAfter(renewAt)) {
                logIn(api);
            }
            return token;
        }

        /// The one there is: no client stops to log in within a round.
        String token() {
            return token;
        }
    }

    /// An order of two products, and its payment.
    private record Checkout(Api api, Shop shop) implements Operation {

        @Override
        public void prepare() throws Exception {
            shop.renewTokens();
        }

        @Override
        public void run(int client, SplittableRandom random) throws Exception {
            var products = shop.products;
            var first = random.nextInt(products.size());
            var second = (first + 1 + random.nextInt(products.size() - 1)) % products.size();
            var token = shop.customer(client).token();
            var order = api.call("POST", "/v1/orders", token, key(),
                    "{\"lines\":[{\"productId\":\"%s\",\"quantity\":1},{\"productId\":\"%s\",\"quantity\":2}]}"
                            .formatted(products.get(first).id, products.get(second).id),
                    201).body();
            api.call("POST", "/v1/orders/" + Api.member(order, "id") + "/pay", token, key(),
                    "{\"paymentMethod\":\"tok_4242\"}", 200);
        }
    }

    private record Listing(Api api, String path, String expected) implements Operation {

        @Override
        public void run(int client, SplittableRandom random) throws Exception {
            if (!api.call("GET", path, null, null, null, 200).body().contains(expected)) {
                throw new IOException("not a list");
            }
        }
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static final class Api {

        private static final Duration TIMEOUT = Duration.ofSeconds(20);

        private final URI address;
        private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5)).executor(Executors.newVirtualThreadPerTaskExecutor()).build();

        Api(URI address) {
            this.address = address;
        }

        HttpResponse<String> call(String method, String path, String token, String key, String body, int expected)
                throws IOException, InterruptedException {
            var request = request(method, path, token, body);
            if (key != null) {
                request.header("Idempotency-Key", key);
            }
            return send(request.build(), expected);
        }

        void retire(String product, String etag, String token) throws IOException, InterruptedException {
            var request = request("PATCH", "/v1/products/" + product, token, "{\"status\":\"retired\"}");
            send(request.header("If-Match", etag).build(), 200);
        }

        private HttpRequest.Builder request(String method, String path, String token, String body) {
            var request = HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT).method(method, body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return request;
        }

        private HttpResponse<String> send(HttpRequest request, int expected) throws IOException, InterruptedException {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                var code = Pattern.compile("\"code\"\\s*:\\s*\"([^\"]+)\"").matcher(answer.body());
                throw new IOException(request.method() + " " + pattern(request.uri()) + " answered "
                        + answer.statusCode() + (code.find() ? " " + code.group(1) : ""));
            }
            return answer;
        }

        /// So that errors can be counted by their kind.
        private static String pattern(URI uri) {
            return uri.getPath().replaceAll("_[0-9a-z]{26}", "_…");
        }

        /// The first member of that name, a text or a number.
        static String member(String json, String name) throws IOException {
            var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}]+)").matcher(json);
            if (!found.find()) {
                throw new IOException("no " + name + " in the answer");
            }
            return found.group(1);
        }
    }

    // --------------------------------------------------------------------------------------------------- the limits

    /// The least SQL that stores what a paid order stores, in one transaction: nine statements and the commit, each
    /// one round trip on a prepared statement. What the platform's ledger doesn't keep either is left out: balances.
    private static final class RawCheckout implements Operation, AutoCloseable {

        private static final String[] TABLES = {
                "create table %s.stock (product int primary key, available int not null check (available >= 0))"
                        + " with (fillfactor = 70)",
                "create table %s.idempotency (account int, key uuid, fingerprint bytea not null,"
                        + " status smallint not null, answer text not null, primary key (account, key))",
                "create table %s.customer_order (id bigint generated always as identity primary key,"
                        + " account int not null, status text not null, currency text not null, total bigint not null,"
                        + " placed_at timestamptz not null default now())",
                "create index on %s.customer_order (account, id)",
                "create table %s.order_line (order_id bigint references %1$s.customer_order, position smallint,"
                        + " product int not null, quantity int not null, unit_price bigint not null,"
                        + " primary key (order_id, position))",
                "create table %s.payment (id bigint generated always as identity primary key,"
                        + " order_id bigint not null unique references %1$s.customer_order, amount bigint not null,"
                        + " status text not null, provider_reference text not null)",
                "create table %s.transfer (id bigint generated always as identity primary key,"
                        + " reference bigint not null unique, posted_at timestamptz not null default now())",
                "create table %s.entry (transfer_id bigint references %1$s.transfer, position smallint,"
                        + " account int not null, amount bigint not null, primary key (transfer_id, position))",
                "create index on %s.entry (account, transfer_id)",
                "create table %s.outbox (id bigint generated always as identity primary key, type text not null,"
                        + " payload json not null, occurred_at timestamptz not null default now())"};

        private final List<Connection> connections = new ArrayList<>();
        private final List<Statements> clients = new ArrayList<>();
        private final int products;

        private record Statements(Connection connection, PreparedStatement idempotency, PreparedStatement stock,
                PreparedStatement order, PreparedStatement lines, PreparedStatement payment,
                PreparedStatement transfer, PreparedStatement entries, PreparedStatement outbox) {}

        static void create(Database database, int products) throws SQLException {
            database.execute("drop schema if exists " + SCHEMA + " cascade");
            database.execute("create schema " + SCHEMA);
            for (var table : TABLES) {
                database.execute(table.formatted(SCHEMA));
            }
            database.execute("insert into %s.stock select number, 1000000000 from generate_series(0, %d) as number"
                    .formatted(SCHEMA, products - 1));
        }

        RawCheckout(Database database, int clients, int products) throws SQLException {
            this.products = products;
            for (var client = 0; client < clients; client++) {
                var connection = database.another();
                connections.add(connection);
                connection.setAutoCommit(false);
                this.clients.add(new Statements(connection, prepare(connection,
                        "insert into %s.idempotency values (?, ?, ?, 201, ?)"),
                        prepare(connection,
                                "update %s.stock set available = available - ? where product = ? and available >= ?"),
                        prepare(connection, "insert into %s.customer_order (account, status, currency, total)"
                                + " values (?, 'confirmed', 'EUR', ?) returning id"),
                        prepare(connection, "insert into %s.order_line values (?, 1, ?, 1, ?), (?, 2, ?, 2, ?)"),
                        prepare(connection, "insert into %s.payment (order_id, amount, status, provider_reference)"
                                + " values (?, ?, 'succeeded', ?)"),
                        prepare(connection, "insert into %s.transfer (reference) values (?) returning id"),
                        prepare(connection,
                                "insert into %s.entry values (?, 1, 1, ?), (?, 2, 2, ?), (?, 3, 3, ?)"),
                        prepare(connection, "insert into %s.outbox (type, payload)"
                                + " values ('order.confirmed', ?::json)")));
            }
        }

        private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
            return connection.prepareStatement(sql.formatted(SCHEMA));
        }

        @Override
        public void run(int client, SplittableRandom random) throws SQLException {
            var on = clients.get(client);
            try {
                transaction(on, client, random);
                on.connection.commit();
            } catch (SQLException failed) {
                on.connection.rollback();
                throw failed;
            }
        }

        private void transaction(Statements on, int account, SplittableRandom random) throws SQLException {
            // locked in one order, as everywhere
            var one = random.nextInt(products);
            var other = (one + 1 + random.nextInt(products - 1)) % products;
            var first = Math.min(one, other);
            var second = Math.max(one, other);
            var firstPrice = 500L + 7 * first;
            var secondPrice = 500L + 7 * second;
            var total = firstPrice + 2 * secondPrice;
            var tax = total * 19 / 119;
            var fingerprint = new byte[32];
            Arrays.fill(fingerprint, (byte) account);
            bind(on.idempotency, account, UUID.randomUUID(), fingerprint,
                    "{\"status\":\"confirmed\",\"total\":%d}".formatted(total)).executeUpdate();
            take(on.stock, first, 1);
            take(on.stock, second, 2);
            var order = id(bind(on.order, account, total));
            bind(on.lines, order, first, firstPrice, order, second, secondPrice).executeUpdate();
            bind(on.payment, order, total, "ch_" + order).executeUpdate();
            var transfer = id(bind(on.transfer, order));
            bind(on.entries, transfer, total, transfer, tax - total, transfer, -tax).executeUpdate();
            bind(on.outbox, "{\"order\":%d,\"total\":%d,\"currency\":\"EUR\"}".formatted(order, total)).executeUpdate();
        }

        private static void take(PreparedStatement stock, int product, int quantity) throws SQLException {
            if (bind(stock, quantity, product, quantity).executeUpdate() != 1) {
                throw new SQLException("out of stock");
            }
        }

        private static PreparedStatement bind(PreparedStatement statement, Object... values) throws SQLException {
            for (var position = 0; position < values.length; position++) {
                statement.setObject(position + 1, values[position]);
            }
            return statement;
        }

        private static long id(PreparedStatement insert) throws SQLException {
            try (var row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }

        @Override
        public void close() throws SQLException {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    /// The first page of the catalogue as the application reads it: io.mainstay.catalog.Products.
    private static final class RawList implements Operation, AutoCloseable {

        static final String PAGE = """
                select p.id, p.sku, p.name, p.description, p.price_minor, p.currency, p.tax_basis_points, p.status,
                    p.created_at, p.version, s.on_hand > s.reserved as in_stock
                from catalog.product p join catalog.stock s on s.product_id = p.id
                where p.status = 'active' and (p.created_at, p.id) < (?, ?)
                order by p.created_at desc, p.id desc limit 21
                """;

        private final List<Connection> connections = new ArrayList<>();
        private final List<PreparedStatement> pages = new ArrayList<>();

        RawList(Database database, int clients) throws SQLException {
            for (var client = 0; client < clients; client++) {
                var connection = database.another();
                connections.add(connection);
                pages.add(prepare(connection));
            }
        }

        static PreparedStatement prepare(Connection connection) throws SQLException {
            var page = connection.prepareStatement(PAGE);
            page.setObject(1, OffsetDateTime.parse("9999-12-31T23:59:59Z"));
            page.setObject(2, new UUID(-1, -1));
            return page;
        }

        @Override
        public void run(int client, SplittableRandom random) throws SQLException {
            try (var rows = pages.get(client).executeQuery()) {
                while (rows.next()) {
                    for (var column = 1; column <= 11; column++) {
                        rows.getObject(column);
                    }
                }
            }
        }

        @Override
        public void close() throws SQLException {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    /// The list over HTTP with nothing in between: the JDK's server, a handful of connections, text put together by
    /// hand. In a process of its own, so that its processor time can be told from the driver's.
    private record Floor(Process process, URI address) implements AutoCloseable {

        private static final int CONNECTIONS = 10;

        static Floor start(Options options, Database database) throws IOException {
            var command = new ArrayList<String>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            // source-file mode leaves the file in this property
            var launched = System.getProperty("sun.java.command", "").split(" ");
            command.add(launched[0].startsWith("jdk.compiler/") ? launched[1] : Bench.class.getName());
            command.addAll(List.of("floor", database.url()));
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("BENCH_DB_USER", options.databaseUser());
            builder.environment().put("BENCH_DB_PASSWORD", options.databasePassword());
            var process = builder.start();
            var port = process.inputReader().readLine();
            if (port == null) {
                throw new Unusable("the floor did not start");
            }
            return new Floor(process, URI.create("http://127.0.0.1:" + port));
        }

        long pid() {
            return process.pid();
        }

        @Override
        public void close() {
            process.destroy();
        }

        /// The process itself; ends when its parent does.
        static void main(String[] arguments) throws Exception {
            // otherwise each small answer waits for the client's delayed acknowledgement
            System.setProperty("sun.net.httpserver.nodelay", "true");
            var pages = new ArrayBlockingQueue<PreparedStatement>(CONNECTIONS);
            for (var number = 0; number < CONNECTIONS; number++) {
                pages.add(RawList.prepare(DriverManager.getConnection(arguments[1], System.getenv("BENCH_DB_USER"),
                        System.getenv("BENCH_DB_PASSWORD"))));
            }
            var server = HttpServer
                    .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try (exchange) {
                    var body = page(pages).getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
            System.out.println(server.getAddress().getPort());
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }

        private static String page(ArrayBlockingQueue<PreparedStatement> pages) throws IOException {
            try {
                var page = pages.take();
                try (var rows = page.executeQuery()) {
                    return json(rows);
                } finally {
                    pages.add(page);
                }
            } catch (SQLException failed) {
                throw new IOException(failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException(stopped);
            }
        }

        private static String json(ResultSet rows) throws SQLException {
            var json = new StringBuilder(8192).append("{\"data\":[");
            for (var row = 0; row < 20 && rows.next(); row++) {
                json.append(row == 0 ? "" : ",").append("{\"id\":\"product_").append(rows.getObject(1, UUID.class));
                text(json, "\",\"sku\":", rows.getString(2));
                text(json, ",\"name\":", rows.getString(3));
                text(json, ",\"description\":", rows.getString(4));
                json.append(",\"price\":{\"amount\":").append(rows.getLong(5));
                text(json, ",\"currency\":", rows.getString(6));
                json.append("},\"taxBasisPoints\":").append(rows.getInt(7));
                text(json, ",\"status\":", rows.getString(8));
                json.append(",\"inStock\":").append(rows.getBoolean(11));
                text(json, ",\"createdAt\":", rows.getObject(9, OffsetDateTime.class).toInstant().toString());
                json.append('}');
            }
            return json.append("],\"nextCursor\":\"").append(key()).append("\"}").toString();
        }

        private static void text(StringBuilder json, String name, String value) {
            json.append(name).append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
    }

    /// The password hash that a log-in can't do without, with the parameters that the database's hashes name, as many
    /// at a time as there are processors. By reflection: the driver compiles without Bouncy Castle.
    private static final class PasswordHash implements Operation {

        private static final Pattern PARAMETERS = Pattern
                .compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$.*");
        private static final String PACKAGE = "org.bouncycastle.crypto.";

        private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
        private final Class<?> generator;
        private final Object parameters;
        private final Method init;
        private final Method generate;

        private PasswordHash(int memoryKib, int iterations, int lanes) throws ReflectiveOperationException {
            var builder = Class.forName(PACKAGE + "params.Argon2Parameters$Builder");
            var built = builder.getConstructor(int.class).newInstance(2);
            builder.getMethod("withVersion", int.class).invoke(built, 0x13);
            builder.getMethod("withMemoryAsKB", int.class).invoke(built, memoryKib);
            builder.getMethod("withIterations", int.class).invoke(built, iterations);
            builder.getMethod("withParallelism", int.class).invoke(built, lanes);
            builder.getMethod("withSalt", byte[].class).invoke(built, (Object) new byte[16]);
            this.parameters = builder.getMethod("build").invoke(built);
            this.generator = Class.forName(PACKAGE + "generators.Argon2BytesGenerator");
            this.init = generator.getMethod("init", parameters.getClass());
            this.generate = generator.getMethod("generateBytes", byte[].class, byte[].class);
        }

        /// Null without Bouncy Castle, or where passwords are hashed by something else.
        static PasswordHash find(Database database) throws SQLException, ReflectiveOperationException {
            try {
                Class.forName(PACKAGE + "generators.Argon2BytesGenerator");
            } catch (ClassNotFoundException _) {
                return null;
            }
            if (database.number("select count(*) from information_schema.columns"
                    + " where (table_schema, table_name, column_name) = ('auth', 'account', 'password_hash')") == 0) {
                return null;
            }
            var stored = PARAMETERS.matcher(database.text("select password_hash from auth.account limit 1"));
            return stored.matches() ? new PasswordHash(Integer.parseInt(stored.group(1)),
                    Integer.parseInt(stored.group(2)), Integer.parseInt(stored.group(3))) : null;
        }

        @Override
        public void run(int client, SplittableRandom random) throws Exception {
            processors.acquire();
            try {
                var hashing = generator.getConstructor().newInstance();
                init.invoke(hashing, parameters);
                generate.invoke(hashing, "a-password-of-usual-length".getBytes(StandardCharsets.UTF_8), new byte[32]);
            } finally {
                processors.release();
            }
        }
    }

    // ------------------------------------------------------------------------------------------------ the measuring

    /// What a closed loop did.
    ///
    /// @param latencies of the operations that succeeded, in ns, sorted
    /// @param errors how many, by their kind
    private record Load(double seconds, long[] latencies, Map<String, Integer> errors) {

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
                threads.add(Thread.ofVirtual().start(() -> {
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

    /// @param cpuMs per operation, by group of processes
    /// @param backlog events and mails waiting when the last answer had come
    /// @param behindMs how long they took
    private record Round(Load load, Map<String, Double> cpuMs, OptionalLong peakKib, long backlog, double behindMs) {}

    /// The processes behind the API and the database, by what Linux tells of them; elsewhere, or on another machine,
    /// nothing is known of them.
    private record Processes(Group application, Group database, Group redis) {

        private static final int TICK_MS = 10;
        private static final Group UNKNOWN = OptionalDouble::empty;

        /// Processor time that some processes have used.
        private interface Group {

            OptionalDouble cpuMs();

            default OptionalLong pssKib() {
                return OptionalLong.empty();
            }
        }

        /// A process without its children.
        private record One(long pid) implements Group {

            @Override
            public OptionalDouble cpuMs() {
                return stat(pid).map(stat -> OptionalDouble.of(stat.ownTicks * (double) TICK_MS))
                        .orElse(OptionalDouble.empty());
            }

            @Override
            public OptionalLong pssKib() {
                try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                    return lines.filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst();
                } catch (IOException | UncheckedIOException _) {
                    return OptionalLong.empty();
                }
            }
        }

        /// A process, its children, and those it had.
        private record Family(long pid) implements Group {

            @Override
            public OptionalDouble cpuMs() {
                var parent = stat(pid);
                if (parent.isEmpty()) {
                    return OptionalDouble.empty();
                }
                var ticks = parent.get().ownTicks + parent.get().endedChildrenTicks;
                for (var child : all()) {
                    if (child.parent == pid) {
                        ticks += child.ownTicks + child.endedChildrenTicks;
                    }
                }
                return OptionalDouble.of(ticks * (double) TICK_MS);
            }
        }

        /// One line of /proc/PID/stat; source: proc_pid_stat(5).
        private record Stat(long pid, String command, long parent, long ownTicks, long endedChildrenTicks) {}

        static Processes find(URI api, Database database) throws SQLException, IOException {
            var local = InetAddress.getByName(api.getHost()).isLoopbackAddress();
            var application = local ? listeningOn(api.getPort()) : OptionalLong.empty();
            var postgres = postmaster(database);
            var redis = application.isPresent()
                    ? all().stream().filter(process -> process.parent == application.getAsLong())
                            .filter(process -> process.command.startsWith("redis")).findFirst()
                    : Optional.<Stat>empty();
            return new Processes(application.isPresent() ? new One(application.getAsLong()) : UNKNOWN,
                    postgres.isPresent() ? new Family(postgres.getAsLong()) : UNKNOWN,
                    redis.isPresent() ? new One(redis.get().pid) : UNKNOWN);
        }

        Map<String, Group> ours() {
            var all = new LinkedHashMap<String, Group>();
            all.put("application", application);
            all.put("database", database);
            all.put("redis", redis);
            return all;
        }

        /// Takes part in no other process' time: the sampling itself is this program's.
        MemorySampler sampleMemory() {
            return new MemorySampler(application);
        }

        static double ownCpuMs() {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
        }

        /// Whoever has the socket; source: proc_net_tcp, proc_pid_fd(5).
        private static OptionalLong listeningOn(int port) {
            var ending = ":%04X".formatted(port);
            var sockets = new ArrayList<String>();
            for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                try (var lines = Files.lines(Path.of(table))) {
                    lines.map(line -> line.strip().split("\\s+"))
                            .filter(columns -> columns.length > 9 && columns[1].endsWith(ending)
                                    && columns[3].equals("0A"))
                            .forEach(columns -> sockets.add("socket:[" + columns[9] + "]"));
                } catch (IOException | UncheckedIOException _) {
                    // not Linux, or no such protocol
                }
            }
            return all().stream().filter(process -> holdsAny(process.pid, sockets)).mapToLong(Stat::pid).findFirst();
        }

        private static boolean holdsAny(long pid, List<String> sockets) {
            try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
                for (var file : files) {
                    if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                        return true;
                    }
                }
            } catch (IOException | DirectoryIteratorException _) {
                // ended meanwhile, or somebody else's
            }
            return false;
        }

        /// The parent of the process that serves our connection, which shows our port in its title: a container's
        /// process is found as well, whatever its id is called inside.
        private static OptionalLong postmaster(Database database) throws SQLException {
            var title = "(" + database.number("select coalesce(inet_client_port(), 0)") + ")";
            return all().stream().filter(process -> process.command.startsWith("postgres"))
                    .filter(process -> commandLine(process.pid).contains(title)).mapToLong(Stat::parent).findFirst();
        }

        private static String commandLine(long pid) {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            } catch (IOException _) {
                return "";
            }
        }

        private static List<Stat> all() {
            var all = new ArrayList<Stat>();
            try (var folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                folders.forEach(folder -> stat(Long.parseLong(folder.getFileName().toString())).ifPresent(all::add));
            } catch (IOException _) {
                // not Linux
            }
            return all;
        }

        private static Optional<Stat> stat(long pid) {
            try {
                var line = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
                // the name may contain anything, brackets and blanks too
                var name = line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'));
                var rest = line.substring(line.lastIndexOf(')') + 2).split(" ");
                return Optional.of(new Stat(pid, name, Long.parseLong(rest[1]),
                        Long.parseLong(rest[11]) + Long.parseLong(rest[12]),
                        Long.parseLong(rest[13]) + Long.parseLong(rest[14])));
            } catch (IOException _) {
                return Optional.empty();
            }
        }
    }

    /// The largest proportional set size seen.
    private static final class MemorySampler {

        private static final int PAUSE_MS = 1000;

        private final Thread thread;
        private final AtomicLong peakKib = new AtomicLong();

        MemorySampler(Processes.Group group) {
            thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        group.pssKib().ifPresent(kib -> peakKib.accumulateAndGet(kib, Math::max));
                        Thread.sleep(PAUSE_MS);
                    }
                } catch (InterruptedException _) {
                    // the round is over
                }
            });
        }

        OptionalLong stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
            return peakKib.get() == 0 ? OptionalLong.empty() : OptionalLong.of(peakKib.get());
        }
    }

    // ------------------------------------------------------------------------------------------------- the database

    /// The superuser's connection, for all but the load.
    private static final class Database implements AutoCloseable {

        private final Options options;
        private final Connection connection;
        private String statistics = "";
        private long statements;

        Database(Options options) {
            this.options = options;
            try {
                this.connection = connect(options);
                if (!text("show is_superuser").equals("on")) {
                    throw new Unusable("the database user " + options.databaseUser() + " is no superuser");
                }
            } catch (SQLException failed) {
                throw new Unusable("no connection to " + options.jdbc() + ": " + failed.getMessage());
            }
        }

        static Connection connect(Options options) throws SQLException {
            var properties = new Properties();
            properties.setProperty("user", options.databaseUser());
            properties.setProperty("password", options.databasePassword());
            properties.setProperty("ApplicationName", "bench");
            return DriverManager.getConnection(options.jdbc(), properties);
        }

        Connection another() throws SQLException {
            return connect(options);
        }

        String url() {
            return options.jdbc();
        }

        /// How many there were: each is a transaction.
        long statements() {
            return statements;
        }

        void execute(String sql) throws SQLException {
            statements++;
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        String text(String sql) throws SQLException {
            statements++;
            try (var statement = connection.createStatement(); var row = statement.executeQuery(sql)) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }

        long number(String sql) throws SQLException {
            return new BigInteger(text(sql)).longValueExact();
        }

        Map<String, Long> counts(String sql) throws SQLException {
            statements++;
            var counts = new HashMap<String, Long>();
            try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
            return counts;
        }

        long countIfThere(String table, String condition) throws SQLException {
            return number("select (to_regclass('" + table + "') is not null)::int") == 0 ? 0
                    : number("select count(*) from " + table + " where " + condition);
        }

        /// @param namespace where the extension is added if there's none
        boolean hasStatementStatistics(String namespace) throws SQLException {
            if (!text("show shared_preload_libraries").contains("pg_stat_statements")) {
                return false;
            }
            var place = "select coalesce((select nspname from pg_extension e join pg_namespace n"
                    + " on n.oid = e.extnamespace where extname = 'pg_stat_statements'), '')";
            if (text(place).isEmpty()) {
                execute("create schema if not exists " + namespace);
                execute("create extension pg_stat_statements schema " + namespace);
            }
            statistics = text(place);
            return true;
        }

        String statementStatistics() {
            return statistics;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    // --------------------------------------------------------------------------------------------------- the report

    private static final class Report {

        private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes",
                "wal_sync_method");

        private final Options options;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final String server;
        private final boolean linux;
        private final Map<Series, List<Round>> rounds = new LinkedHashMap<>();
        private final List<String> notes = new ArrayList<>();
        private int counted;
        private Counter.Counted requests;
        private Counter.Counted behindToo;
        private Counter.Counted raw;

        private record Series(String scenario, int clients, String target) {}

        private record Bar(String what, String must, String aim, String measured, Verdict verdict) {}

        private enum Verdict {
            AIM("reaches the aim"), MUST("passes"), FAILED("**fails**"), UNKNOWN("not measured");

            final String text;

            Verdict(String text) {
                this.text = text;
            }

            static Verdict atLeast(double value, double must, double aim) {
                return Double.isNaN(value) ? UNKNOWN : value >= aim ? AIM : value >= must ? MUST : FAILED;
            }

            static Verdict atMost(double value, double must, double aim) {
                return Double.isNaN(value) ? UNKNOWN : value <= aim ? AIM : value <= must ? MUST : FAILED;
            }
        }

        Report(Options options, Database database, Processes processes) throws SQLException {
            this.options = options;
            this.server = database.text("show server_version");
            this.linux = processes.application().cpuMs().isPresent();
            for (var setting : DURABILITY) {
                settings.put(setting, database.text("show " + setting));
            }
            if (database.number("select count(*) from pg_db_role_setting"
                    + " where array_to_string(setconfig, ' ') like '%synchronous_commit=off%'") > 0) {
                settings.put("synchronous_commit", "off for some role");
            }
            for (var setting : List.of("shared_buffers", "max_wal_size", "max_connections")) {
                settings.put(setting, database.text("show " + setting));
            }
        }

        void add(String scenario, int clients, String target, Round round) {
            rounds.computeIfAbsent(new Series(scenario, clients, target), _ -> new ArrayList<>()).add(round);
        }

        void counted(int times, Counter.Counted requests, Counter.Counted behindToo, Counter.Counted raw) {
            this.counted = times;
            this.requests = requests;
            this.behindToo = behindToo;
            this.raw = raw;
        }

        void note(String text) {
            if (!notes.contains(text)) {
                notes.add(text);
            }
        }

        String text() throws IOException {
            var text = new StringBuilder();
            head(text);
            bars(text);
            measurements(text);
            counts(text);
            errors(text);
            if (!notes.isEmpty()) {
                text.append("\n## Notes\n\n");
                notes.forEach(note -> text.append("- ").append(note).append('\n'));
            }
            return text.toString();
        }

        private void head(StringBuilder text) throws IOException {
            text.append("# Benchmark").append(options.label().isEmpty() ? "" : " of " + options.label()).append("\n\n")
                    .append(Instant.now().toString(), 0, 16).append(" UTC, ")
                    .append(Runtime.getRuntime().availableProcessors()).append(" processors").append(machineMemory())
                    .append(", Java ").append(Runtime.version().feature()).append(", PostgreSQL ").append(server)
                    .append(". ").append(options.rounds()).append(" alternating rounds of ")
                    .append(options.roundLength().toSeconds()).append(" s, medians; ").append(options.products())
                    .append(" products.\n\n");
            text.append(settings.entrySet().stream()
                    .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
                    .collect(Collectors.joining(", "))).append('\n');
            if (!durable()) {
                text.append("\n**This PostgreSQL may lose what it has committed: ")
                        .append("the run says nothing about the bars.**\n");
            }
        }

        private static String machineMemory() throws IOException {
            var file = Path.of("/proc/meminfo");
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().filter(line -> line.startsWith("MemTotal")).findFirst()
                            .map(line -> ", %.0f GiB".formatted(Long.parseLong(line.replaceAll("\\D", "")) / 1048576.0))
                            .orElse("")
                    : "";
        }

        private boolean durable() {
            return !settings.get("fsync").equals("off") && !settings.get("synchronous_commit").startsWith("off")
                    && !settings.get("full_page_writes").equals("off");
        }

        private void bars(StringBuilder text) {
            var few = options.clients().getFirst();
            var many = options.clients().getLast();
            var all = new ArrayList<Bar>();
            all.add(new Bar("committed means durable", "fsync, synchronous_commit, full_page_writes on", "",
                    durable() ? "all on" : "not all on", durable() ? Verdict.AIM : Verdict.FAILED));
            var rate = 100 * ratio("checkout", few, "SQL", round -> round.load.rate());
            all.add(new Bar("checkouts/s at " + few + " clients against the SQL alone", "≥ 20 %", "≥ 35 %",
                    format(rate, "%.1f %%"), Verdict.atLeast(rate, 20, 35)));
            var cpu = median("checkout", few, "ours", Report::serverCpu);
            all.add(new Bar("processor time per checkout, application + PostgreSQL + Redis", "≤ 7 ms", "≤ 4 ms",
                    format(cpu, "%.2f ms"), Verdict.atMost(cpu, 7, 4)));
            var statements = requests == null || !requests.statementsKnown() ? Double.NaN
                    : (requests.statements() - requests.relayRounds()) / counted;
            all.add(new Bar("SQL statements per checkout, in its requests", "≤ 25", "≤ 16",
                    format(statements, "%.1f"), Verdict.atMost(Math.rint(10 * statements) / 10, 25, 16)));
            var commits = commitsOfRequests();
            all.add(new Bar("commits per checkout, in its requests", "≤ 3", "≤ 2", format(commits, "%.2f"),
                    // one round of autovacuum makes up to this difference
                    Verdict.atMost(commits - 0.1, 3, 2)));
            var tail = ratio("checkout", few, "SQL", round -> round.load.ms(0.99));
            all.add(new Bar("p99 of a checkout at " + few + " clients against the SQL alone", "≤ 5 ×", "≤ 2.5 ×",
                    format(tail, "%.1f ×"), Verdict.atMost(tail, 5, 2.5)));
            var kept = 100 * median("checkout", many, "ours", round -> round.load.rate())
                    / median("checkout", few, "ours", round -> round.load.rate());
            var failed = failed("checkout", many);
            all.add(new Bar("checkouts/s at " + many + " clients against " + few, "≥ 75 %, no error", "≥ 90 %",
                    format(kept, "%.0f %%") + (failed == 0 ? "" : ", " + failed + " errors"),
                    failed > 0 ? Verdict.FAILED : Verdict.atLeast(kept, 75, 90)));
            var list = 100 * ratio("list", few, "floor", round -> round.load.rate());
            all.add(new Bar("list of 20 at " + few + " clients against the bare JVM (floor)", "≥ 35 %", "≥ 50 %",
                    format(list, "%.1f %%"), Verdict.atLeast(list, 35, 50)));
            var login = median("login", few, "ours", Report::serverCpu)
                    - median("login", few, "hash", round -> round.cpuMs.getOrDefault("application", Double.NaN));
            all.add(new Bar("processor time of a log-in beyond the password hash", "≤ 3 ms", "",
                    format(login, "%.2f ms"), Verdict.atMost(login, 3, 3)));
            var memory = rounds.entrySet().stream().filter(entry -> entry.getKey().clients == many)
                    .flatMap(entry -> entry.getValue().stream()).flatMapToLong(round -> round.peakKib.stream())
                    .mapToDouble(kib -> kib * 1.024e-3).max().orElse(Double.NaN);
            all.add(new Bar("the application's memory (PSS) at " + many + " clients", "≤ 450 MB", "≤ 350 MB",
                    format(memory, "%.0f MB"), Verdict.atMost(memory, 450, 350)));

            text.append("\n## Bars\n\n| what | must | aim | measured | |\n|---|---|---|---|---|\n");
            all.forEach(bar -> text.append("| ").append(String.join(" | ", bar.what, bar.must, bar.aim, bar.measured,
                    bar.verdict.text)).append(" |\n"));
        }

        private void measurements(StringBuilder text) {
            text.append("\n## Measurements\n\n").append("""
                    CPU is processor time in ms per operation; *driver* is this program's own, on the same machine. The \
                    least and the greatest rate of the rounds are in brackets.

                    """).append("| scenario | clients | | per second | of the limit | p50 ms | p95 ms | p99 ms |")
                    .append(" errors | CPU application | CPU PostgreSQL | CPU Redis | CPU driver | PSS MB |\n")
                    .append("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
            rounds.keySet().forEach(series -> text.append("| ").append(String.join(" | ", row(series))).append(" |\n"));
            var backlog = rounds.values().stream().flatMap(List::stream).max(Comparator.comparingLong(Round::backlog));
            backlog.filter(round -> round.backlog > 0).ifPresent(round -> text.append(
                    "\nAfter the busiest round %d events and mails were waiting; they took %.1f s.\n"
                            .formatted(round.backlog, round.behindMs / 1000)));
            if (!linux) {
                note("Processor time and memory are known only on Linux, of processes on this machine that the driver "
                        + "may look into.");
            }
        }

        private List<String> row(Series series) {
            var values = rounds.get(series);
            var rates = values.stream().mapToDouble(round -> round.load.rate()).summaryStatistics();
            var ours = median(series, round -> round.load.rate());
            var limits = rounds.keySet().stream()
                    .filter(other -> other.scenario.equals(series.scenario) && other.clients == series.clients
                            && !other.target.equals("ours"))
                    .map(other -> "%.0f %% of %s".formatted(100 * ours / median(other, round -> round.load.rate()),
                            other.target))
                    .collect(Collectors.joining(", "));
            return List.of(series.scenario, String.valueOf(series.clients), series.target,
                    "%.0f (%.0f–%.0f)".formatted(ours, rates.getMin(), rates.getMax()),
                    series.target.equals("ours") ? limits : "",
                    format(median(series, round -> round.load.ms(0.5)), "%.2f"),
                    format(median(series, round -> round.load.ms(0.95)), "%.2f"),
                    format(median(series, round -> round.load.ms(0.99)), "%.2f"),
                    String.valueOf(values.stream().mapToInt(round -> round.load.failed()).sum()),
                    cpu(series, "application"), cpu(series, "database"), cpu(series, "redis"), cpu(series, "driver"),
                    values.stream().flatMapToLong(round -> round.peakKib.stream()).max().stream()
                            .mapToObj(kib -> "%.0f".formatted(kib * 1.024e-3)).findFirst().orElse(""));
        }

        private String cpu(Series series, String group) {
            return format(median(series, round -> round.cpuMs.getOrDefault(group, Double.NaN)), "%.2f");
        }

        private void counts(StringBuilder text) {
            if (requests == null) {
                return;
            }
            text.append("\n## What a checkout costs PostgreSQL\n\n").append("""
                    %d checkouts, one at a time, after 100 others; an idle application's statements and commits are \
                    taken off. *Behind it* is what the relay, the listener and the mailer do afterwards.

                    """.formatted(counted))
                    .append("| | statements | commits | WAL bytes | full-page images |\n|---|--:|--:|--:|--:|\n");
            var known = requests.statementsKnown();
            var rounds = known ? requests.relayRounds() : 0;
            costs(text, "a checkout's requests", known ? requests.statements() - rounds : Double.NaN,
                    requests.commits() - rounds, requests.walBytes(), requests.fullPages());
            costs(text, "with the work behind it", known ? behindToo.statements() - rounds : Double.NaN,
                    behindToo.commits() - rounds, behindToo.walBytes(), behindToo.fullPages());
            costs(text, "the SQL alone", known ? raw.statements() : Double.NaN, raw.commits(), raw.walBytes(),
                    raw.fullPages());
            if (!known) {
                note("Statements are not counted: pg_stat_statements isn't in shared_preload_libraries.");
                return;
            }
            text.append("\n<details><summary>Each statement</summary>\n\n")
                    .append("| per checkout | in its requests | statement |\n|--:|--:|---|\n");
            behindToo.calls().entrySet().stream().filter(call -> call.getValue() / counted >= 0.005)
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(call -> text.append("| %.2f | %.2f | `%s` |\n".formatted(call.getValue() / counted,
                            requests.calls().getOrDefault(call.getKey(), 0.0) / counted, oneLine(call.getKey()))));
            text.append("\n</details>\n");
        }

        private void costs(StringBuilder text, String what, double statements, double commits, double wal,
                double pages) {
            text.append("| %s | %s | %.2f | %,.0f | %.2f |\n".formatted(what, format(statements / counted, "%.1f"),
                    commits / counted, wal / counted, pages / counted));
        }

        private double commitsOfRequests() {
            return requests == null ? Double.NaN
                    : (requests.commits() - (requests.statementsKnown() ? requests.relayRounds() : 0)) / counted;
        }

        private void errors(StringBuilder text) {
            var kinds = new TreeMap<String, Integer>();
            rounds.values().stream().flatMap(List::stream).forEach(
                    round -> round.load.errors().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum)));
            if (!kinds.isEmpty()) {
                text.append("\n## Errors\n\n");
                kinds.forEach((kind, count) -> text.append("- %d × %s%n".formatted(count, kind)));
            }
        }

        private int failed(String scenario, int clients) {
            return rounds.getOrDefault(new Series(scenario, clients, "ours"), List.of()).stream()
                    .mapToInt(round -> round.load.failed()).sum();
        }

        private static double serverCpu(Round round) {
            return round.cpuMs.containsKey("application") && round.cpuMs.containsKey("database")
                    ? round.cpuMs.entrySet().stream().filter(entry -> !entry.getKey().equals("driver"))
                            .mapToDouble(Map.Entry::getValue).sum()
                    : Double.NaN;
        }

        private double ratio(String scenario, int clients, String limit, ToDoubleFunction<Round> value) {
            return median(scenario, clients, "ours", value) / median(scenario, clients, limit, value);
        }

        private double median(String scenario, int clients, String target, ToDoubleFunction<Round> value) {
            return median(new Series(scenario, clients, target), value);
        }

        private double median(Series series, ToDoubleFunction<Round> value) {
            var sorted = rounds.getOrDefault(series, List.of()).stream().mapToDouble(value).sorted().toArray();
            var middle = sorted.length / 2;
            return sorted.length == 0 ? Double.NaN
                    : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        private static String format(double value, String pattern) {
            return Double.isNaN(value) ? "–" : pattern.formatted(value);
        }

        private static String oneLine(String sql) {
            var line = sql.replaceAll("\\s+", " ").replace("|", "\\|").replace('`', '\'').strip();
            return line.length() <= 160 ? line : line.substring(0, 159) + "…";
        }
    }

    // ----------------------------------------------------------------------------------------------------- the rest

    /// @param report null: on the standard output alone
    private record Options(URI api, String jdbc, List<Integer> clients, int rounds, Duration roundLength,
            Duration warmUp, List<String> scenarios, int count, int products, int accounts, String databaseUser,
            String databasePassword, String administrator, List<String> customers, URI mails, String label,
            Path report) {

        private static final List<String> ALL = List.of("checkout", "list", "login");

        /// @return null if help was asked for
        static Options parse(String[] arguments) {
            var values = new HashMap<String, String>(Map.ofEntries(Map.entry("--clients", "8,32"),
                    Map.entry("--rounds", "3"), Map.entry("--seconds", "10"), Map.entry("--warm-up", "20"),
                    Map.entry("--scenarios", String.join(",", ALL)), Map.entry("--count", "300"),
                    Map.entry("--products", "200"), Map.entry("--accounts", "8"), Map.entry("--db-user", "postgres"),
                    Map.entry("--db-password", "postgres"),
                    Map.entry("--administrator", "admin@mainstay.example:harbour-lantern-quartz-71"),
                    Map.entry("--customers", "mira@mainstay.example:velvet-compass-orchard-28,"
                            + "jonas@mainstay.example:copper-meadow-whistle-54"),
                    Map.entry("--mails", "http://127.0.0.1:8025"), Map.entry("--label", ""),
                    Map.entry("--report", "")));
            var addresses = new ArrayList<String>();
            for (var position = 0; position < arguments.length; position++) {
                var argument = arguments[position];
                if (argument.equals("--help") || argument.equals("-h")) {
                    return null;
                }
                if (!argument.startsWith("--")) {
                    addresses.add(argument);
                } else if (!values.containsKey(argument)) {
                    throw new IllegalArgumentException("bench: there is no option " + argument);
                } else if (position + 1 == arguments.length) {
                    throw new IllegalArgumentException("bench: " + argument + " needs a value");
                } else {
                    values.put(argument, arguments[++position]);
                }
            }
            if (addresses.size() != 2 || !addresses.getFirst().startsWith("http")
                    || !addresses.getLast().startsWith("jdbc:")) {
                throw new IllegalArgumentException("bench: give the API's URL and the database's JDBC URL");
            }
            var scenarios = List.of(values.get("--scenarios").split(","));
            if (!ALL.containsAll(scenarios)) {
                throw new IllegalArgumentException("bench: --scenarios takes " + String.join(", ", ALL));
            }
            var clients = Arrays.stream(values.get("--clients").split(",")).map(text -> number("--clients", text, 1))
                    .toList();
            return new Options(URI.create(addresses.get(0)), addresses.get(1), clients,
                    number("--rounds", values.get("--rounds"), 1),
                    Duration.ofSeconds(number("--seconds", values.get("--seconds"), 1)),
                    Duration.ofSeconds(number("--warm-up", values.get("--warm-up"), 0)), scenarios,
                    number("--count", values.get("--count"), 0), number("--products", values.get("--products"), 3),
                    number("--accounts", values.get("--accounts"), 1), values.get("--db-user"),
                    values.get("--db-password"), values.get("--administrator"),
                    List.of(values.get("--customers").split(",")), URI.create(values.get("--mails")),
                    values.get("--label"), values.get("--report").isEmpty() ? null : Path.of(values.get("--report")));
        }

        private static int number(String option, String text, int least) {
            try {
                var number = Integer.parseInt(text);
                if (number >= least) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // falls through to the refusal
            }
            throw new IllegalArgumentException("bench: " + option + " takes numbers from " + least);
        }
    }

    /// What a person has to put right before there's anything to measure.
    private static final class Unusable extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    private static void progress(String text, Object... values) {
        System.err.println("bench: " + text.formatted(values));
    }
}
