package io.mainstay.infrastructure;

import io.mainstay.sandbox.SandboxProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/// What no machine can have for real: the card network.
@TestConfiguration(proxyBeanMethods = false)
class OutsideWorld {

    @Bean(destroyMethod = "close")
    SandboxProvider sandboxProvider(DataFolder folder) throws IOException {
        return SandboxProvider.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("provider").resolve("journal"));
    }

    @Bean
    DynamicPropertyRegistrar providerProperties(SandboxProvider provider) {
        return properties -> properties.add("mainstay.providers.sandbox-url",
                () -> "http://127.0.0.1:" + provider.port());
    }

    @Bean(destroyMethod = "close")
    DataFolder dataFolder() {
        return DataFolder.open();
    }
}
