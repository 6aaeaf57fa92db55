package io.mainstay.factors;

import com.webauthn4j.data.client.Origin;
import io.mainstay.auth.Issuer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Whom passkeys are made for, and on which pages they may be used. Source: WebAuthn Level 3, 5.1.
@Component
class RelyingParty {

    private static final String DEVELOPMENT = "localhost";
    private static final Set<Origin> DEVELOPMENT_ORIGINS = Set.of(new Origin("http://localhost:8080"),
            new Origin("http://127.0.0.1:8080"));

    private final String id;
    private final String name;
    private final Set<Origin> origins;

    RelyingParty(FactorSettings settings, Issuer issuer) {
        this.name = settings.name();
        this.id = settings.relyingPartyId() == null ? host(issuer.address()) : settings.relyingPartyId();
        if (!settings.origins().isEmpty()) {
            this.origins = settings.origins().stream().map(Origin::new).collect(Collectors.toUnmodifiableSet());
        } else {
            var own = new HashSet<>(id.equals(DEVELOPMENT) ? DEVELOPMENT_ORIGINS : Set.of());
            own.add(new Origin(origin(issuer.address())));
            this.origins = Set.copyOf(own);
        }
    }

    /// A domain, e.g. `shop.example`.
    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Set<Origin> origins() {
        return origins;
    }

    private static String host(String issuer) {
        return parsed(issuer).getHost();
    }

    private static String origin(String issuer) {
        var uri = parsed(issuer);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() == -1 ? "" : ":" + uri.getPort());
    }

    private static URI parsed(String issuer) {
        try {
            var uri = new URI(issuer);
            if (uri.getHost() != null && uri.getScheme() != null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // falls through to the refusal
        }
        throw new IllegalStateException("mainstay.auth.issuer is no address with a host: set it, or "
                + "mainstay.factors.relying-party-id and mainstay.factors.origins");
    }
}
