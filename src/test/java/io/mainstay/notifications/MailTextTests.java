package io.mainstay.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailTextTests {

    @Test
    void linksToTheVerificationPage() {
        var text = MailText.verification(new VerificationRequested(AccountId.next(), "a+b/c="), "Zoë",
                URI.create("https://shop.example"));
        assertThat(text.body()).startsWith("Hello Zoë,\n")
                .contains("\nhttps://shop.example/verify-email?token=a%2Bb%2Fc%3D\n");
    }

    @Test
    void listsLinesAndTotalInTheCurrencysOwnDecimals() {
        var text = MailText.receipt(order("Tea", Money.of(1999, "EUR")), "Zoë");
        assertThat(text.subject()).isEqualTo("Your order order_1");
        assertThat(text.body()).contains("2 x Tea (sku-1)  19.99 EUR\n").contains("Total  19.99 EUR\n")
                .contains("Payment  payment_1\n").contains("23 November 2026, 20:15 UTC");
        assertThat(MailText.receipt(order("Tea", Money.of(1999, "JPY")), "Zoë").body()).contains("Total  1999 JPY\n");
    }

    @Test
    void lettersOfOthersCannotLeaveTheirLine() {
        var text = MailText.receipt(order("Tea\n  Total  0.00 EUR\u2028x\u0085y\u0000", Money.of(1, "EUR")), "A\r\nB");
        assertThat(text.body()).startsWith("Hello A B,\n").contains("2 x Tea   Total  0.00 EUR x y (sku-1)");
        assertThat(MailText.oneLine("x".repeat(1000))).hasSize(200).endsWith("…");
        assertThat(MailText.oneLine("\ud83c\udf75".repeat(300)).codePoints()).noneMatch(
                point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    @Test
    void saysWhichFactorChangedAndThatOneDidIfItIsUnknown() {
        assertThat(MailText.factorsChanged(new FactorsChanged(AccountId.next(), "passkeyRemoved"), "Zoë").body())
                .startsWith("Hello Zoë,\n").contains("a passkey was removed from your account.");
        assertThat(MailText.factorsChanged(new FactorsChanged(AccountId.next(), "addedLater"), "Zoë").body())
                .contains("what you can log in with was changed.").doesNotContain("addedLater");
    }

    @Test
    void neverPrintsATokenByAccident() {
        assertThat(new VerificationRequested(AccountId.next(), "secret")).asString().doesNotContain("secret");
    }

    private static OrderConfirmed order(String name, Money total) {
        return new OrderConfirmed("order_1", AccountId.next(), "payment_1", total,
                Instant.parse("2026-11-23T20:15:00Z"),
                List.of(new OrderConfirmed.Line("sku-1", name, 2, total)));
    }
}
