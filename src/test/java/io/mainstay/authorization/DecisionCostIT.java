package io.mainstay.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.StatementCounter;
import io.mainstay.organizations.Tenants;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

/// What a decision may ask of the database.
@IntegrationTest
class DecisionCostIT {

    @Autowired
    ApiClient api;
    @Autowired
    StatementCounter counter;

    @Test
    void costsACustomerNothing() {
        var customer = api.signedUp();

        assertThat(statements(customer, "/v1/orders")).hasSize(1).first().asString().contains("customer_order");
    }

    @Test
    void costsAnybodyElseOneSmallStatement() {
        var administrator = api.administrator();
        var owner = api.signedUp();
        var path = "/v1/organizations/" + new Tenants(api).founded(owner);

        assertThat(statements(administrator, "/v1/roles")).hasSize(2).filteredOn(DecisionCostIT::isDecision).hasSize(1);
        assertThat(statements(owner, path)).hasSize(2).filteredOn(DecisionCostIT::isDecision).hasSize(1);
        // the members, their roles and their names; however many they are
        assertThat(statements(owner, path + "/members")).hasSize(4).filteredOn(DecisionCostIT::isDecision).hasSize(1);
    }

    private static boolean isDecision(String statement) {
        return statement.contains("left join access.role r");
    }

    private List<String> statements(Session caller, String path) {
        var id = UUID.randomUUID().toString();
        api.send(HttpMethod.GET, path, null, headers -> {
            headers.setBearerAuth(caller.token());
            headers.set("X-Request-Id", id);
        }).expectStatus().isOk();
        return counter.of(id).stream().filter(statement -> !statement.equals("commit"))
                // each transaction names its caller
                .filter(statement -> !statement.contains("mainstay.caller")).toList();
    }
}
