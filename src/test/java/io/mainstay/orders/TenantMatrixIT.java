package io.mainstay.orders;

import static io.mainstay.orders.Shop.json;
import static io.mainstay.orders.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.authorization.Authorization;
import io.mainstay.authorization.Context;
import io.mainstay.authorization.OwnedThings;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.Resource;
import io.mainstay.caller.OrganizationId;
import io.mainstay.catalog.Catalog;
import io.mainstay.organizations.Tenants;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.transaction.PlatformTransactionManager;

/// Every role against one's own, one's organization's and another organization's orders and payments.
@IntegrationTest
class TenantMatrixIT {

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Owner database;
    @Autowired
    Authorization authorization;
    @Autowired
    List<OwnedThings> kinds;

    private Shop shop;
    private Tenants tenants;
    private Session owner;
    private String organization;

    @BeforeEach
    void openTheShop() {
        shop = new Shop(api, catalog, transactions);
        tenants = new Tenants(api);
        owner = api.signedUp();
        organization = tenants.founded(owner);
    }

    /// What one caller may do with one order.
    ///
    /// @param read statuses of reading the order, its history and its payment
    /// @param act the status of paying or cancelling it
    private record Cell(int read, int act) {}

    private static final Cell ALL = new Cell(200, 200);
    private static final Cell READ = new Cell(200, 404);
    private static final Cell NONE = new Cell(404, 404);
    private static final Cell ANONYMOUS = new Cell(401, 401);

    @Test
    void permitsEachRoleWhatItSaysAndNothingElse() {
        var path = "/v1/organizations/" + organization;
        api.post(owner, path + "/roles", Map.of("name", "host", "permissions",
                List.of("organizations:read", "members:read"))).expectStatus().isCreated();
        api.post(owner, path + "/roles", Map.of("name", "reader", "permissions",
                List.of("orders:read", "payments:read"))).expectStatus().isCreated();
        api.post(owner, path + "/roles", Map.of("name", "agent", "permissions",
                List.of("orders:read", "payments:read", "orders:place"))).expectStatus().isCreated();
        var buyer = tenants.joined(owner, organization, "BUYER");
        var gone = tenants.joined(owner, organization, "BUYER");
        var foreign = tenants.founded(api.signedUp());
        var otherOwner = api.signedUp();
        tenants.founded(otherOwner);

        var callers = new LinkedHashMap<String, @Nullable Session>();
        callers.put("placer", buyer);
        callers.put("owner", owner);
        callers.put("buyer", tenants.joined(owner, organization, "BUYER"));
        callers.put("viewer", tenants.joined(owner, organization, "VIEWER"));
        callers.put("reader", tenants.joined(owner, organization, "reader"));
        callers.put("agent", tenants.joined(owner, organization, "agent"));
        callers.put("host", tenants.joined(owner, organization, "host"));
        callers.put("gone", gone);
        callers.put("customer", api.signedUp());
        callers.put("owner of another", otherOwner);
        callers.put("administrator", api.administrator());
        callers.put("anonymous", null);
        tenants.delete(owner, path + "/members/" + gone.id()).expectStatus().isNoContent();

        Map<String, Cell> ofTheOrganization = Map.ofEntries(Map.entry("placer", ALL), Map.entry("owner", ALL),
                Map.entry("buyer", ALL), Map.entry("viewer", READ), Map.entry("reader", READ),
                Map.entry("agent", ALL), Map.entry("host", NONE), Map.entry("gone", NONE),
                Map.entry("customer", NONE), Map.entry("owner of another", NONE), Map.entry("administrator", NONE),
                Map.entry("anonymous", ANONYMOUS));
        callers.forEach((who, caller) -> assertCell(who, caller, () -> placed(buyer, organization),
                buyer, ofTheOrganization.get(who)));

        // what one of them orders for themselves is nobody's business but theirs
        callers.forEach((who, caller) -> assertCell("own, " + who, caller, () -> placed(buyer, null), buyer,
                who.equals("placer") ? ALL : who.equals("anonymous") ? ANONYMOUS : NONE));

        assertThat(foreign).isNotEqualTo(organization);
    }

    @Test
    void letsWhoHasLeftReadWhatTheyPlacedAndDoNothingMoreWithIt() {
        var buyer = tenants.joined(owner, organization, "BUYER");
        var order = placed(buyer, organization);
        tenants.delete(buyer, "/v1/organizations/" + organization + "/membership").expectStatus().isNoContent();

        api.get(buyer, "/v1/orders/" + order).expectStatus().isOk();
        shop.pay(buyer, order, "tok_4242").expectStatus().isNotFound();
        api.post(buyer, "/v1/orders/" + order + "/cancel", Map.of()).expectStatus().isNotFound();
        assertThat(listed(buyer, "?organization=" + organization)).isZero();
        api.get(owner, "/v1/orders/" + order).expectStatus().isOk();
    }

