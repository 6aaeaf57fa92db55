package io.mainstay.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.money.Money;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransferTests {

    private static final LedgerAccount CASH = new LedgerAccount("cash", Kind.ASSET, "EUR");
    private static final LedgerAccount REVENUE = new LedgerAccount("revenue", Kind.REVENUE, "EUR");
    private static final LedgerAccount YEN = new LedgerAccount("cash", Kind.ASSET, "JPY");

    @Test
    void debitsArePositiveAndCreditsNegative() {
        var transfer = Transfer.of("r", "d").debit(CASH, Money.of(5, "EUR")).credit(REVENUE, Money.of(5, "EUR"))
                .balanced();

        assertThat(transfer.entries()).containsExactly(new Transfer.Entry(CASH, 5), new Transfer.Entry(REVENUE, -5));
    }

    @Test
    void leavesOutEntriesOfZero() {
        var transfer = Transfer.of("r", "d").debit(CASH, Money.of(5, "EUR")).credit(REVENUE, Money.of(5, "EUR"))
                .credit(REVENUE, Money.zero("EUR")).balanced();

        assertThat(transfer.entries()).hasSize(2);
    }

    @Test
    void refusesWhatDoesNotBalancePerCurrency() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> Transfer.of("r", "d").debit(CASH, Money.of(5, "EUR")).credit(REVENUE, Money.of(4, "EUR"))
                        .balanced())
                .withMessageContaining("sum to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transfer("r", "d", Map.of(), null,
                        List.of(new Transfer.Entry(CASH, 5), new Transfer.Entry(YEN, -5))));
    }

    @Test
    void refusesTooFewAndTooManyEntries() {
        assertThatIllegalArgumentException().isThrownBy(() -> Transfer.of("r", "d").balanced());
        var many = IntStream.range(0, 102).mapToObj(i -> new Transfer.Entry(CASH, i % 2 == 0 ? 1 : -1)).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> new Transfer("r", "d", Map.of(), null, many));
        assertThat(new Transfer("r", "d", Map.of(), null, many.subList(0, 100)).entries()).hasSize(100);
    }

    @Test
    void refusesAmountsOfAnotherCurrencyOrBelowZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Transfer.of("r", "d").debit(CASH, Money.of(5, "JPY")));
        assertThatIllegalArgumentException().isThrownBy(() -> Transfer.of("r", "d").credit(CASH, Money.of(-5, "EUR")));
    }

    @Test
    void addsUpBeyond64Bits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transfer("r", "d", Map.of(), null,
                        List.of(new Transfer.Entry(CASH, Long.MAX_VALUE),
                                new Transfer.Entry(CASH, 2), new Transfer.Entry(REVENUE, Long.MIN_VALUE))))
                .withMessageContaining("sum to 1");
        var most = Money.of(Long.MAX_VALUE, "EUR");
        assertThat(Transfer.of("r", "d").debit(CASH, most).debit(CASH, most).credit(REVENUE, most)
                .credit(REVENUE, most).balanced().entries()).hasSize(4);
    }

    @Test
    void namesTheSameAccountTheSameWayEverywhere() {
        assertThat(CASH.id()).isEqualTo(new LedgerAccount("cash", Kind.ASSET, "EUR").id());
        assertThat(CASH.id()).isNotEqualTo(YEN.id()).isNotEqualTo(REVENUE.id());
        assertThat(Kind.LIABILITY.text()).isEqualTo("liability");
    }
}
