package io.mainstay;

import io.mainstay.infrastructure.Infrastructure;
import org.springframework.boot.SpringApplication;

/// Starts the whole platform on a bare machine: `mvn spring-boot:test-run`.
public class TestMainstay {

    public static void main(String[] args) {
        SpringApplication.from(Mainstay::main).with(Infrastructure.class).run(args);
    }
}
