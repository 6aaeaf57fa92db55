package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedirectUriTests {

    @Test
    void matchesCharacterByCharacter() {
        var uri = new RedirectUri("https://app.example/callback?a=b");
        assertThat(uri.matches("https://app.example/callback?a=b")).isTrue();
        for (var other : List.of("https://app.example/callback", "https://app.example/callback?a=b&c=d",
                "https://app.example/callback?a=b#", "https://app.example:443/callback?a=b",
                "https://APP.example/callback?a=b", "https://app.example/callback%3Fa=b", "")) {
            assertThat(uri.matches(other)).as(other).isFalse();
        }
    }

    @Test
    void letsAPortBeAnotherOneOnTheVeryMachineAlone() {
        var uri = new RedirectUri("http://127.0.0.1/callback");
        assertThat(uri.matches("http://127.0.0.1:49152/callback")).isTrue();
        assertThat(new RedirectUri("http://[::1]:1/x").matches("http://[::1]:2/x")).isTrue();
        for (var other : List.of("http://127.0.0.1:49152/other", "http://127.0.0.1:49152/callback?a=b",
                "http://127.0.0.1:49152@evil.example/callback", "http://127.0.0.1:49152.evil.example/callback",
                "http://[::1]:49152/callback", "http://127.0.0.1:999999/callback", "http://127.0.0.1:/callback")) {
            assertThat(uri.matches(other)).as(other).isFalse();
        }
        assertThat(new RedirectUri("http://localhost:3000/x").matches("http://localhost:3001/x")).isFalse();
    }
}
