package io.mainstay.infrastructure;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;
import redis.embedded.RedisServer;

/// A real PostgreSQL and a real Redis as child processes, an AMQP 0-9-1 broker and a mail catcher in this one, all on
/// free ports of the loopback address. Data lives in [DataFolder].
@TestConfiguration(proxyBeanMethods = false)
class EmbeddedInfrastructure {

    private static final String PASSWORD = "embedded";

    @Bean(destroyMethod = "close")
    EmbeddedPostgres postgres(DataFolder folder) throws Exception {
        var builder = EmbeddedPostgres.builder().setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setServerConfig("max_connections", "60")
                // otherwise PostgreSQL dies before the application's own shutdown is through with it
                .setRegisterShutdownHook(false).setPGStartupWait(Duration.ofSeconds(60));
        if (folder.isKept()) {
            var data = folder.resolve("postgres");
            DataFolder.stopStalePostgres(data);
            builder.setDataDirectory(data).setCleanDataDirectory(false);
        } else {
            builder.setServerConfig("fsync", "off").setServerConfig("full_page_writes", "off");
        }
        var postgres = builder.start();
        Roles.create(url(postgres), "postgres", "postgres", PASSWORD);
        return postgres;
    }

    @Bean
    JdbcConnectionDetails jdbcConnection(EmbeddedPostgres postgres) {
        return Roles.application(url(postgres), PASSWORD);
    }

    @Bean
    FlywayConnectionDetails flywayConnection(EmbeddedPostgres postgres) {
        return Roles.owner(url(postgres), PASSWORD);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    RedisServer redis() throws IOException {
        return RedisServer.newRedisServer().port(freePort()).bind("127.0.0.1").setting("save \"\"").build();
    }

    @Bean
    DataRedisConnectionDetails redisConnection(RedisServer redis) {
        return new DataRedisConnectionDetails() {
            @Override
            public Standalone getStandalone() {
                return Standalone.of("127.0.0.1", redis.ports().getFirst());
            }
        };
    }

    @Bean(destroyMethod = "close")
    EmbeddedAmqpBroker amqpBroker(DataFolder folder) throws IOException {
        return EmbeddedAmqpBroker.start(folder.resolve("amqp"), folder.isKept(), freePort());
    }

    @Bean
    RabbitConnectionDetails rabbitConnection(EmbeddedAmqpBroker broker) {
        return new RabbitConnectionDetails() {
            @Override
            public String getUsername() {
                return EmbeddedAmqpBroker.USER;
            }

            @Override
            public String getPassword() {
                return EmbeddedAmqpBroker.USER;
            }

            @Override
            public List<Address> getAddresses() {
                return List.of(new Address("127.0.0.1", broker.port()));
            }
        };
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    GreenMail mailCatcher() {
        return new GreenMail(ServerSetup.SMTP.dynamicPort());
    }

    /// On Mailpit's port where a person is to find it, on a free one in tests.
    @Bean(destroyMethod = "close")
    MailView mailView(GreenMail mailCatcher, DataFolder folder) throws Exception {
        return MailView.start(mailCatcher, folder.isKept() ? MailView.USUAL_PORT : 0);
    }

    @Bean
    DynamicPropertyRegistrar mailProperties(GreenMail mailCatcher, MailView mailView) {
        return properties -> {
            properties.add("mainstay.infrastructure.mail-url", mailView::url);
            properties.add("spring.mail.host", () -> "127.0.0.1");
            properties.add("spring.mail.port", () -> mailCatcher.getSmtp().getPort());
        };
    }

    /// Without a user in it, which would win over the one of the connection.
    private static String url(EmbeddedPostgres postgres) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
