package io.mainstay.ledger;

import static io.mainstay.ledger.Books.CASH;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import io.mainstay.ids.TypeId;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/// Balances of accounts without a floor: folded afterwards, right at every moment.
@IntegrationTest
class FoldedBalancesIT {

    @Autowired
    BeanFactory program;
    @Autowired
    LedgerUpkeep upkeep;
    @Autowired
    Balances balances;
    @Autowired
    DataSource database;

    private Books books;
    private LedgerAccount busy;

    @BeforeEach
    void openTheBooks() {
        books = new Books(program);
        busy = books.platform("EUR");
    }

    @Test
    void areTheSameBeforeAndAfterFolding() {
        var wallet = books.funded(1000);
        books.post(busy, wallet, 70);
        books.post(CASH, busy, 20);
        var hold = books.hold(wallet, busy, 5);
        assertThat(books.posted(busy)).isEqualTo(50);
        assertThat(books.available(busy)).isEqualTo(45);

        foldAll();
        assertThat(folded()).isEqualTo(new BigInteger("70"));
        assertThat(books.posted(busy)).isEqualTo(50);
        assertThat(books.available(busy)).isEqualTo(45);
        books.in(() -> program.getBean(Holds.class).post(hold));
        assertThat(books.posted(busy)).isEqualTo(45);
        foldAll();
        assertThat(books.available(busy)).isEqualTo(45);
        assertThat(books.balance(busy).heldCredits()).isZero();
    }

    /// The first to get a transaction id is the last to commit.
    @Test
    void missNoTransactionThatCommitsLate() throws SQLException {
        var wallet = books.wallet();
        var another = books.wallet();
        try (var late = database.getConnection()) {
            late.setAutoCommit(false);
            insert(late, busy, wallet, 100);
            books.post(busy, another, 7);
            upkeep.fold();
            assertThat(upkeep.oldestUnfoldedSeconds()).isPositive();
            assertThat(books.posted(busy)).isEqualTo(7);
            late.commit();
        }
        assertThat(books.posted(busy)).isEqualTo(107);
        foldAll();
        assertThat(books.posted(busy)).isEqualTo(107);
        assertThat(folded()).isEqualTo(new BigInteger("107"));
    }

