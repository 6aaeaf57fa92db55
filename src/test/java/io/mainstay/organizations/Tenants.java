package io.mainstay.organizations;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/// Founds organizations and brings people into them, through the API.
public record Tenants(ApiClient api) {

    public String founded(Session owner) {
        return text(json(api.post(owner, "/v1/organizations", Map.of("name", "Brandt & Daughters")).expectStatus()
                .isCreated()), "id");
    }

    /// A new person who belongs to the organization with this role.
    public Session joined(Session owner, String organization, String role) {
        return joined(owner, organization, api.signedUp(), role);
    }

    public Session joined(Session owner, String organization, Session person, String role) {
        var invitation = invited(owner, organization, person.email(), role);
        accept(person, invitation).expectStatus().isOk();
        return person;
    }

    public String invited(Session owner, String organization, String email, String role) {
        return text(json(invite(owner, organization, email, role).expectStatus().isCreated()), "id");
    }

    public ResponseSpec invite(Session owner, String organization, String email, String role) {
        return api.post(owner, "/v1/organizations/" + organization + "/invitations",
                Map.of("email", email, "role", role));
    }

    public ResponseSpec accept(Session person, String invitation) {
        return api.post(person, "/v1/invitations/" + invitation + "/accept", Map.of());
    }

    public ResponseSpec delete(Session caller, String path) {
        return api.send(HttpMethod.DELETE, path, null, headers -> headers.setBearerAuth(caller.token()));
    }

    /// The id of the binding by which the person holds the role.
    public String binding(Session reader, String path, Session person, String role) {
        for (var binding : json(api.get(reader, path + "/role-bindings?account=" + person.id()).expectStatus().isOk())
                .path("data")) {
            if (text(binding, "role").equals(role)) {
                return text(binding, "id");
            }
        }
        throw new AssertionError(person.id() + " doesn't hold " + role);
    }

    public static JsonNode json(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }

    public static String text(JsonNode node, String name) {
        return node.path(name).asString();
    }
}
