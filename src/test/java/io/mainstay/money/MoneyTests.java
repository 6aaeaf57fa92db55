package io.mainstay.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTests {

    @Test
    void addsSubtractsAndMultipliesWithinOneCurrency() {
        assertThat(Money.of(1250, "EUR").plus(Money.of(50, "EUR"))).isEqualTo(Money.of(1300, "EUR"));
        assertThat(Money.of(1250, "EUR").minus(Money.of(50, "EUR"))).isEqualTo(Money.of(1200, "EUR"));
        assertThat(Money.of(1250, "EUR").times(3)).isEqualTo(Money.of(3750, "EUR"));
        assertThat(Money.zero("EUR")).isEqualTo(Money.of(0, "EUR"));
    }

    @Test
    void refusesToMixCurrencies() {
        assertThatExceptionOfType(CurrencyMismatch.class)
                .isThrownBy(() -> Money.of(1, "EUR").plus(Money.of(1, "USD"))).withMessageContaining("EUR")
                .withMessageContaining("USD");
        assertThatExceptionOfType(CurrencyMismatch.class)
                .isThrownBy(() -> Money.of(1, "EUR").minus(Money.of(1, "USD")));
    }

    @Test
    void refusesToOverflow() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Money.of(Long.MAX_VALUE, "EUR").plus(Money.of(1, "EUR")));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Money.of(Long.MIN_VALUE, "EUR").minus(Money.of(1, "EUR")));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Money.of(Long.MAX_VALUE, "EUR").times(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eur", "EURO", "XXX", "XAU", "ZZZ"})
    void refusesWhatIsNoCurrency(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, code)).withMessageContaining("ISO 4217");
    }

    @ParameterizedTest
    @CsvSource({"1999, EUR, 2, 19.99 EUR", "1999, JPY, 0, 1999 JPY", "1999, KWD, 3, 1.999 KWD",
            "-5, EUR, 2, -0.05 EUR"})
    void countsInTheMinorUnitOfItsCurrency(long amount, String currency, int decimals, String text) {
        assertThat(Money.of(amount, currency).decimals()).isEqualTo(decimals);
        assertThat(Money.of(amount, currency)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"11900, 1900, 1900", "119, 1900, 19", "100, 1900, 16", "1, 1900, 0", "0, 1900, 0", "3, 10000, 2",
            "1, 10000, 1", "107, 700, 7", "1000, 0, 0"})
    void findsTheTaxThatAGrossAmountContains(long gross, int basisPoints, long tax) {
        assertThat(Money.of(gross, "EUR").includedTax(basisPoints)).isEqualTo(Money.of(tax, "EUR"));
    }

    @Test
    void findsTheSameTaxAsArithmeticWithoutLimits() {
        var random = RandomGenerator.of("L64X128MixRandom");
        for (var round = 0; round < 100_000; round++) {
            var gross = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            var basisPoints = random.nextInt(10_001);
            var exact = BigDecimal.valueOf(gross).multiply(BigDecimal.valueOf(basisPoints))
                    .divide(BigDecimal.valueOf(10_000L + basisPoints), 0, RoundingMode.HALF_UP);
            assertThat(Money.of(gross, "EUR").includedTax(basisPoints).amount())
                    .as("%s at %s basis points", gross, basisPoints).isEqualTo(exact.longValueExact());
        }
    }

    @Test
    void refusesTaxRatesAndAmountsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, "EUR").includedTax(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, "EUR").includedTax(10_001));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(-1, "EUR").includedTax(1900));
    }

    @Test
    void isPositiveAboveZeroOnly() {
        assertThat(Money.of(1, "EUR").isPositive()).isTrue();
        assertThat(Money.of(0, "EUR").isPositive()).isFalse();
        assertThat(Money.of(-1, "EUR").isPositive()).isFalse();
    }
}
