package io.mainstay.providers;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// The providers that this installation can use, each behind its bulkhead and circuit breaker.
@Component
public class PaymentProviders {

    private final Map<String, PaymentProvider> byName;
    private final PaymentProvider standard;

    /// @throws IllegalArgumentException if the one that new payments should go to isn't there
    PaymentProviders(List<PaymentProvider> providers, ProviderSettings settings, ResilienceSettings resilience,
            MeterRegistry meters) {
        this.byName = providers.stream()
                .map(provider -> new ResilientProvider(provider, settings.maxConcurrentCalls(), resilience, meters))
                .collect(Collectors.toUnmodifiableMap(PaymentProvider::name, Function.identity()));
        this.standard = called(settings.standard());
    }

    /// The one that new payments go to.
    public PaymentProvider standard() {
        return standard;
    }

    Optional<WebhookReader> webhooksOf(String name) {
        return Optional.ofNullable(byName.get(name)).flatMap(PaymentProvider::webhooks);
    }

    /// @throws IllegalArgumentException if there is none of that name
    public PaymentProvider called(String name) {
        var provider = byName.get(name);
        if (provider == null) {
            throw new IllegalArgumentException("there is no payment provider called '" + name + "'; there are "
                    + byName.keySet());
        }
        return provider;
    }
}
