package io.mainstay.authzen;

import static io.mainstay.organizations.Tenants.json;
import static io.mainstay.organizations.Tenants.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.StatementCounter;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.catalog.Catalog;
import io.mainstay.catalog.NewProduct;
import io.mainstay.money.Money;
import io.mainstay.organizations.Tenants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// The shapes and meanings of the AuthZEN Authorization API 1.0.
@IntegrationTest
class AuthzenIT {

    private static final String EVALUATION = "/access/v1/evaluation";
    private static final String EVALUATIONS = "/access/v1/evaluations";
    private static final String SEARCH = "/access/v1/search/";

    @Autowired
    ApiClient api;
    @Autowired
    Catalog catalog;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    StatementCounter counter;

    private Tenants tenants;
    private Session owner;
    private Session viewer;
    private String organization;

    @BeforeEach
    void found() {
        tenants = new Tenants(api);
        owner = api.signedUp();
        organization = tenants.founded(owner);
        viewer = tenants.joined(owner, organization, "VIEWER");
    }

    @Test
    void answersADenialAsADecisionAndSaysWhyToWhomItConcerns() {
        var permitted = json(ask(viewer, question(viewer, "orders:read", organization())).expectStatus().isOk());
        assertThat(permitted.path("decision").asBoolean()).isTrue();
        assertThat(permitted.at("/context/reason").asString()).isEqualTo("role-permits");
        assertThat(permitted.at("/context/trail/0/what").asString()).isEqualTo("VIEWER");

        var denied = json(ask(viewer, question(viewer, "orders:place", organization())).expectStatus().isOk()
                .expectHeader().valueEquals("Cache-Control", "no-store"));
        assertThat(denied.path("decision").asBoolean(true)).isFalse();
        assertThat(denied.at("/context/reason").asString()).isEqualTo("role-lacks-it");

        assertThat(reason(api.signedUp(), "orders:read", organization())).isEqualTo("no-role-here");
        assertThat(reason(viewer, "catalog:manage", installation())).isEqualTo("no-role-here");
        assertThat(reason(viewer, "orders:place", installation())).isEqualTo("everybody-may");
        assertThat(reason(viewer, "fly:away", installation())).isEqualTo("unknown-action");
        assertThat(reason(viewer, "orders:read", entity("organization", "x"))).isEqualTo("not-applicable");
        assertThat(reason(viewer, "orders:read", entity("spaceship", "1"))).isEqualTo("not-applicable");
        assertThat(reason(viewer, "orders:read", entity("installation", "other"))).isEqualTo("not-applicable");
    }

    @Test
    void looksUpWhoseAThingIsAndBelievesNobody() {
        var own = placed(viewer, null);
        var shared = placed(owner, organization);
        var private_ = placed(owner, null);

        assertThat(reason(viewer, "orders:read", entity("order", own))).isEqualTo("owns-it");
        assertThat(reason(viewer, "orders:read", entity("order", shared))).isEqualTo("role-permits");
        assertThat(reason(viewer, "orders:place", entity("order", shared))).isEqualTo("role-lacks-it");
        assertThat(reason(viewer, "ledger:read", entity("order", own))).isEqualTo("not-applicable");
        // another's, nobody's, and none at all look the same
        var unknown = "order_01h455vb4pex5vsknk084sn02q";
        for (var id : List.of(private_, unknown, "x", "payment_01h455vb4pex5vsknk084sn02q")) {
            assertThat(reason(viewer, "orders:read", entity("order", id))).isEqualTo("not-the-owner");
        }
        var claimed = new HashMap<String, Object>(entity("order", unknown));
        claimed.put("properties", Map.of("owner", viewer.id().toString(), "organization", organization));
        assertThat(reason(viewer, "orders:read", claimed)).isEqualTo("not-the-owner");
    }

