package io.mainstay.authorization;

import static io.mainstay.organizations.Tenants.json;
import static io.mainstay.organizations.Tenants.text;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.catalog.Catalog;
import io.mainstay.orders.Shop;
import io.mainstay.organizations.Tenants;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;

/// Everybody that an endpoint can be asked by, and what belongs to one of them: `OWNER` has founded an organization and
/// ordered something for it and something for themselves.
final class Cast {

    /// Who asks.
    enum Actor {
        ANONYMOUS,
        /// whose things they are, and `OWNER` of the organization
        OWNER,
        /// `VIEWER` in the same organization
        COLLEAGUE,
        /// `OWNER` of another organization
        OUTSIDER,
        /// a customer who belongs to no organization
        CUSTOMER,
        SUPPORT,
        ADMINISTRATOR
    }

    private final Map<Actor, Session> people = new EnumMap<>(Actor.class);
    private final ApiClient api;
    private final Shop shop;
    private final Tenants tenants;
    private final String product;
    private final String organization;
    private final String ownOrder;
    private final String ownPayment;
    private final String organizationsOrder;
    private final String organizationsPayment;
    private final String invited = ApiClient.newEmail();
    private final Set<String> personal = new HashSet<>();

    Cast(ApiClient api, Catalog catalog, PlatformTransactionManager transactions, Roles roles) {
        this.api = api;
        this.shop = new Shop(api, catalog, transactions);
        this.tenants = new Tenants(api);
        var owner = api.signedUp();
        people.put(Actor.OWNER, owner);
        organization = tenants.founded(owner);
        people.put(Actor.COLLEAGUE, tenants.joined(owner, organization, "VIEWER"));
        var outsider = api.signedUp();
        tenants.founded(outsider);
        people.put(Actor.OUTSIDER, outsider);
        people.put(Actor.CUSTOMER, api.signedUp());
        var support = api.signedUp();
        roles.grant(support.id(), Role.SUPPORT);
        people.put(Actor.SUPPORT, support);
        people.put(Actor.ADMINISTRATOR, api.administrator());
        product = shop.product(100).toString();
        ownOrder = placed(null);
        ownPayment = paid(ownOrder);
        organizationsOrder = placed(organization);
        organizationsPayment = paid(organizationsOrder);
        tenants.invited(owner, organization, invited, "VIEWER");
        for (var fixture : List.of("/v1/api-keys/{id}", "/v1/service-accounts/{id}")) {
            var made = new CastFixtures(api, tenants, this).all().get(fixture).get();
            personal.add(made.substring(made.lastIndexOf('/') + 1));
        }
        personal.addAll(Set.of(ownOrder, ownPayment));
        for (var list : List.of("/v1/sessions", "/v1/account/security-events")) {
            json(api.get(owner, list).expectStatus().isOk()).path("data")
                    .forEach(thing -> personal.add(text(thing, "id")));
        }
    }

    /// The person, in a new session: what one request does to a session mustn't matter to the next.
    @Nullable
    Session session(Actor actor) {
        var person = people.get(actor);
        return person == null
                ? null
                : new Session(person.id(), person.email(), person.password(),
                        api.logIn(person.email(), person.password()));
    }

    /// What must never be in an answer to this one. A colleague may read what is the organization's.
    Set<String> secretsFrom(Actor reader) {
        return switch (reader) {
            case OWNER -> Set.of();
            case COLLEAGUE -> with(invited);
            case ANONYMOUS, OUTSIDER, CUSTOMER, SUPPORT, ADMINISTRATOR -> with(invited, organization,
                    organizationsOrder, organizationsPayment, String.valueOf(people(Actor.COLLEAGUE).id()));
        };
    }

    UUID account(Actor actor) {
        return people(actor).id().value();
    }

    private Session people(Actor actor) {
        return java.util.Objects.requireNonNull(people.get(actor));
    }

