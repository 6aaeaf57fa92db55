package io.mainstay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import io.mainstay.auth.Accounts;
import io.mainstay.authorization.Roles;
import io.mainstay.catalog.Catalog;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@IntegrationTest
class DemoDataIT {

    @Autowired
    Catalog catalog;
    @Autowired
    Accounts accounts;
    @Autowired
    Roles roles;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    ApplicationContext context;

    @Test
    void addsItsDataOnceHoweverManyInstancesStart() throws Exception {
        var demo = new DemoData(catalog, accounts, roles, jdbc,
                new DemoSettings(true, false, URI.create("http://127.0.0.1:8025"), Duration.ofSeconds(60)),
                transactions);
        try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = java.util.stream.Stream.generate(() -> instances.submit(demo::add)).limit(4).toList();
            for (var start : starts) {
                start.get();
            }
        }
        var skus = DemoData.products().stream().map(entry -> entry.product().sku()).toList();
        assertThat(jdbc.sql("select count(*) from catalog.product where sku in (:skus)").param("skus", skus)
                .query(Long.class).single()).isEqualTo(skus.size());
        assertThat(jdbc.sql("select on_hand from catalog.product p join catalog.stock s on s.product_id = p.id "
                + "where sku = 'ART-ONE-01'").query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void isOffUnlessAskedFor() {
        assertThat(context.getBeanNamesForType(DemoConfiguration.class)).isEmpty();
    }
}
