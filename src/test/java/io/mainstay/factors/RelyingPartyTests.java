package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.webauthn4j.data.client.Origin;
import io.mainstay.auth.Issuers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelyingPartyTests {

    @Test
    void isTheIssuersHostAndItsPagesAlone() {
        var party = party("https://shop.example", null);

        assertThat(party.id()).isEqualTo("shop.example");
        assertThat(party.origins()).containsExactly(new Origin("https://shop.example"));
        assertThat(party("https://shop.example:8443/path", null).origins())
                .containsExactly(new Origin("https://shop.example:8443"));
    }

    @Test
    void takesThisMachinesPagesInDevelopmentAlone() {
        assertThat(party("http://localhost:8080", null).origins()).containsExactlyInAnyOrder(
                new Origin("http://localhost:8080"), new Origin("http://127.0.0.1:8080"));
        assertThat(party("http://localhost:9000", null).origins()).contains(new Origin("http://localhost:9000"));
    }

    @Test
    void isWhatTheSettingsSay() {
        var party = party("https://api.shop.example", "shop.example", "https://shop.example",
                "https://www.shop.example");

        assertThat(party.id()).isEqualTo("shop.example");
        assertThat(party.origins()).containsExactlyInAnyOrder(new Origin("https://shop.example"),
                new Origin("https://www.shop.example"));
    }

    @Test
    void asksForSettingsWhereTheIssuerHasNoHost() {
        assertThatIllegalStateException().isThrownBy(() -> party("issuer", null))
                .withMessageContaining("mainstay.factors.relying-party-id");
    }

    private static RelyingParty party(String issuer, @Nullable String id, String... origins) {
        return new RelyingParty(new FactorSettings("Mainstay", id, List.of(origins), 10, Duration.ofMinutes(15), 10,
                Duration.ofMinutes(5)), Issuers.of(issuer));
    }
}
