package io.mainstay.organizations;

import static io.mainstay.organizations.Tenants.json;
import static io.mainstay.organizations.Tenants.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.caller.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/// From founding an organization to leaving it, over HTTP.
@IntegrationTest
class OrganizationsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    ApiClient api;
    @Autowired
    Owner database;
    @Autowired
    Environment environment;
    @Autowired
    Memberships memberships;
    @Autowired
    TransactionTemplate transaction;

    private Tenants tenants;
    private Session owner;
    private String organization;
    private String path;

    @BeforeEach
    void found() {
        tenants = new Tenants(api);
        owner = api.signedUp();
        organization = tenants.founded(owner);
        path = "/v1/organizations/" + organization;
    }

    @Test
    void isReadAndRenamedByItsOwnerAndUnknownToOthers() {
        api.get(owner, path).expectStatus().isOk().expectHeader().valueEquals("ETag", "\"0\"").expectHeader()
                .valueEquals("Cache-Control", "no-store").expectBody().jsonPath("$.name")
                .isEqualTo("Brandt & Daughters");
        api.patch(owner, path, "\"0\"", Map.of("name", " Brandt ")).expectStatus().isOk().expectHeader()
                .valueEquals("ETag", "\"1\"").expectBody().jsonPath("$.name").isEqualTo("Brandt");
        api.patch(owner, path, "\"0\"", Map.of("name", "Late")).expectStatus().isEqualTo(412);
        api.send(HttpMethod.PATCH, path, Map.of("name", "Blind"), headers -> headers.setBearerAuth(owner.token()))
                .expectStatus().isEqualTo(428);

        var stranger = api.signedUp();
        var viewer = tenants.joined(owner, organization, "VIEWER");
        problem(api.get(stranger, path), 404, "not-found");
        problem(api.patch(stranger, path, "*", Map.of("name", "Mine")), 404, "not-found");
        problem(api.get(stranger, "/v1/organizations/" + OrganizationId.next()), 404, "not-found");
        api.get(viewer, path).expectStatus().isOk();
        problem(api.patch(viewer, path, "*", Map.of("name", "Mine")), 403, "forbidden");
        // nor is it up to those who administer the installation
        problem(api.get(api.administrator(), path), 404, "not-found");
        api.get(path).expectStatus().isUnauthorized();
    }

    @Test
    void listsWhatOneBelongsToLatestJoinedFirstInPages() {
        var joined = new ArrayList<>(List.of(organization));
        for (var number = 0; number < 3; number++) {
            joined.addFirst(tenants.founded(owner));
        }

        var listed = new ArrayList<String>();
        var next = "/v1/organizations?limit=3";
        while (next != null) {
            var page = json(api.get(owner, next).expectStatus().isOk());
            page.path("data").forEach(one -> listed.add(text(one, "id")));
            var cursor = page.path("nextCursor");
            next = cursor.isString() ? "/v1/organizations?limit=3&cursor=" + cursor.asString() : null;
        }
        assertThat(listed).isEqualTo(joined);
    }

    @Test
    void takesInWhoOwnsTheInvitedAddressAndNobodyElse() {
        var person = api.signedUp();
        var invitation = tenants.invited(owner, organization, person.email().toUpperCase(java.util.Locale.ROOT),
                "BUYER");
        await().atMost(SOON).until(() -> mails(person.email()).stream().anyMatch(text -> text.contains(invitation)));

        var stranger = api.signedUp();
        problem(tenants.accept(stranger, invitation), 404, "not-found");
        problem(tenants.delete(stranger, "/v1/invitations/" + invitation), 404, "not-found");
        assertThat(json(api.get(stranger, "/v1/invitations")).path("data").size()).isZero();
        assertThat(text(json(api.get(person, "/v1/invitations")).at("/data/0"), "organizationName"))
                .isEqualTo("Brandt & Daughters");
        api.get(person, path).expectStatus().isNotFound();

        var accepted = api.post(person, "/v1/invitations/" + invitation + "/accept", Map.of(), "one-key");
        accepted.expectStatus().isOk().expectBody().jsonPath("$.id").isEqualTo(organization);
        api.post(person, "/v1/invitations/" + invitation + "/accept", Map.of(), "one-key").expectStatus().isOk()
                .expectHeader().valueEquals("Idempotent-Replayed", "true");
        problem(tenants.accept(person, invitation), 404, "not-found");

        var members = json(api.get(person, path + "/members").expectStatus().isOk()).path("data");
        assertThat(members.size()).isEqualTo(2);
        assertThat(text(members.get(0), "accountId")).isEqualTo(person.id().toString());
        assertThat(text(members.get(0), "name")).isEqualTo("Ada Lovelace");
        assertThat(members.at("/0/roles/0").asString()).isEqualTo("BUYER");
        assertThat(database.jdbc().sql("select count(*) from organizations.invitation where email = :email")
                .param("email", person.email()).query(Long.class).single()).isZero();
    }

    @Test
    void answersEveryAddressAlikeAndMailsThoseWithoutAnAccountToo() {
        var known = api.signedUp().email();
        var unknown = ApiClient.newEmail();

        var answers = List.of(known, unknown).stream().map(email -> {
            var answer = json(tenants.invite(owner, organization, email, "VIEWER").expectStatus().isCreated());
            assertThat(text(answer, "email")).isEqualTo(email);
            return List.copyOf(answer.propertyNames());
        }).toList();

        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
        for (var email : List.of(known, unknown)) {
            await().atMost(SOON).until(() -> mails(email).stream().anyMatch(text -> text.contains("invited to act")));
        }
        await().atMost(SOON).until(() -> database.jdbc().sql("""
                select count(*) from notifications.mail where template = 'invitation' and data is not null""")
                .query(Long.class).single() == 0);
    }

    @Test
    void letsInvitationsBeReplacedWithdrawnAndDeclined() {
        var person = api.signedUp();
        var first = tenants.invited(owner, organization, person.email(), "VIEWER");
        var second = tenants.invited(owner, organization, person.email(), "BUYER");
        problem(tenants.accept(person, first), 404, "not-found");
        assertThat(json(api.get(owner, path + "/invitations")).path("data").size()).isEqualTo(1);

        tenants.delete(owner, path + "/invitations/" + second).expectStatus().isNoContent();
        problem(tenants.delete(owner, path + "/invitations/" + second), 404, "not-found");
        problem(tenants.accept(person, second), 404, "not-found");

        var third = tenants.invited(owner, organization, person.email(), "BUYER");
        tenants.delete(person, "/v1/invitations/" + third).expectStatus().isNoContent();
        problem(tenants.accept(person, third), 404, "not-found");

        var late = tenants.invited(owner, organization, person.email(), "BUYER");
        database.jdbc().sql(
                "update organizations.invitation set expires_at = now() - interval '1 second' where email = :email")
                .param("email", person.email()).update();
        problem(tenants.accept(person, late), 404, "not-found");
        assertThat(json(api.get(person, "/v1/invitations")).path("data").size()).isZero();
    }

    @Test
    void takesNobodyInForWhoCanNoLongerGiveTheRole() {
        var second = tenants.joined(owner, organization, "OWNER");
        var person = api.signedUp();
        var invitation = tenants.invited(second, organization, person.email(), "OWNER");
        tenants.delete(owner, path + "/members/" + second.id()).expectStatus().isNoContent();

        problem(tenants.accept(person, invitation), 409, "invitation-void");

        api.get(person, path).expectStatus().isNotFound();
        assertThat(json(api.get(owner, path + "/members")).path("data").size()).isEqualTo(1);
    }

    @Test
    void letsNobodyInviteToMoreThanTheyMayOrRemoveWhoMayMore() {
        api.post(owner, path + "/roles", Map.of("name", "host", "permissions",
                List.of("organizations:read", "members:read", "members:manage"))).expectStatus().isCreated();
        var host = tenants.joined(owner, organization, "host");

        problem(tenants.invite(host, organization, ApiClient.newEmail(), "OWNER"), 403, "exceeds-own-rights");
        problem(tenants.invite(host, organization, ApiClient.newEmail(), "BUYER"), 403, "exceeds-own-rights");
        tenants.invite(host, organization, ApiClient.newEmail(), "host").expectStatus().isCreated();
        problem(tenants.delete(host, path + "/members/" + owner.id()), 403, "exceeds-own-rights");
        var viewer = tenants.joined(owner, organization, "VIEWER");
        problem(tenants.delete(host, path + "/members/" + viewer.id()), 403, "exceeds-own-rights");
        problem(tenants.invite(viewer, organization, ApiClient.newEmail(), "VIEWER"), 403, "forbidden");
    }

    @Test
    void keepsItsLastOwner() {
        problem(tenants.delete(owner, path + "/membership"), 409, "last-owner");
        var buyer = tenants.joined(owner, organization, "BUYER");
        problem(tenants.delete(owner, path + "/members/" + owner.id()), 409, "last-owner");
        problem(tenants.delete(owner, path + "/role-bindings/" + tenants.binding(owner, path, owner, "OWNER")), 409,
                "last-owner");

        tenants.delete(buyer, path + "/membership").expectStatus().isNoContent();
        api.get(buyer, path).expectStatus().isNotFound();
        problem(tenants.delete(buyer, path + "/membership"), 404, "not-found");

        var second = tenants.joined(owner, organization, "OWNER");
        tenants.delete(owner, path + "/membership").expectStatus().isNoContent();
        api.get(owner, path).expectStatus().isNotFound();
        api.get(second, path).expectStatus().isOk();
    }

    @Test
    void endsWhatAClosedAccountBelongsToUnlessOthersWouldBeLeftWithoutAnOwner() {
        var alone = tenants.founded(owner);
        tenants.joined(owner, organization, "BUYER");

        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(io.mainstay.problem.Refusal.class,
                () -> transaction.executeWithoutResult(_ -> memberships.endAllOf(owner.id()))).type().code())
                .isEqualTo("last-owner");

        tenants.joined(owner, organization, "OWNER");
        transaction.executeWithoutResult(_ -> memberships.endAllOf(owner.id()));
        assertThat(database.jdbc().sql("""
                select (select count(*) from access.role_binding where account_id = :account)
                    + (select count(*) from organizations.member where account_id = :account)""")
                .param("account", owner.id().value()).query(Long.class).single()).isZero();
        api.get(owner, "/v1/organizations/" + alone).expectStatus().isNotFound();
    }

    @Test
    void boundsMailsPerHourAndMembershipsPerAccount() {
        database.jdbc().sql(
                "update organizations.organization set invitations_sent = 50, invitations_since = now() where id = :id")
                .param("id", OrganizationId.of(organization).value()).update();
        tenants.invite(owner, organization, ApiClient.newEmail(), "VIEWER").expectStatus().isEqualTo(429).expectHeader()
                .valueEquals("Retry-After", "3600");

        var busy = api.signedUp();
        for (var number = 0; number < 20; number++) {
            tenants.founded(busy);
        }
        problem(api.post(busy, "/v1/organizations", Map.of("name", "One more")), 409, "too-many-organizations");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | 422", "{\"name\": null} | 422", "{\"name\": \"\"} | 422",
            "{\"name\": \" \"} | 422", "{\"name\": \"a\\u0000b\"} | 422", "{\"name\": \"a\\nb\"} | 422",
            "{\"name\": 1} | 400", "{\"name\": [\"a\"]} | 400", "{\"name\": \"a\", \"owner\": \"me\"} | 400",
            "[] | 400",
            "{\"name\": \"LONG\"} | 422", "nonsense | 400"})
    void refusesNamesThatAreNone(String body, int status) {
        var sent = body.replace("LONG", "x".repeat(101));
        assertThat(send(HttpMethod.POST, "/v1/organizations", sent)).isEqualTo(status);
        assertThat(send(HttpMethod.PATCH, path, sent)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | 422", "{\"email\": \"x\", \"role\": \"BUYER\"} | 422",
            "{\"email\": \"a@b.example\\u0000\", \"role\": \"BUYER\"} | 422",
            "{\"email\": \"a@b.example\", \"role\": \"NOBODY\"} | 422",
            "{\"email\": \"a@b.example\", \"role\": \"nobody\"} | 422",
            "{\"email\": \"a@b.example\", \"role\": \"ADMINISTRATOR\"} | 422",
            "{\"email\": \"a@b.example\", \"role\": \"CUSTOMER\"} | 422",
            "{\"email\": \"a@b.example\", \"role\": 7} | 400",
            "{\"email\": \"a@b.example\", \"role\": \"BUYER\", \"admin\": true} | 400"})
    void refusesInvitationsThatAreNone(String body, int status) {
        assertThat(send(HttpMethod.POST, path + "/invitations", body)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"/v1/organizations/x, 404", "/v1/organizations/order_01h455vb4pex5vsknk084sn02q, 404",
            "/v1/organizations/x/members, 404", "/v1/organizations/x/roles, 404",
            "/v1/organizations/x/audit-events, 404", "/v1/organizations?limit=0, 400",
            "/v1/organizations?cursor=x, 400", "/v1/invitations?limit=101, 400"})
    void refusesAddressesThatAreNone(String address, int status) {
        api.get(owner, address).expectStatus().isEqualTo(status);
    }

    private int send(HttpMethod method, String address, String body) {
        return api.send(method, address, body, headers -> {
            headers.setBearerAuth(owner.token());
            headers.set("Idempotency-Key", java.util.UUID.randomUUID().toString());
            headers.setIfMatch("*");
        }).returnResult(String.class).getStatus().value();
    }

    private static void problem(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectHeader().contentType("application/problem+json").expectBody()
                .jsonPath("$.code").isEqualTo(code);
    }

    private List<String> mails(String email) {
        var view = RestClient.create(environment.getRequiredProperty("mainstay.infrastructure.mail-url"));
        var found = view.get().uri("/api/v1/search?query={query}", "to:" + email).retrieve().body(JsonNode.class);
        var texts = new ArrayList<String>();
        for (var mail : found.path("messages")) {
            texts.add(view.get().uri("/api/v1/message/{id}", mail.path("ID").asString()).retrieve()
                    .body(JsonNode.class).path("Text").asString());
        }
        return texts;
    }
}
