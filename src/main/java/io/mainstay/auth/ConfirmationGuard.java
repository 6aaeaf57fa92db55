package io.mainstay.auth;

import io.mainstay.caller.Caller;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Holds requests for sensitive actions against the time at which their person last showed who they are. The access
/// token says it, so no query is needed.
@Component
class ConfirmationGuard implements HandlerInterceptor, WebMvcConfigurer {

    /// After the permission was looked at: who may not do it isn't asked for a proof.
    private static final int AFTER_AUTHORIZATION = 100;

    private final Clock clock;
    private final ProofSettings settings;

    ConfirmationGuard(Clock clock, ProofSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(AFTER_AUTHORIZATION);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod endpoint) {
            var required = endpoint.getMethodAnnotation(RequiresConfirmation.class);
            if (required != null) {
                enforce(required, request);
            }
        }
        return true;
    }

    private void enforce(RequiresConfirmation required, HttpServletRequest request) {
        var caller = Caller.of(request)
                .orElseThrow(() -> new Refusal(HttpProblems.UNAUTHENTICATED, "An access token is required."));
        if (!caller.isUnlimited() && required.limitedCredentials()) {
            return;
        }
        if (!caller.isUnlimited()) {
            throw new Refusal(HttpProblems.FORBIDDEN, "This needs the person's own session.");
        }
        var maxAge = maxAge(required);
        var confirmedAt = caller.confirmedAt();
        if (confirmedAt == null || confirmedAt.plus(maxAge).isBefore(clock.instant())) {
            throw new Refusal(HttpProblems.CONFIRMATION_REQUIRED, "Confirm the session first.",
                    Map.of(Refusal.MAX_AGE_SECONDS, (int) maxAge.toSeconds()));
        }
    }

    private Duration maxAge(RequiresConfirmation required) {
        return required.maxAgeSeconds() == RequiresConfirmation.AS_CONFIGURED
                ? settings.confirmationAge()
                : Duration.ofSeconds(required.maxAgeSeconds());
    }
}
