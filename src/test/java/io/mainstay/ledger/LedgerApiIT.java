package io.mainstay.ledger;

import static io.mainstay.ledger.Books.CASH;
import static io.mainstay.ledger.Books.REVENUE;
import static io.mainstay.organizations.Tenants.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.authorization.Role;
import io.mainstay.authorization.Roles;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class LedgerApiIT {

    private static final String TRANSFERS = "/v1/ledger/transfers";

    @Autowired
    ApiClient api;
    @Autowired
    BeanFactory program;
    @Autowired
    Roles roles;

    private Books books;
    private Session operator;

    @BeforeEach
    void openTheBooks() {
        books = new Books(program);
        books.post(CASH, REVENUE, 1);
        operator = api.administrator();
    }

    @Test
    void postsATransferOnceHoweverOftenItIsSent() {
        var wallet = books.funded(100);
        var body = transfer(wallet, REVENUE, 30, "EUR");
        var first = api.post(operator, TRANSFERS, body, "key-" + wallet.id()).expectStatus().isCreated();
        var id = json(first).path("id").asString();
        first.expectHeader().valueEquals("Location", TRANSFERS + "/" + id);
        first.expectHeader().valueEquals("Cache-Control", "no-store");
        api.post(operator, TRANSFERS, body, "key-" + wallet.id()).expectStatus().isCreated().expectHeader()
                .valueEquals("Idempotent-Replayed", "true");
        refused(post(body), 409, "reference-used");

        var read = json(api.get(operator, TRANSFERS + "/" + id).expectStatus().isOk());
        assertThat(read.path("status").asString()).isEqualTo("posted");
        assertThat(read.path("metadata").path("postedBy").asString()).isEqualTo(operator.id().toString());
        assertThat(read.path("metadata").path("ticket").asString()).isEqualTo("7");
        assertThat(read.path("entries").get(0).path("ownerId").asString()).isEqualTo(String.valueOf(wallet.owner()));
        assertThat(books.available(wallet)).isEqualTo(70);
    }

    @Test
    void refusesBadInputAndWritesNothing() {
        var wallet = books.funded(100);
        var dollars = books.wallet("USD");
        refused(post(transfer(wallet, REVENUE, 0, "EUR")), 422, "validation-failed");
        refused(post(transfer(wallet, REVENUE, -5, "EUR")), 422, "validation-failed");
        refused(post(transfer(wallet, REVENUE, Long.MIN_VALUE, "EUR")), 422, "validation-failed");
        refused(post(transfer(wallet, REVENUE, 101, "EUR")), 409, "insufficient-funds");
        refused(post(transfer(wallet, REVENUE, Long.MAX_VALUE, "EUR")), 409, "insufficient-funds");
        refused(post(transfer(CASH, wallet, Long.MAX_VALUE, "EUR")), 409, "balance-out-of-range");
        refused(post(transfer(wallet, REVENUE, 5, "USD")), 422, "wrong-currency");
        refused(post(transfer(wallet, dollars, 5, "EUR")), 422, "wrong-currency");
        refused(post(transfer(wallet, LedgerAccount.of(LedgerOwner.of(operator.id()), "wallet", "EUR"), 5, "EUR")), 422,
                "unknown-account");
        var unbalanced = transfer(wallet, REVENUE, 5, "EUR");
        unbalanced.put("entries", List.of(entry(wallet, "debit", 5, "EUR"), entry(REVENUE, "credit", 4, "EUR")));
        refused(post(unbalanced), 422, "transfer-unbalanced");
        for (var change : List.<Map<String, Object>>of(Map.of("reference", "post:x"), Map.of("reference", "has space"),
                Map.of("reference", ""), Map.of("description", "x".repeat(201)), Map.of("description", "a\u0000b"),
                Map.of("metadata", Map.of("k", "x".repeat(1001))), Map.of("metadata", many(20, 1)),
                Map.of("metadata", many(19, 300)), Map.of("entries", List.of()),
                Map.of("expiresAt", Instant.now().minusSeconds(5).toString()),
                Map.of("expiresAt", "+999999999-12-31T23:59:59Z"))) {
            var body = transfer(wallet, REVENUE, 5, "EUR");
            body.putAll(change);
            refused(post(body), 422, "validation-failed");
        }
        for (var change : List.<Map<String, Object>>of(Map.of("postedAt", Instant.now().toString()),
                Map.of("entries", List.of(Map.of("direction", "sideways"))), Map.of("metadata", Map.of("k", 1)),
                Map.of("expiresAt", "tomorrow"))) {
            var body = transfer(wallet, REVENUE, 5, "EUR");
            body.putAll(change);
            assertThat(post(body).returnResult(String.class).getStatus().value()).as("%s", change)
                    .isIn(400, 422);
        }
        api.send(HttpMethod.POST, TRANSFERS, transfer(wallet, REVENUE, 5, "EUR"),
                headers -> headers.setBearerAuth(operator.token())).expectStatus().isBadRequest();
        assertThat(books.sums(wallet)).containsExactly(-100, 0);
        assertThat(books.sums(dollars)).containsExactly(0, 0);
    }

    @Test
    void holdsAndPostsAndVoids() {
        var wallet = books.funded(100);
        var hold = held(wallet, 60);
        assertThat(status(hold)).isEqualTo("pending");
        refused(api.post(operator, TRANSFERS + "/" + hold + "/post", amount(61, "EUR")), 422, "hold-exceeded");
        refused(api.post(operator, TRANSFERS + "/" + hold + "/post", amount(0, "EUR")), 422, "validation-failed");
        refused(api.post(operator, TRANSFERS + "/" + hold + "/post", amount(5, "USD")), 422, "wrong-currency");
        refused(api.post(operator, TRANSFERS + "/" + hold + "/reverse", Map.of("description", "x")), 409,
                "not-reversible");

        var post = json(api.post(operator, TRANSFERS + "/" + hold + "/post", amount(25, "EUR")).expectStatus()
                .isCreated()).path("id").asString();
        assertThat(status(hold)).isEqualTo("posted");
        assertThat(read(hold).path("resolvedBy").asString()).isEqualTo(post);
        assertThat(read(post).path("resolves").asString()).isEqualTo(hold);
        assertThat(books.available(wallet)).isEqualTo(75);
        refused(api.post(operator, TRANSFERS + "/" + hold + "/void", Map.of()), 409, "hold-resolved");
        refused(api.post(operator, TRANSFERS + "/" + post + "/void", Map.of()), 409, "not-a-hold");
        refused(api.post(operator, TRANSFERS + "/" + TransferId.next() + "/void", Map.of()), 404, "not-found");
        refused(api.post(operator, TRANSFERS + "/" + wallet.id() + "/void", Map.of()), 404, "not-found");

        var other = held(wallet, 60);
        api.post(operator, TRANSFERS + "/" + other + "/void", Map.of()).expectStatus().isCreated();
        assertThat(status(other)).isEqualTo("voided");
        var reversal = json(api.post(operator, TRANSFERS + "/" + post + "/reverse", Map.of("description", "Back"))
                .expectStatus().isCreated()).path("id").asString();
        assertThat(read(post).path("reversedBy").asString()).isEqualTo(reversal);
        refused(api.post(operator, TRANSFERS + "/" + post + "/reverse", Map.of("description", "Back")), 409,
                "already-reversed");
        assertThat(books.available(wallet)).isEqualTo(100);
    }

    @Test
    void postsABatchWhollyOrEachForItself() {
        var wallet = books.funded(100);
        var transfers = List.of(transfer(wallet, REVENUE, 60, "EUR"), transfer(wallet, REVENUE, 60, "EUR"),
                transfer(wallet, REVENUE, 0, "EUR"), transfer(wallet, REVENUE, 40, "EUR"));
        refused(batch("atomic", transfers.subList(0, 2)), 409, "insufficient-funds");
        refused(batch("atomic", transfers), 422, "validation-failed");
        assertThat(books.available(wallet)).isEqualTo(100);

        var outcomes = json(batch("perItem", transfers).expectStatus().isOk()).path("data");
        assertThat(outcomes.valueStream().map(outcome -> outcome.path("status").asString()))
                .containsExactly("posted", "refused", "refused", "posted");
        assertThat(outcomes.get(1).path("problem").path("code").asString()).isEqualTo("insufficient-funds");
        assertThat(outcomes.get(2).path("problem").path("code").asString()).isEqualTo("validation-failed");
        assertThat(books.available(wallet)).isZero();

        var back = List.of(transfer(CASH, wallet, 5, "EUR"), transfer(CASH, wallet, 6, "EUR"));
        assertThat(json(batch("atomic", back).expectStatus().isOk()).path("data").size()).isEqualTo(2);
        assertThat(books.available(wallet)).isEqualTo(11);
        refused(batch("atomic", List.of()), 422, "validation-failed");
        var hold = transfer(CASH, wallet, 5, "EUR");
        hold.put("expiresAt", Instant.now().plusSeconds(60).toString());
        refused(batch("atomic", List.of(hold)), 422, "validation-failed");
    }

    @Test
    void readsAccountsWithTheirBalancesAndStatements() {
        var wallet = books.funded(100);
        books.post(wallet, REVENUE, 30);
        var before = books.around().sql("select clock_timestamp()").query(java.time.OffsetDateTime.class).single()
                .toInstant();
        var hold = books.hold(wallet, REVENUE, 20);
        books.in(() -> program.getBean(Holds.class).post(hold, io.mainstay.money.Money.of(5, "EUR")));

        var account = "/v1/ledger/accounts/" + wallet.id();
        var now = json(api.get(operator, account).expectStatus().isOk());
        assertThat(now.path("ownerId").asString()).isEqualTo(String.valueOf(wallet.owner()));
        assertThat(now.path("balance").path("available").asLong()).isEqualTo(65);
        assertThat(json(api.get(operator, account + "?at=" + before)).path("balance").path("posted").asLong())
                .isEqualTo(70);
        assertThat(json(api.get(operator, account + "?at=1999-01-01T00:00:00Z")).path("balance").path("posted")
                .asLong()).isZero();
        api.get(operator, account + "?at=yesterday").expectStatus().isBadRequest();
        api.get(operator, account + "?at=%2B999999999-12-31T23:59:59Z").expectStatus().isBadRequest();
        api.get(operator, "/v1/ledger/accounts/" + new LedgerAccountId(UUID.randomUUID())).expectStatus().isNotFound();

        assertThat(lines(account, "")).containsExactly("5 0 -20 65", "0 0 20 70", "30 0 0 70", "0 100 0 100");
        assertThat(lines(account, "?limit=1")).containsExactly("5 0 -20 65");
        assertThat(paged(account + "/entries?limit=1", 4)).containsExactly("65", "70", "70", "100");
        assertThat(lines(account, "?to=" + before)).containsExactly("30 0 0 70", "0 100 0 100");
        assertThat(lines(account, "?from=" + before)).containsExactly("5 0 -20 65", "0 0 20 70");

        var listed = json(api.get(operator, "/v1/ledger/accounts?ownerId=" + wallet.owner())).path("data");
        assertThat(listed.valueStream().map(row -> row.path("id").asString())).containsExactly(wallet.id().toString());
        assertThat(json(api.get(operator, "/v1/ledger/accounts?limit=1")).path("nextCursor").isString()).isTrue();
        api.get(operator, "/v1/ledger/accounts?ownerId=x").expectStatus().isBadRequest();
    }

    @Test
    void listsTransfersInPages() {
        var ids = IntStream.range(0, 3).mapToObj(_ -> books.post(CASH, REVENUE, 1).toString()).toList();
        var first = json(api.get(operator, TRANSFERS + "?limit=2").expectStatus().isOk());
        assertThat(first.path("data").size()).isEqualTo(2);
        var all = json(api.get(operator, TRANSFERS + "?limit=100")).path("data").valueStream()
                .map(row -> row.path("id").asString()).toList();
        assertThat(all).containsAll(ids);
        assertThat(json(api.get(operator, TRANSFERS + "?limit=2&cursor=" + first.path("nextCursor").asString()))
                .path("data").get(0).path("id").asString()).isEqualTo(all.get(2));
    }

    @Test
    void balancesOnTrial() {
        var wallet = books.funded(100);
        var before = books.around().sql("select clock_timestamp()").query(java.time.OffsetDateTime.class).single()
                .toInstant();
        books.post(wallet, REVENUE, 30);
        for (var at : List.of("", "?at=" + before, "?at=2020-01-01T00:00:00Z", "?at=2999-01-01T00:00:00Z")) {
            var trial = json(api.get(operator, "/v1/ledger/trial-balance" + at).expectStatus().isOk());
            assertThat(trial.path("currencies").valueStream()).isNotEmpty()
                    .allMatch(currency -> currency.path("balanced").asBoolean());
        }
        assertThat(wallets("?at=" + before).path("credits").bigIntegerValue())
                .isEqualTo(wallets("").path("credits").bigIntegerValue());
        assertThat(wallets("").path("debits").bigIntegerValue().subtract(
                wallets("?at=" + before).path("debits").bigIntegerValue())).isEqualTo(30);
    }

    @Test
    void takesAPermissionAndAPersonWhoHasJustShownWhoTheyAre() {
        var wallet = books.funded(100);
        var body = transfer(wallet, REVENUE, 5, "EUR");
        var support = api.signedUp();
        roles.grant(support.id(), Role.SUPPORT);
        api.get(support, "/v1/ledger/accounts/" + wallet.id()).expectStatus().isOk();
        refused(api.post(support, TRANSFERS, body), 403, "forbidden");
        refused(api.post(api.signedUp(), TRANSFERS, body), 403, "forbidden");
        for (var post : PostTransferController.class.getDeclaredMethods()) {
            if (post.isAnnotationPresent(org.springframework.web.bind.annotation.PostMapping.class)) {
                assertThat(post.isAnnotationPresent(io.mainstay.caller.RequiresConfirmation.class)).as(post.getName())
                        .isTrue();
            }
        }
        // a key's scopes never show a person
        var key = json(api.post(operator, "/v1/api-keys", Map.of("name", "till", "scopes", List.of("ledger:write"),
                "expiresAt", Instant.now().plusSeconds(3600).toString())).expectStatus().isCreated());
        refused(api.send(HttpMethod.POST, TRANSFERS, body, headers -> {
            headers.setBearerAuth(key.path("token").asString());
            headers.set("Idempotency-Key", "k");
        }), 403, "forbidden");
        assertThat(books.available(wallet)).isEqualTo(100);
    }

    private JsonNode wallets(String query) {
        return json(api.get(operator, "/v1/ledger/trial-balance" + query)).path("currencies").valueStream()
                .filter(currency -> currency.path("currency").asString().equals("EUR"))
                .flatMap(currency -> currency.path("accounts").valueStream())
                .filter(line -> line.path("code").asString().equals("wallet")).findFirst().orElseThrow();
    }

    private List<String> lines(String account, String query) {
        return json(api.get(operator, account + "/entries" + query).expectStatus().isOk()).path("data").valueStream()
                .map(line -> line.path("debits").asLong() + " " + line.path("credits").asLong() + " "
                        + line.path("heldDebits").asLong() + " " + line.path("balance").asLong())
                .toList();
    }

    private List<String> paged(String address, int pages) {
        var balances = new java.util.ArrayList<String>();
        String cursor = null;
        for (var page = 0; page < pages; page++) {
            var read = json(api.get(operator, address + (cursor == null ? "" : "&cursor=" + cursor)));
            balances.add(read.path("data").get(0).path("balance").toString());
            cursor = read.path("nextCursor").asString(null);
        }
        assertThat(cursor).isNull();
        return balances;
    }

    private String held(LedgerAccount wallet, long amount) {
        var body = transfer(wallet, REVENUE, amount, "EUR");
        body.put("expiresAt", Instant.now().plusSeconds(3600).toString());
        return json(post(body).expectStatus().isCreated()).path("id").asString();
    }

    private JsonNode read(String id) {
        return json(api.get(operator, TRANSFERS + "/" + id).expectStatus().isOk());
    }

    private String status(String id) {
        return read(id).path("status").asString();
    }

    private ResponseSpec post(Object body) {
        return api.post(operator, TRANSFERS, body);
    }

    private ResponseSpec batch(String mode, List<? extends Map<String, Object>> transfers) {
        return api.post(operator, TRANSFERS + "/batch", Map.of("mode", mode, "transfers", transfers));
    }

    private static void refused(ResponseSpec answer, int status, String code) {
        var body = answer.expectBody(String.class).returnResult();
        assertThat(body.getStatus().value()).as("%s", body.getResponseBody()).isEqualTo(status);
        assertThat(body.getResponseBody()).contains("\"code\":\"" + code + "\"");
    }

    private static Map<String, Object> amount(long amount, String currency) {
        return Map.of("amount", Map.of("amount", amount, "currency", currency));
    }

    private static Map<String, String> many(int keys, int length) {
        var pairs = new HashMap<String, String>();
        IntStream.range(0, keys).forEach(key -> pairs.put("k" + key, "x".repeat(length)));
        return pairs;
    }

    private static Map<String, Object> transfer(LedgerAccount debit, LedgerAccount credit, long amount,
            @Nullable String currency) {
        return new HashMap<>(Map.of("reference", "manual:" + UUID.randomUUID(), "description", "By hand", "metadata",
                Map.of("ticket", "7"), "entries", List.of(entry(debit, "debit", amount, currency),
                        entry(credit, "credit", amount, currency))));
    }

    private static Map<String, Object> entry(LedgerAccount account, String direction, long amount,
            @Nullable String currency) {
        return Map.of("accountId", account.id().toString(), "direction", direction, "amount",
                Map.of("amount", amount, "currency", String.valueOf(currency)));
    }
}
