package io.mainstay.ledger;

import static io.mainstay.ledger.Books.CASH;
import static io.mainstay.ledger.Books.REVENUE;
import static io.mainstay.ledger.Books.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import io.mainstay.StatementCounter;
import io.mainstay.money.Money;
import io.mainstay.problem.Problems;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/// What a transfer may ask of the database: one round trip, whatever it is, beside that which names the caller.
@IntegrationTest
class LedgerBudgetIT {

    @Autowired
    BeanFactory program;
    @Autowired
    StatementCounter counter;
    @Autowired
    Ledger ledger;
    @Autowired
    Holds holds;

    @Test
    void takesOneRoundTripPerTransfer() {
        var books = new Books(program);
        var wallet = books.funded(1000);
        books.post(wallet, REVENUE, 1);

        var posted = books.post(wallet, REVENUE, 10);
        var until = Instant.now().plusSeconds(60);
        var hold = books.hold(wallet, REVENUE, 10);
        var other = books.hold(wallet, REVENUE, 10);
        var third = books.hold(wallet, REVENUE, 10);
        var many = IntStream.range(0, 50).mapToObj(_ -> transfer(CASH, wallet, 1)).toList();

        assertOne(books, () -> ledger.post(transfer(wallet, REVENUE, 10)));
        assertOne(books, () -> ledger.postAll(many));
        assertOne(books, () -> ledger.postEach(List.of(transfer(wallet, REVENUE, 10), transfer(wallet, REVENUE, 1))));
        assertOne(books, () -> ledger.reverse(posted, "Back"));
        assertOne(books, () -> holds.hold(transfer(wallet, REVENUE, 10), until));
        assertOne(books, () -> holds.post(hold));
        assertOne(books, () -> holds.post(other, Money.of(3, "EUR")));
        assertOne(books, () -> holds.release(third));
    }

    private void assertOne(Books books, Supplier<?> work) {
        var request = UUID.randomUUID().toString();
        MDC.put(Problems.REQUEST_ID, request);
        try {
            books.in(work::get);
        } finally {
            MDC.remove(Problems.REQUEST_ID);
        }
        assertThat(counter.of(request)).hasSize(3).last().isEqualTo("commit");
        assertThat(counter.of(request).getFirst()).contains("mainstay.caller");
    }
}
