package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTests {

    @ParameterizedTest
    @ValueSource(ints = {8, 128})
    void takesAnyCharactersOfTheRightNumber(int length) {
        assertThatCode(() -> Password.of(" ".repeat(length))).doesNotThrowAnyException();
        assertThatCode(() -> Password.of("🔑".repeat(length))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 129, 100_000})
    void refusesTooShortAndTooLong(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Password.of("x".repeat(length)));
    }

    @Test
    void isTheSameHoweverTheKeyboardComposesIt() {
        assertThat(Password.of("cafe\u0301 au lait")).isEqualTo(Password.of("caf\u00e9 au lait"));
    }

    @Test
    void doesNotGetIntoLogs() {
        assertThat(Password.of("open sesame")).asString().doesNotContain("sesame");
    }
}
