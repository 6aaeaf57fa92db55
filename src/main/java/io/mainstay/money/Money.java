package io.mainstay.money;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/// An exact amount in one currency, counted in the currency's minor unit: `1999` EUR is 19.99 €, `1999` JPY is 1999 ¥,
/// `1999` KWD is 1.999 KD.
///
/// Amounts may be negative; whoever needs a positive one checks it at its own edge. Arithmetic is exact: it throws
/// [ArithmeticException] on overflow and [CurrencyMismatch] where currencies differ.
///
/// @param amount minor units, the whole range of a `long`
/// @param currency ISO 4217 code of a currency that has a minor unit
@Schema(example = """
        {"amount": 1999, "currency": "EUR"}""")
public record Money(@JsonProperty(required = true) long amount, @JsonProperty(required = true) String currency) {

    /// Codes of real currencies only: ISO 4217 also lists metals, funds and test codes, whose exponent is negative in
    /// the JDK's table.
    private static final Set<String> CURRENCIES = Currency.availableCurrencies()
            .filter(candidate -> candidate.getDefaultFractionDigits() >= 0).map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /// @throws IllegalArgumentException if `currency` isn't one of ISO 4217's
    public Money {
        if (!CURRENCIES.contains(currency)) {
            throw new IllegalArgumentException("currency must be an ISO 4217 code such as EUR");
        }
    }

    public static Money of(long amount, String currency) {
        return new Money(amount, currency);
    }

    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.addExact(amount, other.amount), currency);
    }

    public Money minus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.subtractExact(amount, other.amount), currency);
    }

    public Money times(int factor) {
        return new Money(Math.multiplyExact(amount, (long) factor), currency);
    }

    /// The tax contained in this gross amount, rounded half up to the minor unit.
    ///
    /// @param basisPoints the tax rate in hundredths of a percent of the net amount, e.g. `1900` for 19 %; 0 to 10,000
    /// @throws IllegalArgumentException if the rate is out of range or this amount is negative
    public Money includedTax(int basisPoints) {
        if (basisPoints < 0 || basisPoints > 10_000) {
            throw new IllegalArgumentException("a tax rate is 0 to 10000 basis points but is " + basisPoints);
        }
        if (amount < 0) {
            throw new IllegalArgumentException("tax is contained in amounts of zero and more");
        }
        var whole = 10_000L + basisPoints;
        var rest = amount % whole;
        // amount * rate / whole, split so that the product stays within a long for every amount
        var tax = Math.addExact(Math.multiplyExact(amount / whole, (long) basisPoints),
                (2 * rest * basisPoints + whole) / (2 * whole));
        return new Money(tax, currency);
    }

    @JsonIgnore
    public boolean isPositive() {
        return amount > 0;
    }

    /// How many decimals the currency's major unit has: EUR 2, JPY 0, KWD 3.
    public int decimals() {
        return Currency.getInstance(currency).getDefaultFractionDigits();
    }

    /// For people: `19.99 EUR`, `1999 JPY`.
    @Override
    public String toString() {
        return java.math.BigDecimal.valueOf(amount, decimals()).toPlainString() + " " + currency;
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new CurrencyMismatch(currency, other.currency);
        }
    }
}
