package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.caller.AccountId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RecoveryCodeTests {

    @Test
    void isReadHoweverItIsTyped() {
        var code = RecoveryCode.next();

        assertThat(code.shown()).matches("[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}");
        assertThat(RecoveryCode.typed(code.shown())).isEqualTo(code);
        assertThat(RecoveryCode.typed(" " + code.shown().toUpperCase(Locale.ROOT).replace('-', ' '))).isEqualTo(code);
        assertThat(RecoveryCode.typed("OIL0-0000-0000-0000")).isEqualTo(new RecoveryCode("0110000000000000"));
    }

    @Test
    void isAnotherOneForAnotherAccount() {
        var code = RecoveryCode.next();

        assertThat(code.hash(AccountId.next())).hasSize(32).isNotEqualTo(code.hash(AccountId.next()));
    }

    @Test
    void neverPrintsItself() {
        var code = RecoveryCode.next();

        assertThat(code.toString()).doesNotContain(code.digits());
    }
}
