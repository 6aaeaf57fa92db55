package io.mainstay;

import java.util.Set;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/// Makes every bean that uses the database wait for [SchemaVersionCheck], as it would for Flyway.
final class SchemaVersionCheckFirst extends AbstractBeansOfTypeDatabaseInitializerDetector {

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(SchemaVersionCheck.class);
    }
}
