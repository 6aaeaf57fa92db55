package io.mainstay.authorization;

import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OpenToEveryone;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.method.HandlerMethod;

/// What an endpoint demands of its caller, as its method declares it.
sealed interface EndpointRule {

    record Open() implements EndpointRule {}

    record SignedIn() implements EndpointRule {}

    /// @param organization the path variable that says in which organization; empty for the installation
    record Permitted(Permission permission, String organization) implements EndpointRule {}

    /// Empty for what is not an endpoint of ours: a library's, or the container's error page, which only repeats that
    /// something else was refused.
    ///
    /// @throws UndeclaredEndpoint unless exactly one rule is declared
    static Optional<EndpointRule> of(HandlerMethod endpoint) {
        if (!endpoint.getBeanType().getPackageName().startsWith("io.mainstay")
                || ErrorController.class.isAssignableFrom(endpoint.getBeanType())) {
            return Optional.empty();
        }
        var rules = Stream.of(open(endpoint), signedIn(endpoint), permitted(endpoint)).flatMap(Stream::ofNullable)
                .toList();
        if (rules.size() != 1) {
            throw new UndeclaredEndpoint(endpoint.getShortLogMessage());
        }
        return Optional.of(rules.getFirst());
    }

    private static @Nullable EndpointRule open(HandlerMethod endpoint) {
        return endpoint.hasMethodAnnotation(OpenToEveryone.class) ? new Open() : null;
    }

    private static @Nullable EndpointRule signedIn(HandlerMethod endpoint) {
        return endpoint.hasMethodAnnotation(ForCallerThemselves.class) ? new SignedIn() : null;
    }

    private static @Nullable EndpointRule permitted(HandlerMethod endpoint) {
        var required = endpoint.getMethodAnnotation(RequiresPermission.class);
        return required == null ? null : new Permitted(required.value(), required.organization());
    }
}
