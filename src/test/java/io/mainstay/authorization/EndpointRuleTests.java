package io.mainstay.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OpenToEveryone;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;

class EndpointRuleTests {

    @Test
    void readsWhatAnEndpointDeclares() throws Exception {
        assertThat(EndpointRule.of(endpoint("open"))).contains(new EndpointRule.Open());
        assertThat(EndpointRule.of(endpoint("own"))).contains(new EndpointRule.SignedIn());
        assertThat(EndpointRule.of(endpoint("permitted")))
                .contains(new EndpointRule.Permitted(Permission.CATALOG_MANAGE, ""));
    }

    @Test
    void refusesAnEndpointThatDeclaresNothingAndNamesIt() throws Exception {
        var endpoint = endpoint("undeclared");

        assertThatExceptionOfType(UndeclaredEndpoint.class).isThrownBy(() -> EndpointRule.of(endpoint))
                .withMessageContaining("Endpoints#undeclared");
    }

    @Test
    void refusesAnEndpointThatDeclaresTwoThings() throws Exception {
        var endpoint = endpoint("contradictory");

        assertThatExceptionOfType(UndeclaredEndpoint.class).isThrownBy(() -> EndpointRule.of(endpoint));
    }

    @Test
    void leavesLibrariesAlone() throws Exception {
        assertThat(EndpointRule.of(new HandlerMethod("text", String.class.getMethod("length")))).isEmpty();
    }

    private static HandlerMethod endpoint(String name) throws NoSuchMethodException {
        return new HandlerMethod(new Endpoints(), Endpoints.class.getDeclaredMethod(name));
    }

    static class Endpoints {

        @OpenToEveryone
        void open() {}

        @ForCallerThemselves
        void own() {}

        @RequiresPermission(Permission.CATALOG_MANAGE)
        void permitted() {}

        void undeclared() {}

        @OpenToEveryone
        @RequiresPermission(Permission.CATALOG_MANAGE)
        void contradictory() {}
    }
}
