package io.mainstay.ledger;

import static io.mainstay.ledger.Books.CASH;
import static io.mainstay.ledger.Books.REVENUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.IntegrationTest;
import io.mainstay.money.Money;
import io.mainstay.problem.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/// Random transfers and holds: on few accounts in many threads, and against a model.
@IntegrationTest
class LedgerRacesIT {

    private static final int THREADS = 8;
    private static final int STEPS = 60;
    private static final long SEED = 20261127;

    @Autowired
    BeanFactory program;
    @Autowired
    Ledger ledger;
    @Autowired
    Holds holds;
    @Autowired
    LedgerUpkeep upkeep;

    private Books books;
    private List<LedgerAccount> wallets;

    @BeforeEach
    void openTheBooks() {
        books = new Books(program);
        wallets = IntStream.range(0, 4).mapToObj(_ -> books.funded(300)).toList();
    }

    /// Nothing but a lack of money refuses any: a deadlock would, which the order of locks rules out.
    @Test
    void moveMoneyAroundAndLoseNone() throws Exception {
        var busy = books.platform("EUR");
        var refused = inThreads(random -> {
            switch (random.nextInt(3)) {
                case 0 -> books.in(() -> ledger.post(shuffled(random, busy)));
                case 1 -> books.in(() -> ledger.postAll(List.of(shuffled(random, busy), shuffled(random, busy))));
                default -> books.in(() -> ledger.postEach(List.of(shuffled(random, busy), shuffled(random, busy))))
                        .forEach(outcome -> {
                            if (outcome instanceof Ledger.Outcome.Refused(Refusal why)) {
                                assertThat(why.type()).isEqualTo(LedgerProblems.INSUFFICIENT_FUNDS);
                            }
                        });
            }
        });

        assertThat(refused).isPositive();
        var total = 0L;
        for (var wallet : wallets) {
            assertThat(books.posted(wallet)).isNotNegative().isEqualTo(-books.sums(wallet)[0]);
            total += books.posted(wallet);
        }
        assertThat(total - books.sums(busy)[0]).isEqualTo(4 * 300);
        assertThat(books.around().sql("""
                select count(*) from (select from ledger.entry group by transfer_id, currency, layer
                                      having sum(amount) <> 0) as unbalanced""").query(Long.class).single()).isZero();
    }

    @Test
    void resolveEachHoldOnce() throws Exception {
        var rich = books.funded(1_000_000);
        var open = IntStream.range(0, 40).mapToObj(_ -> books.hold(rich, REVENUE, 10)).toList();
        var resolved = new java.util.concurrent.atomic.AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var work = IntStream.range(0, THREADS).<Callable<Boolean>>mapToObj(thread -> () -> {
                for (var hold : open) {
                    if (Books.unless(LedgerProblems.HOLD_RESOLVED,
                            () -> books.in(() -> thread % 2 == 0 ? holds.post(hold) : holds.release(hold)))) {
                        resolved.incrementAndGet();
                    }
                }
                return true;
            }).toList();
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(resolved).hasValue(open.size());
        assertThat(books.balance(rich).heldDebits()).isZero();
        assertThat(books.available(rich) % 10).isZero();
    }

