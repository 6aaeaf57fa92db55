import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/// Who and what there is: customers with money in their wallets, an operator, and a few products that all want.
final class World {

    static final int CUSTOMERS = 8;
    static final int PRICE = 1190;
    static final int WALLET = 1_000_000;
    private static final String PASSWORD = "walnut-harbour-faults-kettle";
    /// The first is scarce, so that the last piece is fought for.
    private static final List<Integer> PIECES = List.of(150, 1_000_000, 1_000_000, 1_000_000);

    final Api api;
    final List<Person> customers = new ArrayList<>();
    final Person operator;
    final List<String> products = new ArrayList<>();

    /// Somebody who logs in again when their token is too old.
    static final class Person {

        final String email;
        final String password;
        volatile String id = "";
        private volatile String token = "";

        Person(String email, String password) {
            this.email = email;
            this.password = password;
        }

        String token() {
            return token;
        }

        /// @return false if it didn't work now
        boolean logIn(Api api) {
            var answer = api.send("POST", "/v1/sessions", null, null,
                    "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
            answer.filter(found -> found.status() == 201).flatMap(found -> found.member("accessToken"))
                    .ifPresent(found -> token = found);
            return answer.map(Api.Answer::status).orElse(0) == 201;
        }
    }

    World(Api api, Api mails) {
        this.api = api;
        this.operator = new Person("admin@mainstay.example", "harbour-lantern-quartz-71");
        require(operator.logIn(api), "the operator can't log in");
        for (var number = 0; number < CUSTOMERS; number++) {
            customers.add(registered(mails));
        }
        for (var pieces : PIECES) {
            products.add(product(pieces));
        }
        customers.forEach(World::fill);
    }

    private Person registered(Api mails) {
        var person = new Person("faults-" + UUID.randomUUID() + "@mainstay.example", PASSWORD);
        api.must("POST", "/v1/accounts", null, null,
                "{\"email\":\"%s\",\"password\":\"%s\",\"name\":\"Faults\"}".formatted(person.email, PASSWORD), 202);
        var search = "/api/v1/search?query=" + URLEncoder.encode("to:" + person.email, StandardCharsets.UTF_8);
        for (var tries = 0; tries < 100; tries++) {
            var mail = mails.must("GET", search, null, null, null, 200).member("ID");
            if (mail.isPresent()) {
                var token = Pattern.compile("token=([A-Za-z0-9_-]+)")
                        .matcher(mails.must("GET", "/api/v1/message/" + mail.get(), null, null, null, 200).body());
                require(token.find(), "the mail has no link");
                api.must("POST", "/v1/email-verifications", null, null,
                        "{\"token\":\"%s\"}".formatted(token.group(1)), 204);
                require(person.logIn(api), "a customer can't log in");
                person.id = api.must("GET", "/v1/account", person.token(), null, null, 200).member("id").orElseThrow();
                return person;
            }
            pause(200);
        }
        throw new IllegalStateException("no mail came");
    }

    private String product(int pieces) {
        var id = api.must("POST", "/v1/products", operator.token(), UUID.randomUUID().toString(), """
                {"sku":"FAULTS-%s","name":"Wanted","description":"By all.","price":{"amount":%d,"currency":"EUR"},\
                "taxBasisPoints":1900}""".formatted(UUID.randomUUID(), PRICE), 201).member("id").orElseThrow();
        api.must("POST", "/v1/products/" + id + "/stock-adjustments", operator.token(), UUID.randomUUID().toString(),
                "{\"delta\":%d,\"reason\":\"Faults\"}".formatted(pieces), 201);
        return id;
    }

    /// As a bank would: money from outside, into a wallet that is opened by it.
    private static void fill(Person person) {
        Docker.sql("""
                do $$
                declare
                    person constant uuid := (select id from auth.account where email = '%s');
                    wallet constant uuid := ledger.account_id(person, 'account', 'wallet', 'EUR');
                    bank constant uuid := ledger.account_id(null, null, 'bank', 'EUR');
                    transfer constant uuid := gen_random_uuid();
                begin
                    insert into ledger.account (id, owner, owner_type, code, currency, kind, floor)
                    values (wallet, person, 'account', 'wallet', 'EUR', 'liability', 0) on conflict do nothing;
                    insert into ledger.account (id, code, currency, kind) values (bank, 'bank', 'EUR', 'asset')
                    on conflict do nothing;
                    with t as (insert into ledger.transfer (id, reference, description)
                               values (transfer, 'faults:' || transfer, 'For the fault harness'))
                    insert into ledger.entry (transfer_id, position, account_id, owner, currency, amount)
                    values (transfer, 1, bank, null, 'EUR', %d), (transfer, 2, wallet, person, 'EUR', -%d);
                end $$""".formatted(person.email, WALLET, WALLET));
    }

    static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
