package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTests {

    @Test
    void isOneAddressHoweverItIsTyped() {
        assertThat(EmailAddress.of("  Ada.Lovelace+Shop@Example.COM ").value())
                .isEqualTo("ada.lovelace+shop@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ada", "ada@", "@example.com", "ada@localhost", "ada@-example.com",
            "ada@example..com", "ada@ex ample.com", "ada@example.com\nBcc: eve@example.com", "a\0da@example.com",
            "ada@example.com,eve@example.com", "Ada <ada@example.com>", "ädä@example.com"})
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.of(text));
    }

    @Test
    void refusesMoreThan254Characters() {
        var labels = ".example".repeat(30).substring(1);

        assertThat(EmailAddress.of("a".repeat(254 - 1 - labels.length()) + "@" + labels).value()).hasSize(254);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmailAddress.of("a".repeat(255 - 1 - labels.length()) + "@" + labels));
    }

    @Test
    void doesNotGetIntoLogs() {
        assertThat(EmailAddress.of("ada@example.com")).asString().doesNotContain("ada");
    }
}
