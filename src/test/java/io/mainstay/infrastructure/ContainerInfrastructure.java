package io.mainstay.infrastructure;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/// The official images of the very versions that docker-compose.yml runs.
@TestConfiguration(proxyBeanMethods = false)
class ContainerInfrastructure {

    private static final String PASSWORD = "containers";
    private static final Duration STARTUP = Duration.ofMinutes(4);

    @Bean
    PostgreSQLContainer postgres() {
        return new PostgreSQLContainer("postgres:18").withStartupTimeout(STARTUP).withCommand("postgres", "-c",
                "fsync=off", "-c", "shared_preload_libraries=pg_stat_statements");
    }

    @Bean
    JdbcConnectionDetails jdbcConnection(PostgreSQLContainer postgres) throws Exception {
        Roles.create(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword(), PASSWORD);
        return Roles.application(postgres.getJdbcUrl(), PASSWORD);
    }

    @Bean
    FlywayConnectionDetails flywayConnection(PostgreSQLContainer postgres, JdbcConnectionDetails rolesExist) {
        return Roles.owner(postgres.getJdbcUrl(), PASSWORD);
    }

    @Bean
    @ServiceConnection
    RabbitMQContainer rabbit() {
        return new RabbitMQContainer("rabbitmq:4-management").withStartupTimeout(STARTUP);
    }

    @Bean
    @ServiceConnection(name = "redis")
    GenericContainer<?> redis() {
        return new GenericContainer<>("redis:8").withExposedPorts(6379).withStartupTimeout(STARTUP);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    GreenMail mailCatcher() {
        return new GreenMail(ServerSetup.SMTP.dynamicPort());
    }

    @Bean(destroyMethod = "close")
    MailView mailView(GreenMail mailCatcher) throws Exception {
        return MailView.start(mailCatcher, 0);
    }

    @Bean
    DynamicPropertyRegistrar mailProperties(GreenMail mailCatcher, MailView mailView) {
        return properties -> {
            properties.add("mainstay.infrastructure.mail-url", mailView::url);
            properties.add("spring.mail.host", () -> "127.0.0.1");
            properties.add("spring.mail.port", () -> mailCatcher.getSmtp().getPort());
        };
    }
}
