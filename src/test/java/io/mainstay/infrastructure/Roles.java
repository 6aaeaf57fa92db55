package io.mainstay.infrastructure;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.io.ClassPathResource;

/// The database's two roles, made by the same `db/roles.sql` that production runs.
final class Roles {

    private Roles() {}

    static void create(String url, String superuser, String superuserPassword, String password)
            throws SQLException, java.io.IOException {
        var script = new ClassPathResource("db/roles.sql").getContentAsString(StandardCharsets.UTF_8);
        try (var connection = DriverManager.getConnection(url, superuser, superuserPassword);
                var statement = connection.createStatement()) {
            statement.execute(script);
            statement.execute("alter role mainstay_owner password '" + password + "'");
            statement.execute("alter role mainstay_app password '" + password + "'");
        }
    }

    static JdbcConnectionDetails application(String url, String password) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "mainstay_app";
            }

            @Override
            public String getPassword() {
                return password;
            }

            @Override
            public String getJdbcUrl() {
                return url;
            }
        };
    }

    static FlywayConnectionDetails owner(String url, String password) {
        return new FlywayConnectionDetails() {
            @Override
            public String getUsername() {
                return "mainstay_owner";
            }

            @Override
            public String getPassword() {
                return password;
            }

            @Override
            public String getJdbcUrl() {
                return url;
            }
        };
    }
}
