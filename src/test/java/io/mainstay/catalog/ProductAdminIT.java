package io.mainstay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class ProductAdminIT {

    private static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");

    @Autowired
    RestTestClient client;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;

    CatalogFixture fixture;
    RestTestClient administrator;
    @Autowired
    ApiClient api;

    @BeforeEach
    void logIn() {
        fixture = new CatalogFixture(catalog, transactions);
        administrator = client.mutate()
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + api.administrator().token()).build();
    }

    @Test
    void addsAProduct() {
        var sku = CatalogFixture.word();
        var answer = post("/v1/products", body("sku", "\"" + sku + "\"")).expectStatus().isCreated().expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"1-sold-out\"").expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store").expectBody(JsonNode.class).returnResult();
        var location = Objects.requireNonNull(answer.getResponseHeaders().getLocation());
        var product = Objects.requireNonNull(answer.getResponseBody());
        assertThat(location.toString()).isEqualTo("/v1/products/" + product.path("id").asString());
        client.get().uri(location.toString()).exchange().expectStatus().isOk().expectBody().jsonPath("$.sku")
                .isEqualTo(sku).jsonPath("$.inStock").isEqualTo(false);
    }

    @Test
    void refusesASkuThatIsTaken() {
        var body = body("sku", "\"" + CatalogFixture.word() + "\"");
        post("/v1/products", body).expectStatus().isCreated();
        post("/v1/products", body).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("sku-taken");
    }

    @Test
    void needsAnIdempotencyKeyForWhatIsNotRepeatable() {
        for (var path : new String[]{"/v1/products", "/v1/products/" + fixture.product(1) + "/stock-adjustments"}) {
            administrator.post().uri(path).contentType(MediaType.APPLICATION_JSON).body("{}").exchange()
                    .expectStatus().isBadRequest();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"sku | \"\"", "sku | \"a b\"", "sku | null",
            "sku | \"-a\"", "name | \"\"", "name | \"  \"", "name | null", "name | \"a\\u0000b\"",
            "name | \"a\\u001bb\"", "name | \"a\\ud800b\"", "description | \"a\\u0000b\"", "description | null",
            "price | null", "taxBasisPoints | -1", "taxBasisPoints | 10001", "taxBasisPoints | null"})
    void refusesInvalidValues(String member, String value) {
        post("/v1/products", body(member, value)).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("validation-failed").jsonPath("$.errors[0].pointer").isEqualTo("/" + member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"amount\":0,\"currency\":\"EUR\"}", "{\"amount\":-1,\"currency\":\"EUR\"}",
            "{\"amount\":1000000000001,\"currency\":\"EUR\"}", "{\"amount\":1,\"currency\":\"EURO\"}",
            "{\"amount\":1,\"currency\":\"XAU\"}", "{\"amount\":1,\"currency\":\"eur\"}"})
    void refusesImpossiblePrices(String price) {
        post("/v1/products", body("price", price)).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("validation-failed").jsonPath("$.errors[0].pointer").isEqualTo("/price");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"owner | \"me\"", "version | 3", "status | \"active\"",
            "price | 5", "price | {\"amount\":1.5,\"currency\":\"EUR\"}", "price | {\"amount\":1}",
            "price | {\"amount\":\"1\",\"currency\":\"EUR\"}", "taxBasisPoints | \"19\"", "name | 5",
            "price | {\"amount\":99999999999999999999,\"currency\":\"EUR\"}"})
    void refusesUnknownMembersAndWrongTypes(String member, String value) {
        post("/v1/products", body(member, value)).expectStatus().isBadRequest().expectBody().jsonPath("$.code")
                .isEqualTo("malformed-request");
    }

    @Test
    void refusesTextsThatAreTooLong() {
        post("/v1/products", body("name", "\"" + "x".repeat(201) + "\"")).expectStatus().isEqualTo(422);
        post("/v1/products", body("description", "\"" + "x".repeat(4001) + "\"")).expectStatus().isEqualTo(422);
        post("/v1/products", body("sku", "\"" + "x".repeat(65) + "\"")).expectStatus().isEqualTo(422);
        post("/v1/products", body("description", "\"" + "x".repeat(4000) + "\"")).expectStatus().isCreated();
    }

    @Test
    void changesWhatThePatchNamesAndNothingElse() {
        var id = fixture.product(1);
        patch(id, "\"1\"", "{\"name\":\"Renamed\",\"price\":{\"amount\":5}}").expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"2\"").expectBody().jsonPath("$.name").isEqualTo("Renamed")
                .jsonPath("$.price.amount").isEqualTo(5).jsonPath("$.price.currency").isEqualTo("EUR")
                .jsonPath("$.description").isEqualTo("Made for a test").jsonPath("$.taxBasisPoints").isEqualTo(1900);
    }

    @Test
    void refusesAChangeOfAnotherVersion() {
        var id = fixture.product(1);
        administrator.patch().uri("/v1/products/" + id).contentType(MERGE_PATCH).body("{}").exchange().expectStatus()
                .isEqualTo(428).expectBody().jsonPath("$.code").isEqualTo("precondition-required");
        patch(id, "\"1\"", "{\"name\":\"First\"}").expectStatus().isOk();
        patch(id, "\"1\"", "{\"name\":\"Second\"}").expectStatus().isEqualTo(412).expectBody().jsonPath("$.code")
                .isEqualTo("precondition-failed");
        client.get().uri("/v1/products/" + id).exchange().expectBody().jsonPath("$.name").isEqualTo("First");
    }

    @Test
    void changesAProductWhoseLastPieceIsSoldMeanwhile() {
        var id = fixture.product(1);
        fixture.reserve(Map.of(id, 1));
        patch(id, "\"1\"", "{\"name\":\"Sold out\"}").expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"2-sold-out\"");
        patch(id, "\"2-sold-out\"", "{\"name\":\"Still\"}").expectStatus().isOk();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"name\":null} | 422 | /name",
            "{\"price\":{\"currency\":\"EURO\"}} | 422 | /price", "{\"price\":{\"amount\":0}} | 422 | /price",
            "{\"price\":{\"amount\":null}} | 400 | /price/amount", "{\"name\":\"a\\u0000b\"} | 422 | /name",
            "{\"sku\":\"other\"} | 400 | /sku", "{\"id\":\"other\"} | 400 | /id",
            "{\"status\":\"gone\"} | 400 | /status", "{\"taxBasisPoints\":\"19\"} | 400 | /taxBasisPoints"})
    void refusesPatchesToSomethingInvalid(String patch, int status, String pointer) {
        patch(fixture.product(1), "\"1\"", patch).expectStatus().isEqualTo(status).expectBody()
                .jsonPath("$.errors[0].pointer").isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "5", "{", ""})
    void refusesPatchesThatAreNoObjects(String patch) {
        patch(fixture.product(1), "\"1\"", patch).expectStatus().isBadRequest();
    }

    @Test
    void hidesARetiredProductFromListsOnly() {
        var word = CatalogFixture.word();
        var id = fixture.product(CatalogFixture.named("Lamp " + word), 5);
        patch(id, "*", "{\"status\":\"retired\"}").expectStatus().isOk();
        client.get().uri("/v1/products?q=" + word).exchange().expectBody().jsonPath("$.data.length()").isEqualTo(0);
        client.get().uri("/v1/products/" + id).exchange().expectStatus().isOk().expectBody().jsonPath("$.status")
                .isEqualTo("retired");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> fixture.reserve(Map.of(id, 1)))
                .hasMessageContaining("not sold");
        patch(id, "\"2\"", "{\"status\":\"active\"}").expectStatus().isOk();
        assertThat(fixture.reserve(Map.of(id, 1))).hasSize(1);
    }

    @Test
    void adjustsTheStockDownToWhatIsReserved() {
        var id = fixture.product(5);
        fixture.reserve(Map.of(id, 3));
        adjust(id, "-2", "Broken").expectStatus().isCreated().expectBody().jsonPath("$.onHand").isEqualTo(3)
                .jsonPath("$.reserved").isEqualTo(3).jsonPath("$.productId").isEqualTo(id.toString());
        adjust(id, "-1", "Lost").expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("stock-too-low");
        adjust(id, "1000000", "Found").expectStatus().isCreated();
        administrator.get().uri("/v1/products/" + id + "/stock").exchange().expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store").expectBody().jsonPath("$.onHand")
                .isEqualTo(1_000_003).jsonPath("$.reserved").isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0,422", "1000001,422", "-1000001,422", "null,422", "1.5,400", "99999999999,400", "\"1\",400"})
    void refusesAdjustmentsOutOfRange(String delta, int status) {
        adjust(fixture.product(5), delta, "Counted").expectStatus().isEqualTo(status);
    }

    @Test
    void doesNotAdjustTheStockOfUnknownProducts() {
        adjust(ProductId.next(), "1", "Found").expectStatus().isNotFound();
        administrator.get().uri("/v1/products/" + ProductId.next() + "/stock").exchange().expectStatus().isNotFound();
        patch(ProductId.next(), "\"1\"", "{}").expectStatus().isNotFound();
    }

    private RestTestClient.ResponseSpec adjust(ProductId id, String delta, String reason) {
        return post("/v1/products/" + id + "/stock-adjustments",
                "{\"delta\":%s,\"reason\":\"%s\"}".formatted(delta, reason));
    }

    private RestTestClient.ResponseSpec post(String path, String body) {
        return administrator.post().uri(path).header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON).body(body).exchange();
    }

    private RestTestClient.ResponseSpec patch(ProductId id, String seen, String patch) {
        return administrator.patch().uri("/v1/products/" + id).header(HttpHeaders.IF_MATCH, seen)
                .contentType(MERGE_PATCH).body(patch).exchange();
    }

    /// A valid product but for this member.
    private static String body(String member, String value) {
        var members = new java.util.LinkedHashMap<>(Map.of("sku", "\"" + CatalogFixture.word() + "\"", "name",
                "\"Lamp\"", "description", "\"\"", "price", "{\"amount\":1999,\"currency\":\"EUR\"}",
                "taxBasisPoints", "1900"));
        members.put(member, value);
        return members.entrySet().stream().map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
    }
}
