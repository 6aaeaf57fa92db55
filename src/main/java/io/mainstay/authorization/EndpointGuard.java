package io.mainstay.authorization;

import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.ids.InvalidId;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Holds every request against its endpoint's rule before the endpoint runs. Which objects the caller may see is not
/// decided here: the owner is in the query.
@Component
class EndpointGuard implements HandlerInterceptor, WebMvcConfigurer {

    private final Authorization authorization;
    private final AuditLog audit;

    EndpointGuard(Authorization authorization, AuditLog audit) {
        this.authorization = authorization;
        this.audit = audit;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod endpoint) {
            EndpointRule.of(endpoint).ifPresent(rule -> enforce(rule, request));
        }
        return true;
    }

    private void enforce(EndpointRule rule, HttpServletRequest request) {
        switch (rule) {
            case EndpointRule.Open _ -> {
                // whoever it is
            }
            case EndpointRule.SignedIn _ -> {
                if (!callerOf(request).isUnlimited()) {
                    throw new Refusal(HttpProblems.FORBIDDEN, "This needs the person's own session.");
                }
            }
            case EndpointRule.Permitted(var permission, var organization) -> require(callerOf(request), permission,
                    organization.isEmpty() ? Scope.INSTALLATION : scopeOf(request, organization));
        }
    }

    private void require(Caller caller, Permission permission, Scope scope) {
        if (authorization.decide(caller, permission, scope) instanceof Decision.Denied denied) {
            var refusal = scope.isInstallation()
                    ? new Refusal(HttpProblems.FORBIDDEN, "This needs the permission " + permission + ".")
                    : Authorization.refusal(denied, permission);
            if (permission.isSensitive()) {
                audit.refused(caller.account(), permission.toString(), scope, refusal.type().code());
            }
            throw refusal;
        }
    }

    /// What can be no organization's id is answered like one that doesn't exist.
    private static Scope scopeOf(HttpServletRequest request, String variable) {
        var variables = (Map<?, ?>) request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        try {
            return Scope.of(OrganizationId.of(String.valueOf(variables.get(variable))));
        } catch (InvalidId _) {
            throw new Refusal(HttpProblems.NOT_FOUND, "There is nothing at this address.");
        }
    }

    private static Caller callerOf(HttpServletRequest request) {
        return Caller.of(request)
                .orElseThrow(() -> new Refusal(HttpProblems.UNAUTHENTICATED, "An access token is required."));
    }
}
