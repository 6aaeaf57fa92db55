package io.mainstay.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.catalog.Catalog;
import io.mainstay.ids.TypeId;
import io.mainstay.orders.Shop;
import io.mainstay.providers.OperationId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

/// The sandbox provider's settlement report against what happened here, and reports that say something else. All tests share
/// one provider, so each looks at its own operations alone. An order of two at 11.90 is 23.80.
@IntegrationTest
class ReconciliationIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String HEADER = "id,type,operation,amount,fee,currency,at\n";

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Owner tables;
    @Autowired
    Environment environment;

    private Shop shop;
    private Session customer;
    private Session operator;
    private Instant begun;

    @BeforeEach
    void open() {
        shop = new Shop(api, catalog, transactions);
        customer = api.signedUp();
        operator = api.administrator();
        begun = Instant.now().minusSeconds(1);
    }

    @Test
    void settlesWhatTheProviderHasPaidOut() throws Exception {
        var paid = paid();
        var refund = json(api.post(operator, "/v1/payments/" + paid.path("id").asString() + "/refunds",
                Map.of("reason", "x", "amount", Map.of("amount", 1000, "currency", "EUR"))).expectStatus().isCreated())
                .path("id").asString();
        var report = settlements();
        var job = imported(report);
        assertThat(job.path("status").asString()).isEqualTo("succeeded");
        assertThat(job.at("/result/importedBefore").asBoolean()).isFalse();
        assertThat(kinds(operation(paid))).isEmpty();
        assertThat(kinds(refund)).isEmpty();
        // 1.4 % and 25 of 2380 are 58
        assertThat(posted(operation(paid))).isEqualTo(
                Map.of("bank", 2322L, "fees", 58L, "psp_receivable", -2380L));
        assertThat(posted(refund)).isEqualTo(Map.of("bank", -1000L, "psp_receivable", 1000L));

        // the same file again, and the same lines in another file: nothing new
        assertThat(imported(report).at("/result/importedBefore").asBoolean()).isTrue();
        assertThat(imported(report.replace("bt_", "bt_").stripTrailing() + "\r\n").at("/result/lines").asInt())
                .isZero();
        assertThat(posted(operation(paid))).isEqualTo(
                Map.of("bank", 2322L, "fees", 58L, "psp_receivable", -2380L));
        var read = json(api.get(operator, "/v1/settlement-reports/" + job.at("/result/reportId").asString())
                .expectStatus().isOk());
        assertThat(read.path("provider").asString()).isEqualTo("sandbox");
        api.get(operator, "/v1/settlement-reports").expectStatus().isOk().expectBody().jsonPath("$.data").isNotEmpty();
    }

    @Test
    void findsEachDifferenceOnce() {
        var same = operation(paid());
        var other = operation(paid());
        var declined = declined();
        var strange = OperationId.next().toString();
        var lines = HEADER + line("1", "capture", same, 2380) + line("2", "capture", other, 2379)
                + line("3", "capture", declined, 2380) + line("4", "capture", strange, 500)
                + line("5", "fee", "terminal rent", 100);
        assertThat(imported(lines).at("/result/lines").asInt()).isEqualTo(5);
        assertThat(kinds(same)).isEmpty();
        assertThat(kinds(other)).containsExactly("differs");
        assertThat(kinds(declined)).containsExactly("notSucceededHere");
        assertThat(kinds(strange)).containsExactly("unknownHere");
        assertThat(posted(strange)).isEqualTo(Map.of("bank", 495L, "fees", 5L, "settlement_suspense", -500L));
        // told otherwise in another report: it stays what it was, and somebody has to look
        imported(HEADER + line("1", "capture", same, 2000));
        assertThat(kinds(same)).containsExactly("changed");
        assertThat(posted(same)).isEqualTo(Map.of("bank", 2375L, "fees", 5L, "psp_receivable", -2380L));
    }

    @Test
    void findsWhatTheLedgerDoesNotHave() {
        var paid = operation(paid());
        tables.jdbc().sql("""
                alter table ledger.transfer disable trigger append_only;
                update ledger.transfer set reference = 'gone:%1$s' where reference = 'capture:%1$s';
                alter table ledger.transfer enable trigger append_only""".formatted(paid)).update();
        imported(HEADER + line("1", "capture", paid, 2380));
        assertThat(kinds(paid)).containsExactly("notInLedger");
    }

    @Test
    void findsWhatTheProviderDoesNotHaveUntilItComesAfterAll() {
        var paid = operation(paid());
        imported(HEADER + line("1", "capture", OperationId.next().toString(), 1));
        assertThat(kinds(paid)).containsExactly("missingAtProvider");
        assertThat(open(paid)).hasSize(1);
        imported(HEADER + line("2", "capture", paid, 2380));
        assertThat(open(paid)).isEmpty();
    }

    @Test
    void isResolvedOnceWithAReason() {
        var strange = OperationId.next().toString();
        imported(HEADER + line("1", "capture", strange, 500));
        var id = open(strange).getFirst().path("id").asString();
        var place = "/v1/reconciliation-breaks/" + id;
        assertThat(json(api.get(operator, place).expectStatus().isOk()).path("ageDays").asInt()).isZero();
        api.post(operator, place + "/resolve", Map.of("reason", "")).expectStatus().isEqualTo(422);
        var resolved = json(api.post(operator, place + "/resolve", Map.of("reason", "Their mistake")).expectStatus()
                .isOk());
        assertThat(resolved.path("resolvedBy").asString()).isEqualTo(operator.id().toString());
        api.post(operator, place + "/resolve", Map.of("reason", "Again")).expectStatus().isEqualTo(409);
        assertThat(open(strange)).isEmpty();
        api.get(operator, "/v1/reconciliation-breaks?resolved=true").expectStatus().isOk().expectBody()
                .jsonPath("$.data").isNotEmpty();
        assertThatThrownBy(() -> tables.jdbc().sql("update reconciliation.break set reason = 'x' where id = :id")
                .param("id", TypeId.decode("break", id)).update()).rootCause().hasMessageContaining("resolved once");
    }

    /// Nothing of it, and each mistake by its line.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                                                     | /lines/1/id
            id;type                                                               | /lines/1/id
            ~a,capture,operation_1,5,0,EUR,@~,capture,operation_2,5,0,EUR,@       | /lines/3/id
            ~a,capture,o,5,0,EUR                                                  | /lines/2/id
            ~a,capture,o,-5,0,EUR,@                                               | /lines/2/amount
            ~a,capture,o,0,0,EUR,@                                                | /lines/2/amount
            ~a,capture,o,5.00,0,EUR,@                                             | /lines/2/amount
            ~a,capture,o,99999999999999999999,0,EUR,@                             | /lines/2/amount
            ~a,capture,o,5,6,EUR,@                                                | /lines/2/amount
            ~a,capture,o,5,0,EURO,@                                               | /lines/2/amount
            ~a,,o,5,0,EUR,@                                                       | /lines/2/type
            ~a,capture,o,5,0,EUR,yesterday                                        | /lines/2/at
            ~a,capture,o,5,0,EUR,2001-01-01T00:00:00Z                             | /lines/2/at
            ~a,capture,o,5,0,EUR,@~a,capture,p,5,0,EUR,@                          | /lines/3/id
            ~"a,capture,o,5,0,EUR,@                                               | /lines/2/id
            """)
    void refusesAFileWithGarbage(String text, String pointer) {
        var before = counts();
        var body = text == null
                ? " "
                : (text.startsWith("~") ? HEADER.strip() : "") + text.replace("~", "\n").replace("@",
                        Instant.now().toString());
        var job = imported(body);
        assertThat(job.path("status").asString()).isEqualTo("failed");
        assertThat(job.at("/error/code").asString()).isEqualTo("validation-failed");
        assertThat(job.at("/error/errors").valueStream().map(error -> error.path("pointer").asString()))
                .contains(pointer);
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void isForWhoeverMayReconcileAndBounded() {
        var path = "/v1/settlement-reports?provider=sandbox&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z";
        api.upload(customer, path, HEADER).expectStatus().isForbidden();
        api.upload(operator, path.replace("sandbox", "nobody"), HEADER).expectStatus().isEqualTo(422);
        api.upload(operator, path.replace("2026-02", "2025-02"), HEADER).expectStatus().isBadRequest();
        api.upload(operator, path, "x".repeat(1_048_577)).expectStatus().isEqualTo(413);
        api.post(operator, path, Map.of()).expectStatus().isEqualTo(415);
        api.get(customer, "/v1/reconciliation-breaks").expectStatus().isForbidden();
        api.get(operator, "/v1/settlement-reports/settlementreport_01h455vb4pex5vsknk084sn02q").expectStatus()
                .isNotFound();
        api.post(operator, "/v1/reconciliation-breaks/break_01h455vb4pex5vsknk084sn02q/resolve",
                Map.of("reason", "x")).expectStatus().isNotFound();
    }

    private JsonNode paid() {
        var order = shop.placed(customer, shop.product(2), 2);
        return json(shop.pay(customer, order, "tok_4242").expectStatus().isOk());
    }

    private String declined() {
        var order = shop.placed(customer, shop.product(2), 2);
        shop.pay(customer, order, "tok_0002").expectStatus().isEqualTo(402);
        return json(api.get(customer, "/v1/orders/" + order)).at("/payment/operations/0/id").asString();
    }

    private static String operation(JsonNode paid) {
        return paid.at("/operations/0/id").asString();
    }

    private String line(String id, String type, String operation, long amount) {
        return "bt_" + customer.id() + "_" + id + "," + type + "," + operation + "," + amount + ","
                + Math.min(5, amount) + ",EUR," + Instant.now() + "\n";
    }

    /// The provider's own report of what this test did.
    private String settlements() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(environment.getProperty(
                    "mainstay.providers.sandbox-url") + "/v1/settlements?from=" + begun + "&to="
                    + Instant.now().plusSeconds(1))).build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private JsonNode imported(String csv) {
        var place = Objects.requireNonNull(api.upload(operator, "/v1/settlement-reports?provider=sandbox&from=" + begun
                + "&to=" + Instant.now().plusSeconds(5), csv).expectStatus().isAccepted().expectBody(JsonNode.class)
                .returnResult().getResponseHeaders().getFirst("Location"));
        return await().atMost(SOON).until(() -> json(api.get(operator, place).expectStatus().isOk()),
                job -> job.has("finishedAt"));
    }

    private List<String> kinds(String operation) {
        return tables.jdbc().sql("select kind from reconciliation.break where operation_id = :id order by opened_at")
                .param("id", TypeId.decode("operation", operation)).query(String.class).list();
    }

    private List<JsonNode> open(String operation) {
        return json(api.get(operator, "/v1/reconciliation-breaks?limit=100").expectStatus().isOk()).path("data")
                .valueStream().filter(one -> one.path("operation").asString("").equals(operation)).toList();
    }

    private Map<String, Long> posted(String operation) {
        var amounts = new HashMap<String, Long>();
        tables.jdbc().sql("""
                select a.code, e.amount from reconciliation.line l
                join ledger.transfer t on t.reference = 'settlement:sandbox:' || l.id
                join ledger.entry e on e.transfer_id = t.id join ledger.account a on a.id = e.account_id
                where l.operation = :operation""").param("operation", operation).query(row -> {
            amounts.merge(row.getString(1), row.getLong(2), Long::sum);
        });
        return amounts;
    }

    private String counts() {
        return Arrays.stream(new String[]{"report", "line", "break"})
                .map(table -> tables.jdbc().sql("select count(*) from reconciliation." + table).query(String.class)
                        .single())
                .collect(Collectors.joining(" "));
    }

    private static JsonNode json(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }
}
