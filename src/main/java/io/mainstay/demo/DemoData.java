package io.mainstay.demo;

import io.mainstay.auth.Accounts;
import io.mainstay.authorization.Role;
import io.mainstay.authorization.Roles;
import io.mainstay.catalog.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Adds the demo data once: the products in one transaction, by one instance at a time, then the logins, whose passwords
/// are hashed outside of it.
class DemoData {

    private static final Logger log = LoggerFactory.getLogger(DemoData.class);
    private static final long LOCK = 0x6d61696e73746179L;

    private final Catalog catalog;
    private final Accounts accounts;
    private final Roles roles;
    private final JdbcClient jdbc;
    private final DemoSettings settings;
    private final TransactionTemplate transaction;

    DemoData(Catalog catalog, Accounts accounts, Roles roles, JdbcClient jdbc, DemoSettings settings,
            PlatformTransactionManager transactions) {
        this.catalog = catalog;
        this.accounts = accounts;
        this.roles = roles;
        this.jdbc = jdbc;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
    }

    static List<DemoProduct> products() {
        try (var file = new ClassPathResource("demo/products.json").getInputStream()) {
            return JsonMapper.shared().readValue(file, new TypeReference<List<DemoProduct>>() {
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Does nothing if it's there already. It's there as a whole or not at all, so its first product tells.
    void add() {
        var products = products();
        transaction.executeWithoutResult(_ -> {
            lock();
            if (catalog.find(products.getFirst().product().sku()).isPresent()) {
                return;
            }
            // the last one first: a list shows the newest at its top
            products.reversed().forEach(entry -> catalog.add(entry.product(), entry.onHand()));
            log.info("Added {} demo products", products.size());
        });
        DemoLogin.ALL.forEach(this::add);
    }

    private void add(DemoLogin login) {
        var account = accounts.createVerified(login.email(), login.password(), login.name());
        if (login.administrator()) {
            roles.grant(account, Role.ADMINISTRATOR);
        }
    }

    /// Ends with the transaction.
    private void lock() {
        jdbc.sql("select set_config('lock_timeout', :milliseconds, true)")
                .param("milliseconds", String.valueOf(settings.maxWait().toMillis())).query(String.class).single();
        jdbc.sql("select 1 from pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(Integer.class).single();
    }
}