    @Test
    void tellsAboutOthersOnlyThoseWhoMayAsk() {
        problem(ask(viewer, question(owner, "orders:read", organization())), 403, "forbidden");
        problem(ask(owner, question(viewer, "ledger:read", installation())), 403, "forbidden");
        problem(ask(owner, question(viewer, "orders:read", entity("order", placed(viewer, null)))), 403, "forbidden");
        problem(ask(viewer, Map.of("subject", Map.of("type", "user", "id", "ada"), "action",
                Map.of("name", "orders:read"), "resource", organization())), 403, "forbidden");
        api.post(EVALUATION, question(viewer, "orders:read", organization())).expectStatus().isUnauthorized();

        // an owner may ask about the organization, and is told why
        assertThat(json(ask(owner, question(viewer, "orders:read", organization())).expectStatus().isOk())
                .at("/context/reason").asString()).isEqualTo("role-permits");
        // oversight of the installation reaches everywhere
        var administrator = api.administrator();
        assertThat(json(ask(administrator, question(viewer, "orders:place", organization())).expectStatus().isOk())
                .at("/context/reason").asString()).isEqualTo("role-lacks-it");

        // who may ask but not know why gets the bare decision
        var name = "asker-" + UUID.randomUUID().toString().substring(0, 8);
        api.post(administrator, "/v1/roles", Map.of("name", name, "permissions", List.of("access:evaluate")))
                .expectStatus().isCreated();
        var asker = api.signedUp();
        api.post(administrator, "/v1/role-bindings", Map.of("accountId", asker.id().toString(), "role", name))
                .expectStatus().isCreated();
        for (var action : List.of("orders:read", "orders:place", "fly:away")) {
            assertThat(json(ask(asker, question(viewer, action, organization())).expectStatus().isOk())
                    .propertyNames()).containsExactly("decision");
        }
    }

    @Test
    void evaluatesSeveralInTheirOrderWithDefaults() {
        var request = Map.of("subject", subject(viewer), "resource", organization(), "evaluations",
                List.of(Map.of("action", action("orders:read")), Map.of("action", action("orders:place")),
                        Map.of("action", action("members:read"), "resource",
                                entity("organization", OrganizationId.next().toString()), "context", Map.of()),
                        Map.of("action", action("orders:read"), "subject", subject(owner))));

        var answer = json(api.post(viewer, EVALUATIONS, request).expectStatus().isOk());

        assertThat(answer.propertyNames()).containsExactly("evaluations");
        assertThat(decisions(answer)).containsExactly(true, false, false, false);
        // what may not be asked is an error of its own
        assertThat(answer.at("/evaluations/3/context/error/status").asInt()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"execute_all, true false true", "deny_on_first_deny, true false", "permit_on_first_permit, true"})
    void stopsWhereTheSemanticSays(String semantic, String expected) {
        var request = Map.of("subject", subject(viewer), "resource", organization(), "options",
                Map.of("evaluations_semantic", semantic, "another_option", "value"), "evaluations",
                List.of(Map.of("action", action("orders:read")), Map.of("action", action("orders:place")),
                        Map.of("action", action("members:read"))));

        assertThat(decisions(json(api.post(viewer, EVALUATIONS, request).expectStatus().isOk())).toString())
                .isEqualTo("[" + expected.replace(" ", ", ") + "]");
    }

    @Test
    void evaluatesOneWhereThereIsNoListOrAnEmptyOne() {
        var single = new HashMap<String, Object>(question(viewer, "orders:read", organization()));
        assertThat(json(api.post(viewer, EVALUATIONS, single)).path("decision").asBoolean()).isTrue();
        single.put("evaluations", List.of());
        assertThat(json(api.post(viewer, EVALUATIONS, single)).path("decision").asBoolean()).isTrue();
    }