    private Set<String> with(String... others) {
        var all = new HashSet<>(personal);
        all.addAll(List.of(others));
        return all;
    }

    /// What the address of an endpoint names.
    enum Thing {
        NONE, OWN, ORGANIZATIONS
    }

    /// Whether the endpoint is about an order or a payment, of which there are two kinds.
    static List<Thing> thingsOf(String pattern) {
        if (pattern.startsWith("/v1/jobs/{")) {
            return List.of(Thing.OWN);
        }
        return pattern.startsWith("/v1/orders/{") || pattern.startsWith("/v1/payments/{")
                ? List.of(Thing.OWN, Thing.ORGANIZATIONS)
                : List.of(Thing.NONE);
    }

    /// The address with everything filled in that belongs to `OWNER`.
    ///
    /// @throws AssertionError if nobody has said what a variable of it stands for
    String address(String pattern, Thing thing) {
        var isOwn = thing != Thing.ORGANIZATIONS;
        var path = pattern;
        path = path.startsWith("/v1/orders/") ? path.replace("{id}", isOwn ? ownOrder : organizationsOrder) : path;
        path = path.startsWith("/v1/payments/")
                ? path.replace("{id}", isOwn ? ownPayment : organizationsPayment)
                : path;
        path = path.startsWith("/v1/organizations/") ? inTheOrganization(path) : path;
        path = path.startsWith("/v1/products/") ? path.replace("{id}", product) : path;
        for (var fixture : new CastFixtures(api, tenants, this).all().entrySet()) {
            if (path.equals(fixture.getKey()) || fixture.getKey().endsWith("}")
                    && path.startsWith(fixture.getKey() + "/")) {
                path = path.replace(fixture.getKey(), fixture.getValue().get());
            }
        }
        if (path.contains("{")) {
            throw new AssertionError("what is asked for at " + pattern + "? Say it in CastFixtures");
        }
        return path;
    }

    /// The transfer that the owner's payment was posted with, by its reference.
    String reference() {
        for (var operation : json(api.get(owner(), "/v1/payments/" + ownPayment).expectStatus().isOk())
                .path("operations")) {
            if (text(operation, "kind").equals("authorize")) {
                return "capture:" + text(operation, "id");
            }
        }
        throw new AssertionError("a paid order has an authorization");
    }

    Session owner() {
        return java.util.Objects.requireNonNull(session(Actor.OWNER));
    }

    private String inTheOrganization(String pattern) {
        var path = pattern.replace("{id}", organization);
        if (path.endsWith("/members/{account}")) {
            return path.replace("{account}", tenants.joined(owner(), organization, "BUYER").id().toString());
        }
        if (path.endsWith("/invitations/{invitation}")) {
            return path.replace("{invitation}",
                    tenants.invited(owner(), organization, ApiClient.newEmail(), "VIEWER"));
        }
        if (path.endsWith("/role-bindings/{binding}")) {
            var member = tenants.joined(owner(), organization, "BUYER");
            return path.replace("{binding}",
                    tenants.binding(owner(), "/v1/organizations/" + organization, member, "BUYER"));
        }
        if (path.endsWith("/roles/{name}")) {
            var name = "r" + UUID.randomUUID().toString().substring(0, 8);
            api.post(owner(), "/v1/organizations/" + organization + "/roles",
                    Map.of("name", name, "permissions", List.of("orders:read"))).expectStatus().isCreated();
            return path.replace("{name}", name);
        }
        return path;
    }

    private String placed(@Nullable String forOrganization) {
        var lines = List.of(Map.of("productId", product, "quantity", 1));
        return text(json(api.post(owner(), "/v1/orders", forOrganization == null
                ? Map.of("lines", lines)
                : Map.of("lines", lines, "organizationId", forOrganization)).expectStatus().isCreated()), "id");
    }

    private String paid(String order) {
        return text(json(shop.pay(owner(), order, "tok_4242").expectStatus().isOk()), "id");
    }
}
