package io.mainstay.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mainstay.caller.AccountId;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExchangeTests {

    /// With 2, 0 and 3 decimals.
    private static final List<String> CURRENCIES = List.of("EUR", "JPY", "KWD");
    private static final LedgerOwner OWNER = LedgerOwner.of(AccountId.next());

    @Test
    void isTwoBalancedPairsOverFxAccounts() {
        var transfer = new Exchange("r", "d", wallet("EUR"), Money.of(100, "EUR"), wallet("JPY"),
                Money.of(16_250, "JPY"), OWNER).transfer();

        assertThat(transfer.orderedBy()).isEqualTo(OWNER);
        assertThat(transfer.entries()).containsExactly(new Transfer.Entry(wallet("EUR"), 100),
                new Transfer.Entry(Exchange.fx("EUR"), -100), new Transfer.Entry(Exchange.fx("JPY"), 16_250),
                new Transfer.Entry(wallet("JPY"), -16_250));
    }

    @Test
    void lowersTheOneAndRaisesTheOtherOfAnyKind() {
        for (var from : Kind.values()) {
            for (var to : Kind.values()) {
                var lowered = new LedgerAccount("a", from, "EUR");
                var raised = new LedgerAccount("b", to, "JPY");
                var entries = new Exchange("r", "d", lowered, Money.of(5, "EUR"), raised, Money.of(7, "JPY"), null)
                        .transfer().entries().stream()
                        .collect(Collectors.toMap(Transfer.Entry::account, Transfer.Entry::amount));
                assertThat(entries.get(lowered)).isEqualTo(from.growsByDebits() ? -5L : 5L);
                assertThat(entries.get(raised)).isEqualTo(to.growsByDebits() ? 7L : -7L);
            }
        }
    }

    @Test
    void neverRoundsInFavourOfTheCustomer() {
        var random = new Random(20261127);
        for (var round = 0; round < 5000; round++) {
            var from = CURRENCIES.get(random.nextInt(3));
            var to = CURRENCIES.get(random.nextInt(3));
            var rate = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(7));
            var amount = Money.of(random.nextLong(1_000_000_000), from);
            var worth = Exchange.at(rate, amount, to);

            var exact = BigDecimal.valueOf(amount.amount(), amount.decimals()).multiply(rate);
            var cut = exact.subtract(BigDecimal.valueOf(worth.amount(), worth.decimals()));
            assertThat(cut).as("%s at %s", amount, rate).isGreaterThanOrEqualTo(BigDecimal.ZERO)
                    .isLessThan(BigDecimal.ONE.movePointLeft(worth.decimals()));
            var back = Exchange.at(BigDecimal.ONE.divide(rate, 20, java.math.RoundingMode.DOWN), worth, from);
            assertThat(back.amount()).isLessThanOrEqualTo(amount.amount());
        }
    }

    /// Random exchanges round and round: per currency everything sums to zero.
    @Test
    void inventsNoMoney() {
        var random = new Random(1);
        var sums = new java.util.HashMap<String, Long>();
        for (var round = 0; round < 1000; round++) {
            var from = random.nextInt(3);
            var to = (from + 1 + random.nextInt(2)) % 3;
            var sold = Money.of(1 + random.nextInt(1000), CURRENCIES.get(from));
            var bought = Money.of(1 + random.nextInt(1000), CURRENCIES.get(to));
            new Exchange("r", "d", wallet(sold.currency()), sold, wallet(bought.currency()), bought, null).transfer()
                    .entries().forEach(entry -> sums.merge(entry.account().currency(), entry.amount(), Long::sum));
        }
        assertThat(sums.values()).containsOnly(0L);
    }

    @Test
    void refusesWhatIsNoExchange() {
        for (var amounts : List.of(List.of(0L, 5L), List.of(5L, 0L), List.of(-5L, 5L))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Exchange("r", "d", wallet("EUR"),
                    Money.of(amounts.get(0), "EUR"), wallet("JPY"), Money.of(amounts.get(1), "JPY"), null));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Exchange("r", "d", wallet("EUR"),
                Money.of(5, "EUR"), wallet("EUR"), Money.of(5, "EUR"), null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exchange.at(BigDecimal.ZERO, Money.of(5, "EUR"), "JPY"));
    }

    private static LedgerAccount wallet(String currency) {
        return LedgerAccount.of(OWNER, "wallet", currency);
    }
}