    @Test
    void stayRightWhileManyPostAndManyFold() throws Exception {
        var wallets = List.of(books.funded(100_000), books.funded(100_000));
        var seed = 20261127L;
        try (var threads = Executors.newFixedThreadPool(6)) {
            var work = IntStream.range(0, 6).<Callable<Boolean>>mapToObj(thread -> () -> {
                var random = new Random(seed + thread);
                for (var step = 0; step < 60; step++) {
                    if (thread < 4) {
                        var wallet = wallets.get(random.nextInt(2));
                        var amount = 1 + random.nextInt(100);
                        books.post(random.nextBoolean() ? busy : wallet, random.nextBoolean() ? busy : wallet, amount);
                    } else {
                        upkeep.fold();
                        assertThat(books.balance(busy).posted()).isNotNull();
                    }
                }
                return true;
            }).toList();
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(books.posted(busy)).isEqualTo(books.sums(busy)[0]);
        foldAll();
        assertThat(books.posted(busy)).isEqualTo(books.sums(busy)[0]);
        assertThat(books.around().sql("""
                select (select debits - credits from ledger.folded_balance where account_id = :id)
                     = (select sum(debits - credits) from ledger.folded_hour where account_id = :id)""")
                .param("id", busy.id().value()).query(Boolean.class).single()).isTrue();
    }

    /// Over many hours, half of them folded, in a random order.
    @Test
    void areRightAtEveryTime() {
        var random = new Random(7);
        var wallet = books.wallet();
        var model = new TreeMap<Instant, Long>();
        var start = Instant.parse("2026-03-01T00:00:00Z");
        for (var step = 0; step < 40; step++) {
            var at = start.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 3)));
            var amount = 1 + random.nextInt(1000);
            postAt(at, busy, wallet, amount);
            model.merge(at, (long) amount, Long::sum);
            if (step == 20) {
                foldAll();
            }
        }
        var times = new ArrayList<>(model.keySet());
        times.add(start.minusSeconds(1));
        times.add(start.plus(Duration.ofDays(40)));
        for (var round = 0; round < 2; round++) {
            for (var at : times) {
                var expected = model.headMap(at, true).values().stream().mapToLong(Long::longValue).sum();
                assertThat(at(busy, at)).as("platform's at %s, round %d", at, round).isEqualTo(expected);
                assertThat(at(wallet, at)).as("owner's at %s", at).isEqualTo(expected);
                var before = model.headMap(at, false).values().stream().mapToLong(Long::longValue).sum();
                assertThat(at(busy, at.minusNanos(1000))).isEqualTo(before);
            }
            foldAll();
        }
    }

    /// A dump that is restored elsewhere brings transaction ids that this cluster hasn't come to yet.
    @Test
    void areCountedAnewWhereTransactionsAre() {
        var wallet = books.wallet();
        books.post(busy, wallet, 70);
        foldAll();
        books.around().sql("""
                do $$ begin
                    alter table ledger.folded_balance disable trigger fold;
                    update ledger.folded_balance set folded_through = '4000000000', debits = 9999 where account_id = '%s';
                    alter table ledger.folded_balance enable trigger fold;
                end $$""".formatted(busy.id().value())).update();
        books.post(busy, wallet, 5);

        assertThat(books.posted(busy)).isEqualTo(75);
        assertThat(at(busy, Instant.now().plusSeconds(5))).isEqualTo(75);
        foldAll();
        assertThat(books.posted(busy)).isEqualTo(75);
        assertThat(folded()).isEqualTo(new BigInteger("75"));
    }

    @Test
    void holdMoreThan64Bits() {
        books.post(busy, CASH, Long.MAX_VALUE);
        books.post(busy, CASH, Long.MAX_VALUE);
        var twice = BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1);

        assertThat(books.balance(busy).posted()).isEqualTo(twice);
        foldAll();
        assertThat(books.balance(busy).posted()).isEqualTo(twice);
        books.post(CASH, busy, Long.MAX_VALUE);
        books.post(CASH, busy, Long.MAX_VALUE);
    }

    private long at(LedgerAccount account, Instant at) {
        return books.in(() -> balances.at(account, at).orElseThrow()).posted().longValueExact();
    }

    /// Until this account has nothing left to fold: somebody else's running transaction may hold it up for a moment.
    private void foldAll() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).until(() -> {
            upkeep.fold();
            return books.around().sql("""
                    select not exists (select from ledger.entry e where e.account_id = b.account_id
                        and e.xid > b.folded_through) and b.folded_through < pg_snapshot_xmax(pg_current_snapshot())
                    from ledger.folded_balance b where account_id = :id""").param("id", busy.id().value())
                    .query(Boolean.class).single();
        });
    }

    private BigInteger folded() {
        return books.around().sql("select debits from ledger.folded_balance where account_id = :id")
                .param("id", busy.id().value()).query(java.math.BigDecimal.class).single().toBigIntegerExact();
    }

    private static void insert(Connection connection, LedgerAccount debit, LedgerAccount credit, long amount)
            throws SQLException {
        var id = TypeId.next();
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "with t as (insert into ledger.transfer (id, reference, description) values ('%s', '%s', 'x')) "
                            .formatted(id, id)
                            + Books.entries(id, 1, new Books.Line(debit, amount), new Books.Line(credit, -amount)));
        }
    }

    /// As if it had been posted then.
    private void postAt(Instant at, LedgerAccount debit, LedgerAccount credit, long amount) {
        var id = TypeId.next();
        books.around().sql("""
                do $$ begin
                    with t as (insert into ledger.transfer (id, reference, description) values ('%1$s', '%1$s', 'x')) %2$s;
                    alter table ledger.entry disable trigger append_only;
                    alter table ledger.transfer disable trigger append_only;
                    update ledger.entry set posted_at = '%3$s' where transfer_id = '%1$s';
                    update ledger.transfer set posted_at = '%3$s' where id = '%1$s';
                    alter table ledger.entry enable trigger append_only;
                    alter table ledger.transfer enable trigger append_only;
                end $$""".formatted(id, Books.entries(id, 1, new Books.Line(debit, amount),
                new Books.Line(credit, -amount)), OffsetDateTime.ofInstant(at, java.time.ZoneOffset.UTC))).update();
    }
}
