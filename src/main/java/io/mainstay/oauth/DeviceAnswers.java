package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/// After a device was allowed what it asked for: the person goes on there, and reads so here.
final class DeviceAnswers implements AuthenticationSuccessHandler {

    private static final String PAGE = "/device?done";

    private final OAuthErrors errors;

    DeviceAnswers(OAuthErrors errors) {
        this.errors = errors;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
            Authentication authentication) throws IOException {
        if (request.getMethod().equals("POST")) {
            errors.write(response, HttpStatus.OK, new AuthorizationAnswers.Next(PAGE));
        } else {
            response.sendRedirect(PAGE);
        }
    }
}