    @Test
    void ignoresWhatItDoesNotKnowAndKeepsTheRequestId() {
        var question = new HashMap<String, Object>(question(viewer, "orders:read", organization()));
        question.put("context", Map.of("time", "1985-10-26T01:22-07:00"));
        question.put("later", Map.of("a", 1));
        question.put("subject", Map.of("type", "account", "id", viewer.id().toString(), "properties",
                Map.of("department", "Sales"), "more", true));
        var id = UUID.randomUUID().toString();
        api.send(HttpMethod.POST, EVALUATION, question, headers -> {
            headers.setBearerAuth(viewer.token());
            headers.set("X-Request-ID", id);
        }).expectStatus().isOk().expectHeader().valueEquals("X-Request-ID", id).expectHeader()
                .contentType("application/json").expectBody().jsonPath("$.decision").isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | /subject/type", "{\"subject\": {}} | /subject/type",
            "{\"subject\": {\"type\": \"account\"}} | /subject/id",
            "{\"subject\": {\"type\": \"account\", \"id\": 1}} | /subject/id",
            "{\"subject\": \"me\"} | /subject",
            "{\"subject\": {\"type\": \"account\", \"id\": \"x\"}, \"action\": {}} | /action/name",
            "{\"subject\": {\"type\": \"account\", \"id\": \"x\"}, \"action\": {\"name\": \"a\"}} | /resource/type",
            "{\"subject\": {\"type\": \"account\", \"id\": \"x\"}, \"action\": {\"name\": \"a\"}, \"resource\": {\"type\": \"order\"}} | /resource/id",
            "{\"subject\": {\"type\": \"account\", \"id\": \"x\"}, \"action\": {\"name\": \"a\"}, \"resource\": {\"type\": \" \", \"id\": \"\"}} | /resource/type",
            "{\"subject\": {\"type\": \"account\", \"id\": \"LONG\"}} | /subject/id", "{\"context\": []} | /context",
            "[] |", "null |", "{\"subject\": |"})
    void refusesRequestsThatLackSomethingAsBadRequests(String body, String pointer) {
        for (var path : List.of(EVALUATION, EVALUATIONS)) {
            var answer = json(send(path, body.replace("LONG", "x".repeat(201))).expectStatus().isEqualTo(400));
            assertThat(text(answer, "code")).isEqualTo("malformed-request");
            if (pointer != null) {
                assertThat(answer.at("/errors/0/pointer").asString()).isEqualTo(pointer);
            }
        }
    }

    @Test
    void boundsAndChecksAListBeforeItEvaluates() {
        var one = question(viewer, "orders:read", organization());
        api.post(viewer, EVALUATIONS, Map.of("evaluations", Collections.nCopies(50, one))).expectStatus().isOk();
        problem(api.post(viewer, EVALUATIONS, Map.of("evaluations", Collections.nCopies(51, one))), 400,
                "malformed-request");
        assertThat(json(api.post(viewer, EVALUATIONS, Map.of("evaluations", List.of(one, Map.of("subject",
                subject(viewer)))))).at("/errors/0/pointer").asString()).isEqualTo("/evaluations/1/action/name");
        send(EVALUATIONS, "{\"evaluations\": [null]}").expectStatus().isEqualTo(400);
        send(EVALUATIONS, "{\"evaluations\": {}}").expectStatus().isEqualTo(400);
        problem(api.post(viewer, EVALUATIONS, Map.of("evaluations", List.of(one), "options",
                Map.of("evaluations_semantic", "sometimes"))), 400, "malformed-request");
    }

    @Test
    void deniesNeverAServerErrorForStrangeTexts() {
        for (var strange : List.of("\u0000", "account_\u0000", "😀", "' or 1=1 --", "../..", "account_zzzz")) {
            var answer = api.post(owner, EVALUATION, Map.of("subject", Map.of("type", strange, "id", strange),
                    "action", Map.of("name", strange), "resource", entity(strange, strange)));
            assertThat(answer.returnResult(String.class).getStatus().value())
                    .as("%s", strange.codePoints().boxed().toList()).isIn(400, 403);
            var own = api.post(viewer, EVALUATION, Map.of("subject", subject(viewer), "action", action(strange),
                    "resource", entity("order", strange)));
            assertThat(own.returnResult(String.class).getStatus().value())
                    .as("%s", strange.codePoints().boxed().toList()).isIn(200, 400);
        }
    }

