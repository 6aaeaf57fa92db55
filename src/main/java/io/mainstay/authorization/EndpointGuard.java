package io.mainstay.authorization;

import io.mainstay.caller.Caller;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Holds every request against its endpoint's rule before the endpoint runs. Which objects the caller may see is not
/// decided here: the owner is in the query.
@Component
class EndpointGuard implements HandlerInterceptor, WebMvcConfigurer {

    private final Authorization authorization;

    EndpointGuard(Authorization authorization) {
        this.authorization = authorization;
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
            case EndpointRule.Permitted(var permission) -> {
                if (!authorization.permits(callerOf(request), permission)) {
                    throw new Refusal(HttpProblems.FORBIDDEN, "This needs the permission " + permission + ".");
                }
            }
        }
    }

    private static Caller callerOf(HttpServletRequest request) {
        return Caller.of(request)
                .orElseThrow(() -> new Refusal(HttpProblems.UNAUTHENTICATED, "An access token is required."));
    }
}
