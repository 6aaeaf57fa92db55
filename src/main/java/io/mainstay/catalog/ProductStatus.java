package io.mainstay.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// Whether a product can be ordered. A retired one stays readable by its id and may come back.
enum ProductStatus {

    @JsonProperty("active")
    ACTIVE, @JsonProperty("retired")
    RETIRED;

    /// As it is stored.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ProductStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
