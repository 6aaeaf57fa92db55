package io.mainstay;

import io.mainstay.infrastructure.Infrastructure;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/// Starts the whole platform on a bare machine, with demo data: `mvn spring-boot:test-run`.
public class TestMainstay {

    public static void main(String[] args) {
        Infrastructure.requireNoOther();
        SpringApplication.from(TestMainstay::runWithDemo).with(Infrastructure.class).run(args);
    }

    /// As [Mainstay] does, but with defaults for people who look around; any other setting overrides them.
    private static void runWithDemo(String[] args) {
        var application = new SpringApplication(Mainstay.class);
        application.setDefaultProperties(
                Map.of("mainstay.demo.enabled", "true", "mainstay.demo.welcome", "true", "server.address", "127.0.0.1",
                        "management.server.address", "127.0.0.1"));
        application.run(args);
    }
}
