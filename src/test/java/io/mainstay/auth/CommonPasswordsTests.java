package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.problem.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonPasswordsTests {

    private static final EmailAddress EMAIL = EmailAddress.of("ada.lovelace@example.com");

    private final CommonPasswords common = new CommonPasswords();

    @ParameterizedTest
    @ValueSource(strings = {"password", "PassWord1", "12345678", "qwertyuiop", "Iloveyou!", "Mainstay2026",
            "ada.lovelace", "Ada.Lovelace1815", "ada.lovelace@example.com"})
    void refusesWhatGuessersTryFirst(String text) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> common.refuse(Password.of(text), EMAIL, "/password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery staple", "velvet-compass-orchard-28",
            "ada.lovelace and a long tail"})
    void takesOthers(String text) {
        assertThatCode(() -> common.refuse(Password.of(text), EMAIL, "/password")).doesNotThrowAnyException();
    }
}
