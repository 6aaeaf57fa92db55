package io.mainstay.authorization;

import static io.mainstay.organizations.Tenants.json;
import static io.mainstay.organizations.Tenants.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.caller.OrganizationId;
import io.mainstay.organizations.Tenants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/// Who can give whom which rights, over HTTP and around it.
@IntegrationTest
class RoleAdministrationIT {

    @Autowired
    ApiClient api;
    @Autowired
    Owner database;

    private Tenants tenants;
    private Session administrator;

    @BeforeEach
    void signIn() {
        tenants = new Tenants(api);
        administrator = api.administrator();
    }

    @Test
    void makesGrantsChangesAndDeletesARoleOfOnesOwn() {
        var name = name();
        var person = api.signedUp();
        var created = create(administrator, "/v1", name, "ledger:read");
        created.expectStatus().isCreated().expectHeader().valueEquals("Location", "/v1/roles/" + name).expectHeader()
                .valueEquals("ETag", "\"0\"");
        api.get(person, "/v1/ledger/transfers?reference=x").expectStatus().isForbidden();

        grant(administrator, "/v1", person, name).expectStatus().isCreated();
        var again = json(grant(administrator, "/v1", person, name).expectStatus().isCreated());
        assertThat(text(again, "id")).isEqualTo(tenants.binding(administrator, "/v1", person, name));
        // permitted, though there is none
        api.get(person, "/v1/ledger/transfers?reference=x").expectStatus().isNotFound();

        change(administrator, "/v1", name, "\"0\"", "catalog:manage").expectStatus().isOk().expectHeader()
                .valueEquals("ETag", "\"1\"");
        problem(change(administrator, "/v1", name, "\"0\"", "ledger:read"), 412, "precondition-failed");
        api.get(person, "/v1/ledger/transfers?reference=x").expectStatus().isForbidden();

        problem(tenants.delete(administrator, "/v1/roles/" + name), 409, "role-in-use");
        revoke(administrator, "/v1", person, name).expectStatus().isNoContent();
        tenants.delete(administrator, "/v1/roles/" + name).expectStatus().isNoContent();
        problem(api.get(administrator, "/v1/roles/" + name), 404, "not-found");

        assertThat(events(administrator, "/v1", person.id().toString(), name)).containsExactly("role.deleted",
                "binding.revoked", "role.changed", "binding.granted", "role.created");
    }

    @Test
    void showsTheRolesOfTheSystemToThoseWhoMayRead() {
        var listed = json(api.get(administrator, "/v1/roles").expectStatus().isOk()).path("data");
        assertThat(text(listed.get(0), "name")).isEqualTo("ADMINISTRATOR");
        assertThat(text(listed.get(1), "name")).isEqualTo("SUPPORT");
        api.get(administrator, "/v1/roles/SUPPORT").expectStatus().isOk().expectBody().jsonPath("$.custom")
                .isEqualTo(false);
        problem(api.get(administrator, "/v1/roles/OWNER"), 404, "not-found");

        var support = api.signedUp();
        grant(administrator, "/v1", support, "SUPPORT").expectStatus().isCreated();
        api.get(support, "/v1/roles").expectStatus().isOk();
        api.get(support, "/v1/audit-events").expectStatus().isOk();
        problem(create(support, "/v1", name(), "ledger:read"), 403, "forbidden");
        problem(api.get(api.signedUp(), "/v1/roles"), 403, "forbidden");
        api.get("/v1/roles").expectStatus().isUnauthorized();
    }

    @Test
    void letsNobodyGiveWhatTheyDoNotHold() {
        var manager = name();
        create(administrator, "/v1", manager, "roles:read", "roles:manage").expectStatus().isCreated();
        var person = api.signedUp();
        var accomplice = api.signedUp();
        grant(administrator, "/v1", person, manager).expectStatus().isCreated();

        problem(grant(person, "/v1", person, "ADMINISTRATOR"), 403, "exceeds-own-rights");
        problem(grant(person, "/v1", accomplice, "SUPPORT"), 403, "exceeds-own-rights");
        grant(person, "/v1", accomplice, "ADMINISTRATOR").expectStatus().isForbidden().expectBody()
                .jsonPath("$.missing[0]").exists();
        problem(create(person, "/v1", name(), "roles:read", "ledger:read"), 403, "exceeds-own-rights");
        problem(change(person, "/v1", manager, "*", "roles:read", "roles:manage", "catalog:manage"), 403,
                "exceeds-own-rights");
        problem(revoke(person, administrator, "/v1", "ADMINISTRATOR"), 403, "exceeds-own-rights");

        // what one holds, one may give on and take, and give up oneself
        create(person, "/v1", name(), "roles:read").expectStatus().isCreated();
        grant(person, "/v1", accomplice, manager).expectStatus().isCreated();
        revoke(person, "/v1", accomplice, manager).expectStatus().isNoContent();
        revoke(person, "/v1", person, manager).expectStatus().isNoContent();
        problem(api.get(person, "/v1/roles"), 403, "forbidden");

        assertThat(database.jdbc().sql("""
                select count(*) from access.event
                where actor_id = :person and outcome = 'refused' and reason = 'exceeds-own-rights'""")
                .param("person", person.id().value()).query(Long.class).single()).isEqualTo(4);
    }

