package io.mainstay.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IntegrationTest
class RolesIT {

    @Autowired
    JdbcClient database;

    @Test
    void letTheApplicationOwnNothing() {
        assertThat(database.sql("select current_user").query(String.class).single()).isEqualTo("mainstay_app");
        assertThat(database.sql("select count(*) from pg_tables where tableowner in ('mainstay_app', 'postgres')"
                + " and schemaname not in ('pg_catalog', 'information_schema')").query(Long.class).single()).isZero();
    }
}
