package io.mainstay;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Starts Mainstay. `mainstay.worker.enabled=false` leaves the background work to other instances; see
/// `docs/architecture.md`.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Modulithic(systemName = "Mainstay")
public class Mainstay {

    public static void main(String[] args) {
        SpringApplication.run(Mainstay.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
