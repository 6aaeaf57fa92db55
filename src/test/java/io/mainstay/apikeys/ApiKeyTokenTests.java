package io.mainstay.apikeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTokenTests {

    private final ApiKeyToken token = ApiKeyToken.next(ApiKeyId.next());

    @Test
    void readsWhatItGaveOut() {
        var read = ApiKeyToken.parse(token.value()).orElseThrow();

        assertThat(read).isEqualTo(token);
        assertThat(read.hash()).isEqualTo(token.hash());
        assertThat(token.value()).startsWith(token.id() + "_").hasSize(89);
    }

    @Test
    void isAnotherEachTime() {
        assertThat(ApiKeyToken.next(token.id()).value()).isNotEqualTo(token.value());
    }

    /// An example for those who write scanners, computed elsewhere.
    @Test
    void hasTheChecksumThatIsDocumented() throws IOException {
        var page = Files.readString(Path.of("docs/reference/api-keys.md"));
        var example = "mk_01h455vb4pex5vsknk084sn02q_" + "0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk"
                + "0zdbex0";

        assertThat(ApiKeyToken.parse(example)).isPresent();
        assertThat(page).contains(example).contains(ApiKeyToken.FORM.pattern());
    }

    @Test
    void refusesAnyOtherCharacter() {
        for (var position = 3; position < token.value().length(); position++) {
            var changed = new StringBuilder(token.value());
            changed.setCharAt(position, changed.charAt(position) == '7' ? '6' : '7');
            assertThat(ApiKeyToken.parse(changed.toString())).as("changed at %d", position).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mk", "mk_", "mk_\u0000", "mk_01h455vb4pex5vsknk084sn02q", "mk_é"})
    void refusesWhatIsNone(String text) {
        assertThat(ApiKeyToken.parse(text)).isEmpty();
        assertThat(ApiKeyToken.parse(token.value() + text + "0")).isEmpty();
        assertThat(ApiKeyToken.parse(text + token.value() + "\n")).isEmpty();
        assertThat(ApiKeyToken.parse(token.value().toUpperCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(ApiKeyToken.parse("mk_" + "0".repeat(100_000))).isEmpty();
    }

    @Test
    void neverPrintsItsSecret() {
        assertThat(token).asString().contains(token.id().toString()).doesNotContain(token.value());
    }
}
