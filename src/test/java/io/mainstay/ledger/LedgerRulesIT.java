package io.mainstay.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.ids.TypeId;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.money.Money;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Goes around the Java code: what the database itself refuses, mostly to the owner of the tables.
@IntegrationTest
class LedgerRulesIT {

    private static final LedgerAccount CASH = new LedgerAccount("cash", Kind.ASSET, "EUR");
    private static final LedgerAccount REVENUE = new LedgerAccount("revenue", Kind.REVENUE, "EUR");

    @Autowired
    Ledger ledger;

    @Autowired
    Owner owner;

    @Autowired
    JdbcClient application;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void postsABalancedTransferOnce() {
        var reference = "test:" + UUID.randomUUID();
        var id = post(reference, 100);

        assertThat(
                application.sql("select sum(amount) from ledger.entry where transfer_id = :id").param("id", id.value())
                        .query(Long.class).single())
                .isZero();
        assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> post(reference, 100))
                .withMessageContaining("transfer_reference_is_unique");
    }

    @Test
    void refusesEntriesThatDoNotBalance() {
        assertRefused("must sum to zero", () -> insert(transfer(), entry(CASH, 5), entry(REVENUE, -4)));
    }

    @Test
    void refusesATransferWithoutEntriesAtCommit() {
        assertRefused("must have entries", () -> owner.jdbc()
                .sql("insert into ledger.transfer (id, reference, description) values (:id, :reference, '')")
                .param("id", UUID.randomUUID()).param("reference", UUID.randomUUID().toString()).update());
    }

    @Test
    void refusesFurtherEntriesOfAPostedTransfer() {
        var posted = post("test:" + UUID.randomUUID(), 100);

        assertRefused("no further entries",
                () -> insertEntries(posted.value(), 10, entry(CASH, 5), entry(REVENUE, -5)));
    }

    @Test
    void refusesEntriesOfUnknownAccountsAndForeignCurrencies() {
        post("test:" + UUID.randomUUID(), 1);

        assertRefused("does not exist in its currency", () -> insert(transfer(),
                new Line(UUID.randomUUID(), "EUR", 5), entry(REVENUE, -5)));
        assertRefused("does not exist in its currency", () -> insert(transfer(),
                new Line(CASH.id(), "JPY", 5), new Line(REVENUE.id(), "JPY", -5)));
    }

    @Test
    void refusesToChangeOrDeleteWhatWasPosted() {
        post("test:" + UUID.randomUUID(), 100);

        for (var statement : List.of("update ledger.entry set amount = amount + 1", "delete from ledger.entry",
                "truncate ledger.entry, ledger.transfer", "update ledger.transfer set description = 'x'",
                "delete from ledger.transfer", "delete from ledger.account")) {
            assertRefused("append-only", () -> owner.jdbc().sql(statement).update());
        }
    }

    @Test
    void givesTheApplicationNoRightToChangeOrDelete() {
        for (var table : List.of("account", "transfer", "entry")) {
            for (var right : List.of("update", "delete", "truncate")) {
                assertThat(application.sql("select has_table_privilege('ledger." + table + "', '" + right + "')")
                        .query(Boolean.class).single()).as("%s on %s", right, table).isFalse();
            }
        }
        assertThat(application.sql("select count(*) from pg_tables where tableowner = current_user").query(Long.class)
                .single()).isZero();
    }

    @Test
    void refusesABalanceThatNoEntryWrote() {
        var wallet = openGuarded(0);

        assertRefused("changes by entries alone", () -> owner.jdbc()
                .sql("update ledger.account set credits = credits + 100 where id = :id").param("id", wallet).update());
        assertRefused("opens with no entries", () -> owner.jdbc().sql("""
                insert into ledger.account (id, owner, code, currency, kind, floor, credits)
                values (:id, :id, 'wallet', 'EUR', 'liability', 0, 100)
                """).param("id", UUID.randomUUID()).update());
    }

    @Test
    void refusesAGuardedAccountBelowItsFloor() {
        post("test:" + UUID.randomUUID(), 1);
        var wallet = openGuarded(0);
        insert(transfer(), entry(CASH, 100), new Line(wallet, "EUR", -100));

        assertRefused("balance_is_not_below_the_floor", () -> insert(transfer(), new Line(wallet, "EUR", 101),
                entry(REVENUE, -101)));
        insert(transfer(), new Line(wallet, "EUR", 100), entry(REVENUE, -100));
        assertThat(balance(wallet)).isZero();
    }

    @Test
    void neverOverdrawsAGuardedAccountUnderConcurrency() throws Exception {
        post("test:" + UUID.randomUUID(), 1);
        var one = openGuarded(0);
        var other = openGuarded(0);
        insert(transfer(), entry(CASH, 100), new Line(one, "EUR", -50), new Line(other, "EUR", -50));

        // both directions at once: locks in one order, so no deadlock; at most what is there moves
        try (var threads = Executors.newFixedThreadPool(8)) {
            var moves = IntStream.range(0, 200).<Callable<Boolean>>mapToObj(move -> () -> {
                try {
                    var from = move % 2 == 0 ? one : other;
                    insert(transfer(), new Line(from, "EUR", 20), new Line(move % 2 == 0 ? other : one, "EUR", -20));
                    return true;
                } catch (DataAccessException refused) {
                    assertThat(refused).hasMessageContaining("balance_is_not_below_the_floor");
                    return false;
                }
            }).toList();
            for (var moved : threads.invokeAll(moves)) {
                moved.get();
            }
        }

        assertThat(balance(one) + balance(other)).isEqualTo(100);
        assertThat(balance(one)).isBetween(0L, 100L);
    }

    private record Line(UUID account, String currency, long amount) {}

    private static Line entry(LedgerAccount account, long amount) {
        return new Line(account.id(), account.currency(), amount);
    }

    private TransferId post(String reference, long amount) {
        var transfer = Transfer.of(reference, "Test").debit(CASH, Money.of(amount, "EUR"))
                .credit(REVENUE, Money.of(amount, "EUR")).balanced();
        var id = new TransactionTemplate(transactions).execute(_ -> ledger.post(transfer));
        assertThat(id).isNotNull();
        return id;
    }

    private static UUID transfer() {
        return TypeId.next();
    }

    private void insert(UUID transfer, Line... lines) {
        var values = new StringBuilder("with t as (insert into ledger.transfer (id, reference, description) values ('")
                .append(transfer).append("', '").append(transfer).append("', 'around')) ")
                .append(entries(transfer, 1, lines));
        owner.jdbc().sql(values.toString()).update();
    }

    private void insertEntries(UUID transfer, int firstPosition, Line... lines) {
        owner.jdbc().sql(entries(transfer, firstPosition, lines)).update();
    }

    private static String entries(UUID transfer, int firstPosition, Line... lines) {
        var rows = IntStream.range(0, lines.length).mapToObj(i -> "('%s', %d, '%s', '%s', %d)".formatted(transfer,
                firstPosition + i, lines[i].account, lines[i].currency, lines[i].amount)).toList();
        return "insert into ledger.entry (transfer_id, position, account_id, currency, amount) values "
                + String.join(", ", rows);
    }

    private UUID openGuarded(long floor) {
        var id = UUID.randomUUID();
        owner.jdbc().sql("""
                insert into ledger.account (id, owner, code, currency, kind, floor)
                values (:id, :id, 'wallet', 'EUR', 'liability', :floor)
                """).param("id", id).param("floor", floor).update();
        return id;
    }

    private long balance(UUID account) {
        return owner.jdbc().sql("select credits - debits from ledger.account where id = :id").param("id", account)
                .query(Long.class).single();
    }

    private static void assertRefused(String why, ThrowingCallable statement) {
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(statement).withMessageContaining(why);
    }
}