    @Test
    void searchesSubjectsInPagesWhichDecisionsAgreeWith() {
        var buyer = tenants.joined(owner, organization, "BUYER");
        var order = entity("order", placed(buyer, organization));
        var found = new ArrayList<String>();
        var token = "";
        do {
            var request = new HashMap<String, Object>(Map.of("subject", Map.of("type", "account", "id", "ignored"),
                    "action", action("orders:read"), "resource", organization()));
            request.put("page", token.isEmpty() ? Map.of("limit", 2) : Map.of("limit", 2, "token", token));
            var page = json(api.post(owner, SEARCH + "subject", request).expectStatus().isOk());
            assertThat(page.propertyNames()).containsExactly("page", "results");
            assertThat(page.at("/page/count").asInt()).isEqualTo(page.path("results").size());
            page.path("results").forEach(subject -> found.add(text(subject, "id")));
            token = page.at("/page/next_token").asString();
        } while (!token.isEmpty());
        assertThat(found).containsExactlyInAnyOrder(owner.id().toString(), viewer.id().toString(),
                buyer.id().toString());
        for (var id : found) {
            assertThat(json(ask(owner, Map.of("subject", entity("account", id), "action", action("orders:read"),
                    "resource", organization()))).path("decision").asBoolean()).isTrue();
        }

        assertThat(ids(search(owner, "subject", Map.of("subject", Map.of("type", "account"), "action",
                action("orders:place"), "resource", order)))).containsExactlyInAnyOrder(owner.id().toString(),
                        buyer.id().toString());
        assertThat(ids(search(owner, "subject", Map.of("subject", Map.of("type", "robot"), "action",
                action("orders:place"), "resource", organization())))).isEmpty();
        problem(search(viewer, "subject", Map.of("subject", Map.of("type", "account"), "action",
                action("orders:read"), "resource", organization())), 403, "forbidden");
        problem(search(api.administrator(), "subject", Map.of("subject", Map.of("type", "account"), "action",
                action("orders:read"), "resource", installation())), 400, "malformed-request");
    }

    @Test
    void searchesResourcesAndActions() {
        var second = tenants.founded(viewer);
        var mayRead = Map.of("subject", subject(viewer), "action", action("orders:read"), "resource",
                Map.of("type", "organization"));
        assertThat(ids(search(viewer, "resource", mayRead))).containsExactlyInAnyOrder(organization, second);
        assertThat(ids(search(viewer, "resource", Map.of("subject", subject(viewer), "action",
                action("orders:place"), "resource", Map.of("type", "organization"))))).containsExactly(second);
        assertThat(ids(search(viewer, "resource", Map.of("subject", subject(viewer), "action",
                action("orders:place"), "resource", Map.of("type", "installation"))))).containsExactly("mainstay");
        problem(search(viewer, "resource", Map.of("subject", subject(viewer), "action", action("orders:read"),
                "resource", Map.of("type", "order"))), 400, "malformed-request");
        problem(search(owner, "resource", mayRead), 403, "forbidden");

        var actions = json(search(viewer, "action", Map.of("subject", subject(viewer), "resource", organization())));
        var names = new ArrayList<String>();
        actions.path("results").forEach(action -> names.add(text(action, "name")));
        assertThat(names).containsExactlyInAnyOrder("organizations:read", "members:read", "orders:read",
                "payments:read");
        assertThat(actions.at("/page/next_token").asString("none")).isEmpty();
    }

    @Test
    void takesAPageTokenForTheSameSearchOnly() {
        tenants.founded(viewer);
        var request = new HashMap<String, Object>(Map.of("subject", subject(viewer), "action",
                action("orders:read"), "resource", Map.of("type", "organization"), "page", Map.of("limit", 1)));
        var token = json(search(viewer, "resource", request)).at("/page/next_token").asString();
        request.put("page", Map.of("token", token));
        assertThat(ids(search(viewer, "resource", request))).hasSize(1);
        request.put("action", action("members:read"));
        problem(search(viewer, "resource", request), 400, "malformed-request");
        for (var bad : List.of("x", "AAAA", "!!")) {
            request.put("page", Map.of("token", bad));
            problem(search(viewer, "resource", request), 400, "malformed-request");
        }
        request.put("page", Map.of("limit", 0));
        problem(search(viewer, "resource", request), 400, "malformed-request");
        request.put("page", Map.of("limit", 1_000_000));
        assertThat(ids(search(viewer, "resource", request))).hasSize(2);
    }

