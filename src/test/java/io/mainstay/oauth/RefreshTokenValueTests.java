package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshTokenValueTests {

    private final RefreshTokenValue token = RefreshTokenValue.first(AuthorizationId.next());

    @Test
    void isReadAsItWasWritten() {
        assertThat(RefreshTokenValue.parse(token.encode())).contains(token);
    }

    @Test
    void changesButForItsFamily() {
        var next = token.next();
        assertThat(next.family()).isEqualTo(token.family());
        assertThat(next.authorization()).isEqualTo(token.authorization());
        assertThat(next.current()).isNotEqualTo(token.current());
    }

    @Test
    void isNothingElse() {
        for (var other : List.of("", "oauth_", "refresh_abc", "oauth_***", token.encode() + "AAAA",
                token.encode().substring(0, 50), token.encode().substring(1))) {
            assertThat(RefreshTokenValue.parse(other)).as(other).isEmpty();
        }
    }

    @Test
    void tellsItsSecretToNoLog() {
        assertThat(token.toString()).doesNotContain(token.current().value(), token.family().value());
    }
}
