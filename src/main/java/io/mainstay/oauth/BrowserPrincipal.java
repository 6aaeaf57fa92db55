package io.mainstay.oauth;

import io.mainstay.caller.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/// Tells the library which person's browser asks, where it's people that are asked: elsewhere a browser's cookie counts
/// for nothing. Who has to log in again is nobody until then.
final class BrowserPrincipal extends OncePerRequestFilter {

    private final Clock clock;

    BrowserPrincipal(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (AuthorizationServerConfiguration.isForPeople(request)) {
            Caller.of(request).filter(Caller::isUnlimited)
                    .filter(caller -> !FreshLogIn.isDue(request, caller.confirmedAt(), clock.instant()))
                    .ifPresent(caller -> SecurityContextHolder.setContext(new SecurityContextImpl(
                            new AccountAuthentication(caller.account(), caller.confirmedAt()))));
        }
        chain.doFilter(request, response);
    }
}
