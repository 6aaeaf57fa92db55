package io.mainstay;

import io.mainstay.infrastructure.Infrastructure;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/// A test of the whole program over HTTP on real parts. All such tests share one application: don't add
/// configuration to single ones, and don't count on an empty database. Passwords cost less than in production, and many people may come from one address; what a
/// test does over HTTP as a signed-in person, it does with [ApiClient].
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {"management.server.port=0",
        "mainstay.auth.hashing.memory-kib=1024", "mainstay.throttling.per-address=100000",
        "spring.datasource.hikari.leak-detection-threshold=20000"})
@Import({Infrastructure.class, Owner.class, StatementCounter.class, ApiClient.class})
@AutoConfigureRestTestClient
public @interface IntegrationTest {
}