    @Test
    void takesNoPermissionsOutOfARoleThatTheChangerDoesNotHold() {
        var wide = name();
        var manager = name();
        create(administrator, "/v1", wide, "ledger:read", "roles:read").expectStatus().isCreated();
        create(administrator, "/v1", manager, "roles:read", "roles:manage").expectStatus().isCreated();
        var person = api.signedUp();
        grant(administrator, "/v1", person, manager).expectStatus().isCreated();

        problem(change(person, "/v1", wide, "*", "roles:read"), 403, "exceeds-own-rights");
        problem(tenants.delete(person, "/v1/roles/" + wide), 403, "exceeds-own-rights");
    }

    @Test
    void keepsRightsInTheirScope() {
        var owner = api.signedUp();
        var organization = tenants.founded(owner);
        var path = "/v1/organizations/" + organization;
        var otherPath = "/v1/organizations/" + tenants.founded(api.signedUp());
        var member = tenants.joined(owner, organization, "VIEWER");

        // an owner is nobody in the installation, nor in another organization
        problem(grant(owner, "/v1", owner, "ADMINISTRATOR"), 403, "forbidden");
        problem(grant(owner, otherPath, owner, "OWNER"), 404, "not-found");
        problem(create(owner, path, "wide", "catalog:manage"), 403, "exceeds-own-rights");
        // nor is an administrator in an organization
        problem(grant(administrator, path, administrator, "OWNER"), 404, "not-found");
        problem(api.get(administrator, path + "/role-bindings"), 404, "not-found");
        api.get(administrator, path + "/audit-events").expectStatus().isOk();
        // roles count in their own kind of scope, and bind members only
        problem(grant(owner, path, member, "ADMINISTRATOR"), 422, "unknown-role");
        problem(grant(administrator, "/v1", member, "OWNER"), 422, "unknown-role");
        problem(grant(owner, path, api.signedUp(), "BUYER"), 422, "not-a-member");
        // a binding of one scope isn't found in another
        problem(tenants.delete(administrator, "/v1/role-bindings/" + tenants.binding(owner, path, member, "VIEWER")),
                404, "not-found");

        create(owner, path, "auditor", "access:audit").expectStatus().isCreated();
        problem(grant(administrator, "/v1", member, "auditor"), 422, "unknown-role");
        grant(owner, path, member, "auditor").expectStatus().isCreated();
        api.get(member, path + "/audit-events").expectStatus().isOk();
        problem(api.get(member, "/v1/audit-events"), 403, "forbidden");
        problem(api.get(member, path + "/roles"), 403, "forbidden");
    }

    @Test
    void countsWhatTheGranterHoldsWhenTheGrantIsMade() throws Exception {
        for (var round = 0; round < 10; round++) {
            var granter = api.administrator();
            var friend = api.signedUp();
            var binding = tenants.binding(administrator, "/v1", granter, "ADMINISTRATOR");

            var statuses = atOnce(() -> tenants.delete(administrator, "/v1/role-bindings/" + binding),
                    () -> grant(granter, "/v1", friend, "ADMINISTRATOR"));

            assertThat(statuses.getFirst()).isEqualTo(204);
            // either it was made before the removal, or refused; never made afterwards
            var order = database.jdbc()
                    .sql("""
                    select string_agg(action, ' ' order by id) from access.event
                    where outcome = 'done' and (subject_id = :friend or subject_id = :granter and actor_id is not null)""")
                    .param("friend", friend.id().value()).param("granter", granter.id().value()).query(String.class)
                    .single();
            assertThat(order).isEqualTo(
                    statuses.getLast() == 201 ? "binding.granted binding.revoked" : "binding.revoked");
        }
    }

