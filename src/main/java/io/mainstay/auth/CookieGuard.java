package io.mainstay.auth;

import io.mainstay.auth.CookieAuthentication.Verdict;
import io.mainstay.caller.OpenToEveryone;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Tells a browser what is wrong with its cookie, wherever a caller is needed; without it such a request would be
/// refused all the same, as an anonymous one. Open endpoints take no notice: logging in must work with an old cookie,
/// and an answer that shared caches keep must not take other people's cookies away.
@Component
class CookieGuard implements HandlerInterceptor, WebMvcConfigurer {

    /// Before the one that misses a caller.
    private static final int ORDER = -100;

    private final SessionCookies cookies;

    CookieGuard(SessionCookies cookies) {
        this.cookies = cookies;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(ORDER);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod endpoint && !endpoint.hasMethodAnnotation(OpenToEveryone.class)) {
            if (Verdict.FORGEABLE.isOn(request)) {
                throw new Refusal(AuthProblems.CSRF_TOKEN_INVALID,
                        "With a cookie, " + CsrfTokens.HEADER + " and a page of this system are required.");
            }
            if (Verdict.INVALID.isOn(request)) {
                cookies.clearSession(response);
                throw new Refusal(HttpProblems.UNAUTHENTICATED, "The session cookie is not valid, or no longer.");
            }
        }
        return true;
    }
}
