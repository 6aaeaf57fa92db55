package io.mainstay.infrastructure;

import io.mainstay.sandbox.SandboxProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/// What no machine can have for real: the card network.
@TestConfiguration(proxyBeanMethods = false)
public class OutsideWorld {

    /// Protects nothing.
    public static final String WEBHOOK_SECRET = "sandbox-development-secret";

    /// From then on the card network announces what happens to the program that listens there.
    @Bean
    ApplicationListener<WebServerInitializedEvent> sandboxWebhookAddress(SandboxProvider provider) {
        return started -> {
            // the management port is a second server
            if (started.getApplicationContext().getServerNamespace() == null) {
                provider.announceTo(URI.create("http://127.0.0.1:" + started.getWebServer().getPort()
                        + "/v1/webhooks/sandbox"), WEBHOOK_SECRET);
            }
        };
    }

    @Bean(destroyMethod = "close")
    SandboxProvider sandboxProvider(DataFolder folder) throws IOException {
        return SandboxProvider.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("provider").resolve("journal"));
    }

    @Bean
    DynamicPropertyRegistrar providerProperties(SandboxProvider provider) {
        return properties -> {
            properties.add("mainstay.providers.sandbox-url", () -> "http://127.0.0.1:" + provider.port());
            properties.add("mainstay.providers.sandbox-webhook-secret", () -> WEBHOOK_SECRET);
        };
    }

    @Bean(destroyMethod = "close")
    DataFolder dataFolder() {
        return DataFolder.open();
    }
}