    @Test
    void keepsOneOfTwoAdministratorsWhoRemoveEachOther() throws Exception {
        var others = putAside();
        try {
            for (var round = 0; round < 20; round++) {
                var one = administrator;
                var other = api.administrator();
                var ofOne = tenants.binding(one, "/v1", one, "ADMINISTRATOR");
                var ofOther = tenants.binding(one, "/v1", other, "ADMINISTRATOR");

                var statuses = atOnce(() -> tenants.delete(one, "/v1/role-bindings/" + ofOther),
                        () -> tenants.delete(other, "/v1/role-bindings/" + ofOne));

                assertThat(administrators()).as("round %d: %s", round, statuses).hasSize(1);
                assertThat(statuses).containsExactlyInAnyOrder(204, 403);
                administrator = administrators().getFirst().equals(one.id().value()) ? one : other;
            }
            problem(revoke(administrator, "/v1", administrator, "ADMINISTRATOR"), 409, "last-administrator");
        } finally {
            others.forEach(this::makeAdministrator);
        }
    }

    @Test
    void keepsTheLastInChargeInTheDatabaseToo() throws Exception {
        var others = putAside();
        try {
            assertThatThrownBy(() -> database.jdbc().sql("delete from access.role_binding where role = 'ADMINISTRATOR'")
                    .update()).hasMessageContaining("last administrator");
            for (var round = 0; round < 20; round++) {
                makeAdministrator(UUID.randomUUID());
                var deletions = administrators().stream().<Callable<Boolean>>map(id -> () -> isDeleted(id)).toList();
                assertThat(deletions).hasSize(2);
                var deleted = new ArrayList<Boolean>();
                try (var threads = Executors.newFixedThreadPool(2)) {
                    for (var deletion : threads.invokeAll(deletions)) {
                        deleted.add(deletion.get());
                    }
                }
                assertThat(deleted).containsExactlyInAnyOrder(true, false);
            }
        } finally {
            others.forEach(this::makeAdministrator);
            makeAdministrator(administrator.id().value());
        }

        var owner = api.signedUp();
        var organization = tenants.founded(owner);
        tenants.joined(owner, organization, "BUYER");
        assertThatThrownBy(() -> database.jdbc().sql("""
                delete from access.role_binding where organization_id = :organization and role = 'OWNER'""")
                .param("organization", OrganizationId.of(organization).value()).update())
                .hasMessageContaining("last owner");
    }

    /// A program that holds the role, or once held it, leaves nobody in charge.
    @Test
    void countsPeopleAlone() {
        var others = putAside();
        try {
            database.jdbc().sql("""
                    insert into access.role_binding (account_id, person, role, granted_at)
                    values (gen_random_uuid(), false, 'ADMINISTRATOR', now())""").update();
            problem(revoke(administrator, "/v1", administrator, "ADMINISTRATOR"), 409, "last-administrator");
            assertThat(isDeleted(administrator.id().value())).isFalse();
        } finally {
            database.jdbc().sql("delete from access.role_binding where not person and role = 'ADMINISTRATOR'").update();
            others.forEach(this::makeAdministrator);
        }
    }

    @Test
    void givesRolesToAccountsThatThereAreAlone() {
        problem(api.post(administrator, "/v1/role-bindings", Map.of("accountId", "account_01h455vb4pex5vsknk084sn02q",
                "role", "ADMINISTRATOR")), 422, "unknown-account-for-role");
        var closed = api.signedUp();
        api.post(closed, "/v1/account/close", Map.of("currentPassword", closed.password())).expectStatus()
                .is2xxSuccessful();
        problem(grant(administrator, "/v1", closed, "SUPPORT"), 422, "unknown-account-for-role");
    }

