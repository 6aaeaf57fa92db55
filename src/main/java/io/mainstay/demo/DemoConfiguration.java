package io.mainstay.demo;

import io.mainstay.auth.Accounts;
import io.mainstay.authorization.Roles;
import io.mainstay.catalog.Catalog;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/// Exists only with `mainstay.demo.enabled=true`.
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("mainstay.demo.enabled")
class DemoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(DemoConfiguration.class);

    /// Before the instance says that it's ready.
    @Bean
    ApplicationRunner demoData(Catalog catalog, Accounts accounts, Roles roles, JdbcClient jdbc,
            DemoSettings settings, PlatformTransactionManager transactions) {
        return _ -> {
            log.warn("Demo data is on: anybody can log in as an administrator with a public password. "
                    + "Set mainstay.demo.enabled=false wherever there is real data.");
            new DemoData(catalog, accounts, roles, jdbc, settings, transactions).add();
        };
    }

    @Bean
    @ConditionalOnBooleanProperty("mainstay.demo.welcome")
    ApplicationListener<ApplicationReadyEvent> welcome(Environment environment, DataSource database,
            DemoSettings settings) {
        return _ -> log.info(new Welcome(address(environment, "local.server.port"),
                address(environment, "local.management.port"), settings.mailCatcher().toString(), url(database))
                .text());
    }

    private static String address(Environment environment, String port) {
        return "http://127.0.0.1:" + environment.getProperty(port, "8080");
    }

    private static String url(DataSource database) {
        try (var connection = database.getConnection()) {
            return connection.getMetaData().getURL();
        } catch (SQLException unreachable) {
            return "not reachable: " + unreachable.getMessage();
        }
    }
}
