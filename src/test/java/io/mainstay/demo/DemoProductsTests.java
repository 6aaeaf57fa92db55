package io.mainstay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class DemoProductsTests {

    @Test
    void areAllValidAndDifferent() {
        var skus = new HashSet<String>();
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            for (var entry : DemoData.products()) {
                assertThat(factory.getValidator().validate(entry.product())).isEmpty();
                assertThat(skus.add(entry.product().sku())).isTrue();
            }
        }
        assertThat(skus).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void includeARareOneASoldOutOneAndOtherCurrencies() {
        var products = DemoData.products();
        assertThat(products).extracting(DemoProduct::onHand).contains(0, 1);
        assertThat(products).extracting(entry -> entry.product().price().currency()).contains("EUR", "JPY", "KWD");
    }

    @Test
    void areIntroducedInOneBlock() {
        var text = new Welcome("http://127.0.0.1:8080", "http://127.0.0.1:9090", "http://127.0.0.1:8025",
                "jdbc:postgresql://localhost/mainstay").text();
        assertThat(text).contains("http://127.0.0.1:8080/docs", "http://127.0.0.1:9090/actuator/health",
                "admin@mainstay.example", "harbour-lantern-quartz-71", "curl 'http://127.0.0.1:8080/v1/products");
    }
}
