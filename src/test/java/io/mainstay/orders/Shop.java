package io.mainstay.orders;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.catalog.Catalog;
import io.mainstay.catalog.NewProduct;
import io.mainstay.catalog.ProductId;
import io.mainstay.money.Money;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Reaches the states that tests of the checkout begin in, through the API.
public record Shop(ApiClient api, Catalog catalog, PlatformTransactionManager transactions) {

    public ProductId product(int onHand) {
        return product(onHand, "EUR");
    }

    ProductId product(int onHand, String currency) {
        var product = new NewProduct("SKU-" + UUID.randomUUID(), "Tea", "Made for a test", Money.of(1190, currency),
                1900);
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(_ -> catalog.add(product, onHand)));
    }

    static Map<String, Object> of(ProductId product, int quantity) {
        return Map.of("lines", List.of(Map.of("productId", product.toString(), "quantity", quantity)));
    }

    public String placed(Session customer, ProductId product, int quantity) {
        return text(json(api.post(customer, "/v1/orders", of(product, quantity)).expectStatus().isCreated()), "id");
    }

    public ResponseSpec pay(Session customer, String order, String paymentMethod) {
        return api.post(customer, "/v1/orders/" + order + "/pay", Map.of("paymentMethod", paymentMethod));
    }

    JsonNode order(Session customer, String order) {
        return json(api.get(customer, "/v1/orders/" + order).expectStatus().isOk());
    }

    static JsonNode json(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }

    static String text(JsonNode node, String name) {
        return node.path(name).asString();
    }
}
