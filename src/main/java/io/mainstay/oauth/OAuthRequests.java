package io.mainstay.oauth;

import io.mainstay.http.BoundedBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Stands before the library's endpoints: lets through what they can read, and answers in OAuth's form for what goes
/// wrong behind it.
final class OAuthRequests extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(OAuthRequests.class);

    private final OAuthErrors errors;

    OAuthRequests(OAuthErrors errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!AuthorizationServerConfiguration.methodsOf(request.getRequestURI()).contains(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW,
                    String.join(", ", AuthorizationServerConfiguration.methodsOf(request.getRequestURI())));
            errors.write(response, HttpStatus.METHOD_NOT_ALLOWED, OAuth2ErrorCodes.INVALID_REQUEST, null);
            return;
        }
        try {
            var readable = OAuthParameters.of(request, BoundedBody.of(request));
            chain.doFilter(readable, new SameHost(request, response));
        } catch (OAuth2AuthenticationException refused) {
            errors.onAuthenticationFailure(request, response, refused);
        } catch (DataIntegrityViolationException bug) {
            // repeating it would change nothing
            LOG.error("The database refuses what an OAuth request led to", bug);
            errors.write(response, OAuth2ErrorCodes.SERVER_ERROR, null);
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("An OAuth request could not be served for now: {}", away.toString());
            errors.write(response, OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, null);
        } catch (IllegalArgumentException unreadable) {
            // the library asserts where it can't make sense of a request
            LOG.info("An OAuth request made no sense: {}", unreadable.toString());
            errors.write(response, OAuth2ErrorCodes.INVALID_REQUEST, null);
        } catch (RuntimeException unexpected) {
            LOG.error("Unexpected error", unexpected);
            errors.write(response, OAuth2ErrorCodes.SERVER_ERROR, null);
        }
    }

    /// Keeps a redirect to one of our own pages on the address that the browser knows, whatever a proxy calls this host.
    private static final class SameHost extends HttpServletResponseWrapper {

        private final String own;

        SameHost(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            var url = request.getRequestURL();
            this.own = url.substring(0, url.length() - request.getRequestURI().length());
        }

        @Override
        public void sendRedirect(String location) throws IOException {
            var here = location.startsWith(own + "/") ? location.substring(own.length()) : location;
            if (here.startsWith("/")) {
                // the container would make it absolute
                setStatus(SC_FOUND);
                setHeader(HttpHeaders.LOCATION, here);
            } else {
                super.sendRedirect(here);
            }
        }
    }
}
