package io.mainstay.auth;

import com.nimbusds.jose.KeySourceException;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.http.ProblemWriter;
import io.mainstay.problem.HttpProblems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Makes the account of a valid access token the request's [Caller]. Without a token the request goes on anonymously; a
/// token that is not valid ends it, on open endpoints too: its sender believes to be signed in. Source: RFC 6750.
final class BearerAuthentication extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(BearerAuthentication.class);
    private static final String RETRY_SECONDS = "2";

    private final JwtDecoder decoder;
    private final List<BearerCredential> others;
    private final ProblemWriter problems;
    /// Looks at the Authorization header alone: tokens in addresses and forms end up in logs.
    private final BearerTokenResolver tokens = new DefaultBearerTokenResolver();

    BearerAuthentication(JwtDecoder decoder, List<BearerCredential> others, ProblemWriter problems) {
        this.decoder = decoder;
        this.others = others;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            var token = tokens.resolve(request);
            if (token != null) {
                authenticate(token, request);
            }
        } catch (DataAccessException | TransactionException away) {
            unavailable(request, response, away);
            return;
        } catch (OAuth2AuthenticationException | JwtException refused) {
            if (refused.getCause() instanceof KeySourceException away) {
                unavailable(request, response, away);
                return;
            }
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            problems.write(request, response, HttpProblems.UNAUTHENTICATED,
                    "The access token is not valid, or no longer.");
            return;
        }
        chain.doFilter(request, response);
    }

    /// Not a 401, which would have the client log in again.
    private void unavailable(HttpServletRequest request, HttpServletResponse response, Exception cause)
            throws IOException {
        LOG.warn("Whose request it is could not be found out for now: {}", cause.toString());
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        problems.write(request, response, HttpProblems.UNAVAILABLE, "A part this needs does not answer in time.");
    }

    private void authenticate(String token, HttpServletRequest request) {
        for (var other : others) {
            if (other.recognizes(token)) {
                other.authenticate(token, request).orElseThrow(() -> new BadJwtException("not valid"))
                        .attachTo(request);
                return;
            }
        }
        attach(decoder.decode(token), request);
    }

    /// @param claims of a valid access token, wherever the request had it
    static void attach(Jwt claims, HttpServletRequest request) {
        AccessTokens.session(claims).attachTo(request);
        new Caller(AccountId.of(AccessTokens.required(claims.getSubject())), null,
                claims.getClaimAsInstant(AccessTokens.CONFIRMED_AT)).attachTo(request);
    }
}
