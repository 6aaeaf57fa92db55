package io.mainstay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class ProductListIT {

    private static final String CACHE_CONTROL = "public, max-age=5, s-maxage=10, stale-while-revalidate=30, "
            + "stale-if-error=300";

    @Autowired
    RestTestClient client;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;

    CatalogFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new CatalogFixture(catalog, transactions);
    }

    @Test
    void showsAProductWithoutItsExactStock() {
        var id = fixture.product(7);
        var product = body("/v1/products/" + id);
        assertThat(product.propertyNames()).containsExactlyInAnyOrder("id", "sku", "name", "description", "price",
                "taxBasisPoints", "status", "inStock", "createdAt");
        assertThat(product.path("id").asString()).isEqualTo(id.toString());
        assertThat(product.path("price").propertyNames()).containsExactlyInAnyOrder("amount", "currency");
        assertThat(product.at("/price/amount").asLong()).isEqualTo(1999);
        assertThat(product.at("/price/currency").asString()).isEqualTo("EUR");
        assertThat(product.path("taxBasisPoints").asInt()).isEqualTo(1900);
        assertThat(product.path("status").asString()).isEqualTo("active");
        assertThat(product.path("inStock").asBoolean()).isTrue();
    }

    @Test
    void listsNewestFirstWithALinkToTheNextPage() {
        var word = CatalogFixture.word();
        var first = fixture.product(CatalogFixture.named("Chair " + word), 1);
        var second = fixture.product(CatalogFixture.named("Table " + word), 0);
        var answer = client.get().uri("/v1/products?limit=1&q=" + word).exchange().expectStatus().isOk()
                .expectHeader().valueEquals(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL).expectHeader()
                .valueEquals(HttpHeaders.VARY, "Accept-Encoding").expectBody(JsonNode.class).returnResult();
        var page = Objects.requireNonNull(answer.getResponseBody());
        assertThat(ids(page)).containsExactly(second);
        assertThat(page.at("/data/0/inStock").asBoolean()).isFalse();
        var cursor = page.path("nextCursor").asString();
        assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.LINK)).contains("cursor=" + cursor,
                "rel=\"next\"", "q=" + word, "limit=1");
        var last = body("/v1/products?limit=1&q=" + word + "&cursor=" + cursor);
        assertThat(ids(last)).containsExactly(first);
        assertThat(last.path("nextCursor").isMissingNode() || last.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void missesAndRepeatsNothingWhileOthersAreAdded() throws Exception {
        var word = CatalogFixture.word();
        var mine = new ArrayList<ProductId>();
        for (var number = 0; number < 250; number++) {
            mine.add(fixture.product(CatalogFixture.named("Cup " + number + " " + word), 1));
        }
        var done = new AtomicBoolean();
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var adding = others.submit(() -> {
                while (!done.get()) {
                    fixture.product(CatalogFixture.named("Late cup " + word), 1);
                    Thread.sleep(5);
                }
                return null;
            });
            try {
                assertThat(walk("/v1/products?limit=7&q=" + word)).containsSubsequence(mine.reversed())
                        .doesNotHaveDuplicates();
                assertThat(walk("/v1/products?limit=100")).containsSubsequence(mine.reversed())
                        .doesNotHaveDuplicates();
            } finally {
                done.set(true);
                adding.get();
            }
        }
    }

    @Test
    void findsWordsInNamesAndDescriptionsWithoutTheirAccents() {
        var word = CatalogFixture.word();
        var cafe = fixture.product(CatalogFixture.named("Café Crème " + word), 1);
        assertThat(ids(body("/v1/products?q=cafe creme " + word))).containsExactly(cafe);
        assertThat(ids(body("/v1/products?q=CAFÉ made " + word))).containsExactly(cafe);
        assertThat(ids(body("/v1/products?q=\"creme café\" " + word))).isEmpty();
        assertThat(ids(body("/v1/products?q=" + word + " -cafe"))).isEmpty();
    }

    @Test
    void takesAnyTextAsASearch() {
        for (var text : List.of("' or 1=1 --", "((", "a & | b", "\"", "!!!", "-", "\u0130\uD83D\uDE00",
                "x".repeat(200))) {
            client.get().uri("/v1/products?q={q}", text).exchange().expectStatus().isOk();
        }
    }

    @Test
    void refusesASearchThatIsTooLongOrHoldsControlCharacters() {
        for (var text : List.of("x".repeat(201), "a\u0000b", "a\nb")) {
            client.get().uri("/v1/products?q={q}", text).exchange().expectStatus().isEqualTo(422).expectBody()
                    .jsonPath("$.code").isEqualTo("validation-failed").jsonPath("$.errors[0].pointer").isEqualTo("#q");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=-1", "limit=101", "limit=many", "limit=99999999999", "cursor=abc",
            "cursor=%00", "cursor=____________________________________________", "cursor="})
    void refusesBadCursorsAndLimits(String query) {
        client.get().uri(java.net.URI.create("/v1/products?" + query)).exchange().expectStatus().isBadRequest()
                .expectHeader().valueEquals(HttpHeaders.CONTENT_TYPE, "application/problem+json").expectBody()
                .jsonPath("$.code").isEqualTo("malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"product_00000000000000000000000000", "account_01h455vb4pex5vsknk084sn02q", "1",
            "product_", "product_8zzzzzzzzzzzzzzzzzzzzzzzzz"})
    void doesNotKnowIdsThatAreWrong(String id) {
        client.get().uri("/v1/products/" + id).exchange().expectStatus().isNotFound().expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store").expectBody().jsonPath("$.code")
                .isEqualTo("not-found");
    }

    @Test
    void answersNotModifiedForTheTagItGave() {
        var id = fixture.product(1);
        var tag = client.get().uri("/v1/products/" + id).exchange().expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL).expectHeader()
                .valueEquals(HttpHeaders.VARY, "Accept-Encoding").expectBody().returnResult().getResponseHeaders()
                .getETag();
        assertThat(tag).isEqualTo("\"1\"");
        for (var header : List.of("\"1\"", "W/\"1\"", "\"0\", \"1\"")) {
            client.get().uri("/v1/products/" + id).header(HttpHeaders.IF_NONE_MATCH, header).exchange()
                    .expectStatus().isNotModified().expectHeader().valueEquals(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                    .expectHeader().valueEquals(HttpHeaders.ETAG, "\"1\"").expectBody().isEmpty();
        }
        client.get().uri("/v1/products/" + id).header(HttpHeaders.IF_NONE_MATCH, "\"2\"").exchange().expectStatus()
                .isOk();
    }

    @Test
    void givesAnotherTagOnceTheLastPieceIsGone() {
        var id = fixture.product(1);
        fixture.reserve(java.util.Map.of(id, 1));
        client.get().uri("/v1/products/" + id).header(HttpHeaders.IF_NONE_MATCH, "\"1\"").exchange().expectStatus()
                .isOk().expectHeader().valueEquals(HttpHeaders.ETAG, "\"1-sold-out\"").expectBody()
                .jsonPath("$.inStock").isEqualTo(false);
    }

    private List<ProductId> walk(String uri) {
        var found = new ArrayList<ProductId>();
        Set<String> cursors = new HashSet<>();
        var next = uri;
        while (true) {
            var page = body(next);
            found.addAll(ids(page));
            if (!page.hasNonNull("nextCursor")) {
                return found;
            }
            var cursor = page.path("nextCursor").asString();
            assertThat(cursors.add(cursor)).isTrue();
            next = uri + "&cursor=" + cursor;
        }
    }

    private JsonNode body(String uri) {
        return Objects.requireNonNull(client.get().uri(uri).exchange().expectStatus().isOk().expectBody(JsonNode.class)
                .returnResult().getResponseBody());
    }

    private static List<ProductId> ids(JsonNode page) {
        return page.path("data").valueStream().map(product -> ProductId.of(product.path("id").asString())).toList();
    }
}
