package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTests {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /// RFC 6238, appendix B, in the mode SHA-1: its eight digits end with our six.
    @ParameterizedTest
    @CsvSource({"59, 94287082", "1111111109, 07081804", "1111111111, 14050471", "1234567890, 89005924",
            "2000000000, 69279037", "20000000000, 65353130"})
    void givesTheCodesOfTheStandard(long seconds, String eightDigits) {
        var code = Totp.codeOf(SECRET, Totp.stepAt(Instant.ofEpochSecond(seconds)));

        assertThat("%06d".formatted(code)).isEqualTo(eightDigits.substring(2));
    }

    @ParameterizedTest
    @CsvSource({"0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314", "5, 254676", "6, 287922", "7, 162583",
            "8, 399871", "9, 520489"})
    void givesTheCodesOfRfc4226(long counter, int code) {
        assertThat(Totp.codeOf(SECRET, counter)).isEqualTo(code);
    }

    @Test
    void takesOneStepOfSkewEachSideAndNoMore() {
        var now = Instant.ofEpochSecond(1_111_111_111);
        var step = Totp.stepAt(now);

        for (var offset = -1; offset <= 1; offset++) {
            assertThat(Totp.stepOf(SECRET, code(step + offset), now)).hasValue(step + offset);
        }
        assertThat(Totp.stepOf(SECRET, code(step - 2), now)).isEqualTo(OptionalLong.empty());
        assertThat(Totp.stepOf(SECRET, code(step + 2), now)).isEqualTo(OptionalLong.empty());
    }

    private static String code(long step) {
        return "%06d".formatted(Totp.codeOf(SECRET, step));
    }

    /// RFC 4648, 10, without the padding.
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI",
            "12345678901234567890, GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"})
    void writesSecretsAsAppsReadThem(String text, String base32) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(base32);
    }
}
