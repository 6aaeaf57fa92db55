package io.mainstay.ledger;

import static io.mainstay.ledger.Books.CASH;
import static io.mainstay.ledger.Books.REVENUE;
import static io.mainstay.ledger.Books.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.money.Money;
import io.mainstay.problem.HttpProblems;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/// Two-phase transfers through the API of the module.
@IntegrationTest
class HoldsIT {

    private static final LedgerAccount TAX = new LedgerAccount("tax_payable", Kind.LIABILITY, "EUR");

    @Autowired
    BeanFactory program;
    @Autowired
    Ledger ledger;
    @Autowired
    Holds holds;

    private Books books;

    @BeforeEach
    void openTheBooks() {
        books = new Books(program);
    }

    @Test
    void countsWhatIsHeldAndMovesItWhenPosted() {
        var wallet = books.funded(100);
        var hold = books.hold(wallet, REVENUE, 60);
        assertThat(books.posted(wallet)).isEqualTo(100);
        assertThat(books.available(wallet)).isEqualTo(40);
        assertThat(books.balance(wallet).availableMoney()).isEqualTo(Money.of(40, "EUR"));

        books.in(() -> holds.post(hold));
        assertThat(books.posted(wallet)).isEqualTo(40);
        assertThat(books.available(wallet)).isEqualTo(40);
        assertRefused(LedgerProblems.HOLD_RESOLVED, () -> books.in(() -> holds.post(hold)));
        assertRefused(LedgerProblems.HOLD_RESOLVED, () -> books.in(() -> holds.release(hold)));
    }

    @Test
    void releasesTheRestOfAPartialPost() {
        var wallet = books.funded(100);
        var hold = books.hold(wallet, REVENUE, 60);
        assertRefused(LedgerProblems.HOLD_EXCEEDED, () -> books.in(() -> holds.post(hold, Money.of(61, "EUR"))));
        assertRefused(LedgerProblems.WRONG_CURRENCY, () -> books.in(() -> holds.post(hold, Money.of(6, "USD"))));

        books.in(() -> holds.post(hold, Money.of(25, "EUR")));
        assertThat(books.posted(wallet)).isEqualTo(75);
        assertThat(books.available(wallet)).isEqualTo(75);
    }

    @Test
    void postsAPartEntryByEntry() {
        var wallet = books.funded(119);
        var hold = books.in(() -> holds.hold(payment(wallet, 119, 19), Instant.now().plusSeconds(60)));
        assertRefused(LedgerProblems.PART_UNCLEAR, () -> books.in(() -> holds.post(hold, Money.of(5, "EUR"))));
        assertRefused(LedgerProblems.HOLD_EXCEEDED,
                () -> books.in(() -> holds.post(hold, payment(wallet, 119, 20))));
        assertRefused(LedgerProblems.HOLD_EXCEEDED,
                () -> books.in(() -> holds.post(hold, Books.transfer(wallet, CASH, 10))));

        books.in(() -> holds.post(hold, payment(wallet, 60, 10)));
        assertThat(books.available(wallet)).isEqualTo(59);
    }

    @Test
    void releasesAllWhenVoided() {
        var wallet = books.funded(100);
        var hold = books.hold(wallet, REVENUE, 60);
        books.in(() -> holds.release(hold));

        assertThat(books.available(wallet)).isEqualTo(100);
        assertThat(books.sums(wallet)).containsExactly(-100, 0);
        assertRefused(LedgerProblems.NOT_A_HOLD,
                () -> books.in(() -> holds.release(books.post(CASH, wallet, 1))));
        assertRefused(HttpProblems.NOT_FOUND, () -> books.in(() -> holds.release(TransferId.next())));
    }

    @Test
    void refusesToHoldUntilYesterday() {
        var wallet = books.funded(100);
        assertRefused(LedgerProblems.HOLD_EXPIRED,
                () -> books.hold(wallet, REVENUE, 60, Instant.now().minusSeconds(86_400)));
    }

    @Test
    void reversesOnce() {
        var wallet = books.funded(100);
        var posted = books.post(wallet, REVENUE, 30);
        books.in(() -> ledger.reverse(posted, "Reversal"));

        assertThat(books.posted(wallet)).isEqualTo(100);
        assertRefused(LedgerProblems.ALREADY_REVERSED, () -> books.in(() -> ledger.reverse(posted, "Again")));
        var hold = books.hold(wallet, REVENUE, 60);
        assertRefused(LedgerProblems.NOT_REVERSIBLE, () -> books.in(() -> ledger.reverse(hold, "No")));
        var post = books.in(() -> holds.post(hold));
        books.in(() -> ledger.reverse(post, "Back"));
        assertThat(books.available(wallet)).isEqualTo(100);
    }

    @Test
    void refusesToTakeTheMoneyOfOthers() {
        var mine = books.funded(100);
        var yours = books.funded(100);
        assertRefused(HttpProblems.NOT_FOUND, () -> books.in(() -> ledger.post(Transfer.of("x:" + UUID.randomUUID(), "")
                .orderedBy(java.util.Objects.requireNonNull(mine.owner())).debit(yours, Money.of(5, "EUR"))
                .credit(mine, Money.of(5, "EUR")).balanced())));
    }

    private static Transfer payment(LedgerAccount wallet, long amount, long tax) {
        return Transfer.of("test:" + UUID.randomUUID(), "Order").debit(wallet, Money.of(amount, "EUR"))
                .credit(REVENUE, Money.of(amount - tax, "EUR")).credit(TAX, Money.of(tax, "EUR")).balanced();
    }
}