    @Test
    void boundsRolesAndBindings() {
        var owner = api.signedUp();
        var organization = tenants.founded(owner);
        var path = "/v1/organizations/" + organization;
        var member = tenants.joined(owner, organization, "VIEWER");
        database.jdbc().sql("""
                insert into access.role (id, organization_id, name, permissions, created_at)
                select gen_random_uuid(), :organization, 'role-' || n, array['orders:read'], now()
                from generate_series(1, 100) n""").param("organization", OrganizationId.of(organization).value())
                .update();
        database.jdbc().sql("""
                insert into access.role_binding (account_id, role, organization_id, role_id, granted_at)
                select :member, name, organization_id, id, now() from access.role
                where organization_id = :organization limit 19""").param("member", member.id().value())
                .param("organization", OrganizationId.of(organization).value()).update();

        problem(create(owner, path, "one-more", "orders:read"), 409, "access-limit-reached");
        problem(grant(owner, path, member, "BUYER"), 409, "access-limit-reached");
        assertThat(json(api.get(owner, path + "/roles")).path("data").size()).isEqualTo(103);
        assertThat(json(api.get(owner, path + "/role-bindings?limit=5")).path("data").size()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update access.event set actor_id = null", "delete from access.event",
            "truncate access.event"})
    void keepsTheAuditLogAsItIs(String statement) {
        assertThatThrownBy(() -> database.jdbc().sql(statement).update()).hasMessageContaining("append-only");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "update access.role_binding set role = 'ADMINISTRATOR' | granted or revoked, never changed",
            "truncate access.role_binding | granted or revoked, never changed",
            "update access.role set name = 'other' where id = :role | name and the scope of a role are fixed",
            "insert into access.role_binding (account_id, role, granted_at) values (:id, 'nobody', now()) | role_is_known",
            "insert into access.role_binding (account_id, role, granted_at) values (:id, 'OWNER', now()) | role_is_known",
            "insert into access.role_binding (account_id, role, organization_id, granted_at) values (:id, 'ADMINISTRATOR', :id, now()) | role_is_known",
            "insert into access.role_binding (account_id, role, role_id, granted_at) values (:id, 'other', :role, now()) | custom_role_of_its_scope",
            "insert into access.role_binding (account_id, role, role_id, organization_id, granted_at) select :id, name, id, :id, now() from access.role where id = :role | custom_role_of_its_scope"})
    void letsNothingAroundTheCodeGrantWhatNobodySees(String statement, String why) {
        create(administrator, "/v1", name(), "ledger:read").expectStatus().isCreated();
        var role = database.jdbc().sql("select id from access.role where organization_id is null limit 1")
                .query(UUID.class).single();
        assertThatThrownBy(() -> database.jdbc().sql(statement).param("id", UUID.randomUUID()).param("role", role)
                .update()).hasMessageContaining(why);
    }

    @Test
    void knowsTheSameRolesOfOrganizationsAsTheCode() {
        var stored = database.jdbc().sql("select role || ' ' || permission from access.organization_role")
                .query(String.class).set();
        assertThat(stored).isEqualTo(Arrays.stream(Role.values()).filter(role -> role.counts(Scope.of(
                OrganizationId.next()))).flatMap(role -> role.permissions().stream().map(
                        permission -> role + " "
                                + permission))
                .collect(Collectors.toSet()));
        // all that there is to be permitted in an organization
        assertThat(Role.OWNER.permissions()).containsAll(Role.BUYER.permissions())
                .containsAll(Role.VIEWER.permissions());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | 422", "{\"name\": \"a\", \"permissions\": [\"ledger:read\"]} | 422",
            "{\"name\": \"Upper\", \"permissions\": [\"ledger:read\"]} | 422",
            "{\"name\": \"CUSTOMER\", \"permissions\": [\"ledger:read\"]} | 409",
            "{\"name\": \"a\\u0000b\", \"permissions\": [\"ledger:read\"]} | 422",
            "{\"name\": \"abc\", \"permissions\": []} | 422", "{\"name\": \"abc\"} | 422",
            "{\"name\": \"abc\", \"permissions\": [\"everything\"]} | 422",
            "{\"name\": \"abc\", \"permissions\": [null]} | 400", "{\"name\": \"abc\", \"permissions\": [1]} | 422",
            "{\"name\": \"abc\", \"permissions\": \"ledger:read\"} | 400",
            "{\"name\": \"abc\", \"permissions\": [\"ledger:read\"], \"scope\": \"all\"} | 400", "[] | 400"})
    void refusesRolesThatAreNone(String body, int status) {
        assertThat(sent(HttpMethod.POST, "/v1/roles", body)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | 422", "{\"accountId\": \"x\", \"role\": \"SUPPORT\"} | 422",
            "{\"accountId\": \"A\", \"role\": \"CUSTOMER\"} | 422", "{\"accountId\": \"A\", \"role\": \"none\"} | 422",
            "{\"accountId\": \"A\", \"role\": \"\"} | 422", "{\"accountId\": \"A\"} | 422",
            "{\"accountId\": \"A\", \"role\": {}} | 400",
            "{\"accountId\": \"A\", \"role\": \"SUPPORT\", \"organizationId\": \"x\"} | 400"})
    void refusesBindingsThatAreNone(String body, int status) {
        assertThat(sent(HttpMethod.POST, "/v1/role-bindings", body.replace("\"A\"",
                "\"account_01h455vb4pex5vsknk084sn02q\""))).isEqualTo(status);
        assertThat(sent(HttpMethod.GET, "/v1/role-bindings?account=x", "")).isEqualTo(400);
        assertThat(sent(HttpMethod.DELETE, "/v1/role-bindings/x", "")).isEqualTo(404);
        assertThat(sent(HttpMethod.PATCH, "/v1/roles/SUPPORT", "{\"permissions\": [\"ledger:read\"]}")).isEqualTo(404);
        assertThat(sent(HttpMethod.DELETE, "/v1/roles/A%00", "")).isBetween(400, 404);
    }

    /// All administrators but the one of this test.
    private List<UUID> putAside() {
        return database.jdbc().sql("""
                delete from access.role_binding where role = 'ADMINISTRATOR' and account_id <> :id
                returning account_id""").param("id", administrator.id().value()).query(UUID.class).list();
    }

    private void makeAdministrator(UUID account) {
        database.jdbc().sql("""
                insert into access.role_binding (account_id, role, granted_at) values (:id, 'ADMINISTRATOR', now())
                on conflict do nothing""").param("id", account).update();
    }

    private boolean isDeleted(UUID account) {
        try {
            return database.jdbc().sql("""
                    delete from access.role_binding where account_id = :id and role = 'ADMINISTRATOR'""")
                    .param("id", account).update() == 1;
        } catch (DataAccessException refused) {
            assertThat(refused).hasMessageContaining("last administrator");
            return false;
        }
    }

    private List<UUID> administrators() {
        return database.jdbc().sql("select account_id from access.role_binding where role = 'ADMINISTRATOR'")
                .query(UUID.class).list();
    }

    private static List<Integer> atOnce(Callable<ResponseSpec> one, Callable<ResponseSpec> other) throws Exception {
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var answer : threads.invokeAll(List.of(one, other))) {
                statuses.add(answer.get().returnResult(String.class).getStatus().value());
            }
        }
        return statuses;
    }

    private List<String> events(Session reader, String path, String subject, String role) {
        var actions = new ArrayList<String>();
        for (var event : json(api.get(reader, path + "/audit-events?limit=100").expectStatus().isOk()).path("data")) {
            if (text(event, "role").equals(role) && text(event, "outcome").equals("done")) {
                assertThat(text(event, "actorId")).isEqualTo(administrator.id().toString());
                assertThat(text(event, "requestId")).isNotBlank();
                actions.add(text(event, "action"));
            }
        }
        return actions;
    }

    private ResponseSpec create(Session caller, String path, String name, String... permissions) {
        return api.post(caller, path + "/roles", Map.of("name", name, "permissions", List.of(permissions)));
    }

    private ResponseSpec change(Session caller, String path, String name, String seen, String... permissions) {
        return api.patch(caller, path + "/roles/" + name, seen, Map.of("permissions", List.of(permissions)));
    }

    private ResponseSpec grant(Session caller, String path, Session person, String role) {
        return api.post(caller, path + "/role-bindings", Map.of("accountId", person.id().toString(), "role", role));
    }

    private ResponseSpec revoke(Session caller, String path, Session person, String role) {
        return revoke(caller, person, path, role);
    }

    private ResponseSpec revoke(Session caller, Session person, String path, String role) {
        return tenants.delete(caller,
                path + "/role-bindings/" + tenants.binding(administrator, path, person, role));
    }

    private int sent(HttpMethod method, String address, String body) {
        return api.send(method, address, body.isEmpty() ? null : body, headers -> {
            headers.setBearerAuth(administrator.token());
            headers.set("Idempotency-Key", UUID.randomUUID().toString());
            headers.setIfMatch("*");
        }).returnResult(String.class).getStatus().value();
    }

    private static String name() {
        return "r-" + UUID.randomUUID();
    }

    private static void problem(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectHeader().contentType("application/problem+json").expectBody()
                .jsonPath("$.code").isEqualTo(code);
    }
}