    @Test
    void endEachOverdueHoldOnce() throws Exception {
        var rich = books.funded(1000);
        var soon = Instant.now().plusMillis(600);
        var overdue = IntStream.range(0, 30).mapToObj(_ -> books.hold(rich, REVENUE, 10, soon)).toList();
        var kept = books.hold(rich, REVENUE, 10);
        assertThat(books.available(rich)).isEqualTo(690);
        Thread.sleep(Math.max(0, soon.toEpochMilli() - System.currentTimeMillis()) + 50);
        // the application's own timer may have ended it already
        assertThatThrownBy(() -> books.in(() -> holds.post(overdue.getFirst())))
                .isInstanceOfSatisfying(Refusal.class, refused -> assertThat(refused.type())
                        .isIn(LedgerProblems.HOLD_EXPIRED, LedgerProblems.HOLD_RESOLVED));

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(java.util.Collections.nCopies(4, () -> upkeep.expireHolds()))) {
                done.get();
            }
        }
        org.awaitility.Awaitility.await().until(() -> books.available(rich) == 990);
        assertThat(books.around()
                .sql("select count(*) from ledger.transfer where phase = 'expire' and resolves = any (:holds)")
                .param("holds", overdue.stream().map(TransferId::value).toArray(UUID[]::new)).query(Long.class)
                .single()).isEqualTo(30);
        books.in(() -> holds.release(kept));
    }

    /// What the API answers and what the accounts say afterwards is what a few lines of Java say.
    @Test
    void followTheModel() {
        for (var seed = SEED; seed < SEED + 5; seed++) {
            var random = new Random(seed);
            var wallet = books.funded(500);
            var posted = 500L;
            Map<TransferId, Long> open = new HashMap<>();
            List<TransferId> closed = new ArrayList<>();
            List<Map.Entry<TransferId, Long>> spent = new ArrayList<>();
            for (var step = 0; step < STEPS; step++) {
                var held = open.values().stream().mapToLong(Long::longValue).sum();
                var amount = 1L + random.nextInt(200);
                var hold = open.isEmpty()
                        ? null
                        : open.keySet().stream().sorted(
                                java.util.Comparator.comparing(TransferId::value)).toList()
                                .get(random.nextInt(open.size()));
                switch (random.nextInt(7)) {
                    case 0 -> {
                        books.post(CASH, wallet, amount);
                        posted += amount;
                    }
                    case 1, 2 -> {
                        if (amount <= posted - held) {
                            open.put(books.hold(wallet, REVENUE, amount), amount);
                        } else {
                            Books.assertRefused(LedgerProblems.INSUFFICIENT_FUNDS,
                                    () -> books.hold(wallet, REVENUE, amount));
                        }
                    }
                    case 3 -> {
                        if (amount <= posted - held) {
                            spent.add(Map.entry(books.post(wallet, REVENUE, amount), amount));
                            posted -= amount;
                        }
                    }
                    case 4 -> {
                        if (hold != null && amount <= open.get(hold)) {
                            spent.add(Map.entry(books.in(() -> holds.post(hold, Money.of(amount, "EUR"))), amount));
                            posted -= amount;
                            open.remove(hold);
                            closed.add(hold);
                        } else if (hold != null) {
                            Books.assertRefused(LedgerProblems.HOLD_EXCEEDED,
                                    () -> books.in(() -> holds.post(hold, Money.of(amount, "EUR"))));
                        }
                    }
                    case 5 -> {
                        if (hold != null) {
                            books.in(() -> holds.release(hold));
                            open.remove(hold);
                            closed.add(hold);
                        }
                        if (!closed.isEmpty()) {
                            Books.assertRefused(LedgerProblems.HOLD_RESOLVED,
                                    () -> books.in(() -> holds.post(closed.get(random.nextInt(closed.size())))));
                        }
                    }
                    default -> {
                        if (!spent.isEmpty()) {
                            var undone = spent.remove(random.nextInt(spent.size()));
                            books.in(() -> ledger.reverse(undone.getKey(), "Undone"));
                            posted += undone.getValue();
                        }
                    }
                }
                held = open.values().stream().mapToLong(Long::longValue).sum();
                assertThat(List.of(books.posted(wallet), books.available(wallet))).as("seed %d, step %d", seed, step)
                        .containsExactly(posted, posted - held);
                assertThat(books.sums(wallet)).containsExactly(-posted, held);
            }
        }
    }

    private interface Step {
        void run(Random random);
    }

    /// @return how many were refused
    private int inThreads(Step step) throws Exception {
        var refused = 0;
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var work = IntStream.range(0, THREADS).<Callable<Integer>>mapToObj(thread -> () -> {
                var random = new Random(SEED + thread);
                var refusals = 0;
                for (var index = 0; index < STEPS; index++) {
                    refusals += Books.unless(LedgerProblems.INSUFFICIENT_FUNDS, () -> {
                        step.run(random);
                        return true;
                    }) ? 0 : 1;
                }
                return refusals;
            }).toList();
            for (var done : threads.invokeAll(work)) {
                refused += done.get();
            }
        }
        return refused;
    }

    /// Two to four entries between the wallets and the platform, in any order.
    private Transfer shuffled(Random random, LedgerAccount busy) {
        var draft = Transfer.of("race:" + UUID.randomUUID(), "Race");
        for (var pair = 0; pair <= random.nextInt(2); pair++) {
            var amount = Money.of(1 + random.nextInt(150), "EUR");
            draft.debit(any(random, busy), amount).credit(any(random, busy), amount);
        }
        return draft.balanced();
    }

    private LedgerAccount any(Random random, LedgerAccount busy) {
        var index = random.nextInt(wallets.size() + 1);
        return index == wallets.size() ? busy : wallets.get(index);
    }
}
