package io.mainstay.auth;

import io.mainstay.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/// Tells a page of ours from anybody else's by what browsers say of themselves, and no script can change. A client that
/// says nothing is no browser of this decade; what it sends has to prove itself by other means.
///
/// The configured addresses alone count, never the request's `Host`. Sources: RFC 6454; Fetch Metadata, W3C.
@Component
class OwnOrigins {

    private static final String LOCALHOST = "localhost";

    private final Set<String> origins;

    OwnOrigins(AuthSettings auth, BrowserSettings browser) {
        var own = new HashSet<>(browser.origins());
        addIssuer(auth.issuer(), own);
        this.origins = Set.copyOf(own);
    }

    /// @throws Refusal `csrf-token-invalid` if a browser says that the request comes from somewhere else
    void require(HttpServletRequest request) {
        if (!areClaimedBy(request)) {
            throw new Refusal(AuthProblems.CSRF_TOKEN_INVALID, "The request does not come from a page of this system.");
        }
    }

    boolean areClaimedBy(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        // a sister domain ("same-site") is somebody else
        return (site == null || site.equals("same-origin") || site.equals("none"))
                && (origin == null || origins.contains(origin));
    }

    /// Whether a browser itself says that it's a page of ours that asks, which no other site can make it say.
    boolean areProvenBy(HttpServletRequest request) {
        return areClaimedBy(request) && (request.getHeader(HttpHeaders.ORIGIN) != null
                || "same-origin".equals(request.getHeader("Sec-Fetch-Site")));
    }

    private static void addIssuer(String issuer, Set<String> own) {
        try {
            var uri = URI.create(issuer);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return;
            }
            own.add(origin(uri, uri.getHost()));
            if (uri.getHost().equals(LOCALHOST)) {
                own.add(origin(uri, "127.0.0.1"));
            }
        } catch (IllegalArgumentException _) {
            // an issuer that is no address has no pages
        }
    }

    /// As browsers write it: a scheme's own port is left out.
    private static String origin(URI uri, String host) {
        var usual = uri.getScheme().equals("https") ? 443 : 80;
        return uri.getScheme() + "://" + host
                + (uri.getPort() == -1 || uri.getPort() == usual ? "" : ":" + uri.getPort());
    }
}