    @Test
    void saysWhereItCanBeAsked() {
        var metadata = json(api.get("/.well-known/authzen-configuration").expectStatus().isOk().expectHeader()
                .contentType("application/json").expectHeader().valueEquals("Cache-Control", "max-age=300, public"));

        var here = text(metadata, "policy_decision_point");
        assertThat(text(metadata, "access_evaluation_endpoint")).isEqualTo(here + EVALUATION);
        assertThat(text(metadata, "access_evaluations_endpoint")).isEqualTo(here + EVALUATIONS);
        for (var entity : List.of("subject", "resource", "action")) {
            assertThat(text(metadata, "search_" + entity + "_endpoint")).isEqualTo(here + SEARCH + entity);
        }
    }

    @Test
    void readsWhatItNeedsOnceForAllOfAList() {
        var evaluations = new ArrayList<Map<String, Object>>();
        for (var number = 0; number < 20; number++) {
            evaluations.add(Map.of("action", action(number % 2 == 0 ? "orders:read" : "orders:place")));
        }
        var id = UUID.randomUUID().toString();
        api.send(HttpMethod.POST, EVALUATIONS, Map.of("subject", subject(viewer), "resource", organization(),
                "evaluations", evaluations), headers -> {
                    headers.setBearerAuth(owner.token());
                    headers.set("X-Request-Id", id);
                }).expectStatus().isOk();
        // what the owner may ask, and what the viewer may do
        assertThat(counter.of(id)).hasSize(2);
    }

    private String reason(Session caller, String action, Map<String, ?> resource) {
        var answer = json(ask(caller, question(caller, action, resource)).expectStatus().isOk());
        assertThat(answer.path("decision").isBoolean()).isTrue();
        return answer.at("/context/reason").asString();
    }

    private ResponseSpec ask(Session caller, Object question) {
        return api.post(caller, EVALUATION, question);
    }

    private ResponseSpec search(Session caller, String kind, Object request) {
        return api.post(caller, SEARCH + kind, request);
    }

    private ResponseSpec send(String path, String body) {
        return api.send(HttpMethod.POST, path, body, headers -> headers.setBearerAuth(viewer.token()));
    }

    private static List<String> ids(ResponseSpec answer) {
        var ids = new ArrayList<String>();
        json(answer.expectStatus().isOk()).path("results").forEach(entity -> ids.add(text(entity, "id")));
        return ids;
    }

    private static List<Boolean> decisions(JsonNode answer) {
        var decisions = new ArrayList<Boolean>();
        answer.path("evaluations").forEach(one -> decisions.add(one.path("decision").asBoolean()));
        return decisions;
    }

    private static Map<String, Object> question(Session subject, String action, Map<String, ?> resource) {
        return Map.of("subject", subject(subject), "action", action(action), "resource", resource);
    }

    private static Map<String, Object> subject(Session person) {
        return entity("account", AccountId.of(person.id().toString()).toString());
    }

    private static Map<String, Object> action(String name) {
        return Map.of("name", name);
    }

    private static Map<String, Object> entity(String type, String id) {
        return Map.of("type", type, "id", id);
    }

    private Map<String, Object> organization() {
        return entity("organization", organization);
    }

    private static Map<String, Object> installation() {
        return entity("installation", "mainstay");
    }

    private String placed(Session caller, String organization) {
        var product = new NewProduct("SKU-" + UUID.randomUUID(), "Tea", "Made for a test", Money.of(1190, "EUR"), 1900);
        var id = Objects.requireNonNull(transaction.execute(_ -> catalog.add(product, 1)));
        var order = new HashMap<String, Object>(
                Map.of("lines", List.of(Map.of("productId", id.toString(), "quantity", 1))));
        if (organization != null) {
            order.put("organizationId", organization);
        }
        return text(json(api.post(caller, "/v1/orders", order).expectStatus().isCreated()), "id");
    }

    private static void problem(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectHeader().contentType("application/problem+json").expectBody()
                .jsonPath("$.code").isEqualTo(code);
    }
}