    @Test
    void placesOrdersForAnOrganizationByThosePermittedThere() {
        var product = shop.product(100);
        for (var allowed : List.of(owner, tenants.joined(owner, organization, "BUYER"))) {
            api.post(allowed, "/v1/orders", order(product.toString(), organization)).expectStatus().isCreated()
                    .expectBody().jsonPath("$.organizationId").isEqualTo(organization);
        }
        place(tenants.joined(owner, organization, "VIEWER"), organization, 403, "forbidden");
        place(api.signedUp(), organization, 404, "not-found");
        place(api.administrator(), organization, 404, "not-found");
        place(owner, OrganizationId.next().toString(), 404, "not-found");
        place(owner, "x", 422, "validation-failed");
        place(owner, "order_01h455vb4pex5vsknk084sn02q", 422, "validation-failed");
        api.send(HttpMethod.POST, "/v1/orders", order(product.toString(), organization),
                headers -> headers.set("Idempotency-Key", "k")).expectStatus().isUnauthorized();
        assertThat(database.jdbc().sql("select reserved from catalog.stock where product_id = :id")
                .param("id", product.value()).query(Integer.class).single()).isEqualTo(2);
    }

    @Test
    void listsTheOrdersOfAnOrganizationToItsReadersOnly() {
        var buyer = tenants.joined(owner, organization, "BUYER");
        placed(buyer, organization);
        placed(owner, organization);
        placed(buyer, null);

        for (var reader : List.of(owner, buyer, tenants.joined(owner, organization, "VIEWER"))) {
            assertThat(listed(reader, "?organization=" + organization)).isEqualTo(2);
        }
        assertThat(listed(buyer, "")).isEqualTo(2);
        assertThat(listed(owner, "")).isEqualTo(1);
        for (var stranger : List.of(api.signedUp(), api.administrator())) {
            assertThat(listed(stranger, "?organization=" + organization)).isZero();
        }
        api.get(owner, "/v1/orders?organization=x").expectStatus().isEqualTo(400);
    }

    @Test
    void fixesForWhomAnOrderAndItsPaymentAre() {
        var order = placed(owner, organization);
        shop.pay(owner, order, "tok_4242").expectStatus().isOk();
        for (var change : List.of(
                "update orders.customer_order set organization_id = null where id = :id",
                "update payments.payment set organization_id = null where order_id = :id")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> database.jdbc().sql(change)
                    .param("id", OrderId.of(order).value()).update()).hasMessageContaining("fixed");
        }
    }

    private interface Placing {
        String order();
    }

    private void assertCell(String who, @Nullable Session caller, Placing placing, Session payer, Cell cell) {
        var paid = placing.order();
        var payment = text(json(shop.pay(payer, paid, "tok_4242").expectStatus().isOk()), "id");
        var reads = new HashMap<String, Integer>();
        for (var path : List.of("/v1/orders/" + paid, "/v1/orders/" + paid + "/history", "/v1/payments/" + payment)) {
            reads.put(path, status(HttpMethod.GET, path, caller));
        }
        assertThat(reads.values()).as(who + " reads").containsOnly(cell.read());
        assertThat(status(HttpMethod.POST, "/v1/orders/" + placing.order() + "/pay", caller)).as(who + " pays")
                .isEqualTo(cell.act());
        assertThat(status(HttpMethod.POST, "/v1/orders/" + placing.order() + "/cancel", caller)).as(who + " cancels")
                .isEqualTo(cell.act());
        if (caller != null) {
            assertThat(decides(caller, "order", paid, Permission.ORDERS_READ)).as(who + " decision to read")
                    .isEqualTo(cell.read() == 200);
            assertThat(decides(caller, "order", paid, Permission.ORDERS_PLACE)).as(who + " decision to act")
                    .isEqualTo(cell.act() == 200);
            assertThat(decides(caller, "payment", payment, Permission.PAYMENTS_READ))
                    .as(who + " decision to read the payment").isEqualTo(cell.read() == 200);
        }
    }

    /// The decision in Java and the one in the query are the same.
    private boolean decides(Session caller, String type, String id, Permission action) {
        var kind = kinds.stream().filter(things -> things.type().equals(type)).findAny().orElseThrow();
        return authorization.decide(caller.id(), action,
                new Resource.Thing(kind.actions(), kind.ownerOf(id).orElseThrow()), Context.UNLIMITED).isPermitted();
    }

    private int status(HttpMethod method, String path, @Nullable Session caller) {
        var body = path.endsWith("/pay") ? Map.of("paymentMethod", "tok_4242") : Map.of();
        return api.send(method, path, method == HttpMethod.GET ? null : body, headers -> {
            if (caller != null) {
                headers.setBearerAuth(caller.token());
            }
            headers.set("Idempotency-Key", java.util.UUID.randomUUID().toString());
        }).returnResult(String.class).getStatus().value();
    }

    private String placed(Session caller, @Nullable String organization) {
        return text(json(api.post(caller, "/v1/orders", order(shop.product(1).toString(), organization)).expectStatus()
                .isCreated()), "id");
    }

    private void place(Session caller, String organization, int status, String code) {
        api.post(caller, "/v1/orders", order(shop.product(1).toString(), organization)).expectStatus()
                .isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }

    private static Map<String, Object> order(String product, @Nullable String organization) {
        var order = new HashMap<String, Object>(
                Map.of("lines", List.of(Map.of("productId", product, "quantity", 1))));
        if (organization != null) {
            order.put("organizationId", organization);
        }
        return order;
    }

    private int listed(Session caller, String query) {
        return json(api.get(caller, "/v1/orders" + query).expectStatus().isOk()).path("data").size();
    }
}
