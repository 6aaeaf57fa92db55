package io.mainstay.signin;

import io.mainstay.auth.TokenSigning;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// The configured providers by their names.
@Component
class Providers {

    private final Map<String, OpenIdProvider> byName;
    private final Map<String, String> issuers;

    Providers(SignInSettings settings, ProviderCalls calls, TokenSigning tokens, Clock clock) {
        this.byName = settings.providers().entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                one -> new OpenIdProvider(one.getValue(),
                        tokens.issuer() + SignInController.PATH + "/" + one.getKey() + "/callback", calls, clock)));
        this.issuers = settings.providers().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, one -> one.getValue().issuer()));
    }

    Map<String, OpenIdProvider> byName() {
        return byName;
    }

    Map<String, String> issuers() {
        return issuers;
    }
}
