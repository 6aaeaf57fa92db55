import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// What the run needs to be there: products with plenty of stock, and customers.
final class Shop implements AutoCloseable {

    private static final int PIECES = 1_000_000;
    private static final Duration MAIL_WAIT = Duration.ofSeconds(30);

    private final Api api;
    private final Session administrator;
    private final List<Session> customers;
    final List<Product> products = new ArrayList<>();

    record Product(String id, String etag) {}

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
        Bench.progress("%d customers; adding %d products", shop.customers.size(), options.products());
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
                Bench.progress("no new customers (%s), so those of the demo data", noMails.getMessage());
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
        var answer = api.call("POST", "/v1/products", administrator.token(api), Api.key(), product, 201);
        var added = new Product(Api.member(answer.body(), "id"),
                Objects.requireNonNullElse(answer.header("ETag"), "*"));
        products.add(added);
        api.call("POST", "/v1/products/" + added.id + "/stock-adjustments", administrator.token(api), Api.key(),
                "{\"delta\":%d,\"reason\":\"Benchmark\"}".formatted(PIECES), 201);
    }

    Session administrator() {
        return administrator;
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
            Bench.progress("the benchmark's products stay in the catalogue: %s", refused.getMessage());
        }
    }
}
