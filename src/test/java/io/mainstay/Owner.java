package io.mainstay;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// The database as the owner of its tables sees it: the strongest hand that can go around the Java code.
@TestComponent
public class Owner {

    private final DriverManagerDataSource database;
    private final JdbcClient jdbc;

    Owner(FlywayConnectionDetails connection) {
        this.database = new DriverManagerDataSource(String.valueOf(connection.getJdbcUrl()),
                String.valueOf(connection.getUsername()), String.valueOf(connection.getPassword()));
        this.jdbc = JdbcClient.create(database);
    }

    /// A new one, for the caller to close.
    public Connection connection() throws SQLException {
        return database.getConnection();
    }

    public JdbcClient jdbc() {
        return jdbc;
    }
}
