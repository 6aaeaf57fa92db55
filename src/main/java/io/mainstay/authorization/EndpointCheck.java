package io.mainstay.authorization;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Looks at every endpoint once, before the first request can come: one that declares no rule stops the start-up.
@Component
class EndpointCheck implements SmartInitializingSingleton {

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    EndpointCheck(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        mappings.stream().flatMap(mapping -> mapping.getHandlerMethods().values().stream()).forEach(EndpointRule::of);
    }
}
