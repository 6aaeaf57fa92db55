package io.mainstay.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.Owner;
import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.money.Money;
import io.mainstay.problem.ProblemType;
import io.mainstay.problem.Refusal;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Accounts and transfers for tests, over the public way; each call is a transaction.
class Books {

    static final LedgerAccount CASH = new LedgerAccount("cash", Kind.ASSET, "EUR");
    static final LedgerAccount REVENUE = new LedgerAccount("revenue", Kind.REVENUE, "EUR");

    private final Ledger ledger;
    private final Holds holds;
    private final Balances balances;
    private final Owner owner;
    private final TransactionTemplate transaction;

    Books(BeanFactory program) {
        ledger = program.getBean(Ledger.class);
        holds = program.getBean(Holds.class);
        balances = program.getBean(Balances.class);
        owner = program.getBean(Owner.class);
        transaction = new TransactionTemplate(program.getBean(PlatformTransactionManager.class));
    }

    <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }

    /// A new customer's, empty.
    LedgerAccount wallet() {
        return wallet("EUR");
    }

    LedgerAccount wallet(String currency) {
        return opened(LedgerAccount.of(LedgerOwner.of(AccountId.next()), "wallet", currency));
    }

    LedgerAccount opened(LedgerAccount account) {
        transaction.executeWithoutResult(_ -> ledger.open(account));
        return account;
    }

    /// A new one of the platform's own, without a floor.
    LedgerAccount platform(String currency) {
        var code = "p" + UUID.randomUUID().toString().replaceAll("[^a-f]", "").concat("_")
                + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        return opened(new LedgerAccount(code, Kind.ASSET, currency));
    }

    /// A new customer's, with so much in it.
    LedgerAccount funded(long amount) {
        var wallet = wallet();
        post(CASH, wallet, amount);
        return wallet;
    }

    TransferId post(LedgerAccount debit, LedgerAccount credit, long amount) {
        return in(() -> ledger.post(transfer(debit, credit, amount)));
    }

    TransferId hold(LedgerAccount debit, LedgerAccount credit, long amount, Instant until) {
        return in(() -> holds.hold(transfer(debit, credit, amount), until));
    }

    TransferId hold(LedgerAccount debit, LedgerAccount credit, long amount) {
        return hold(debit, credit, amount, Instant.now().plusSeconds(3600));
    }

    static Transfer transfer(LedgerAccount debit, LedgerAccount credit, long amount) {
        return Transfer.of("test:" + UUID.randomUUID(), "Test").debit(debit, Money.of(amount, debit.currency()))
                .credit(credit, Money.of(amount, credit.currency())).balanced();
    }

    Balance balance(LedgerAccount account) {
        return in(() -> balances.of(account).orElseThrow());
    }

    long posted(LedgerAccount account) {
        return balance(account).posted().longValueExact();
    }

    long available(LedgerAccount account) {
        return balance(account).available().longValueExact();
    }

    /// What the entries themselves say: debits less credits that were posted, and that are held.
    long[] sums(LedgerAccount account) {
        return owner.jdbc().sql("""
                select coalesce(sum(amount) filter (where layer = 'posted'), 0) as posted,
                       coalesce(sum(amount) filter (where layer <> 'posted'), 0) as held
                from ledger.entry where account_id = :id
                """).param("id", account.id().value())
                .query((row, _) -> new long[]{row.getLong("posted"), row.getLong("held")}).single();
    }

    static void assertRefused(ProblemType type, ThrowingCallable work) {
        Assertions.assertThatExceptionOfType(Refusal.class).isThrownBy(work)
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(type));
    }

    /// Whether it wasn't refused, and if so by this.
    static boolean unless(ProblemType type, Callable<?> work) throws Exception {
        try {
            work.call();
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.type()).isEqualTo(type);
            return false;
        }
    }

    /// Goes around the program.
    JdbcClient around() {
        return owner.jdbc();
    }

    /// One row of `ledger.entry`.
    record Line(LedgerAccount account, long amount, String layer) {

        Line(LedgerAccount account, long amount) {
            this(account, amount, "posted");
        }

        String values(UUID transfer, int position) {
            return "('%s', %d, '%s', '%s', %s, %d, '%s')".formatted(transfer, position, account.id().value(),
                    account.currency(), quoted(account.ownerId()), amount, layer);
        }
    }

    /// Inserts a transfer of these columns as somebody does who owns the tables.
    ///
    /// @param further columns of the transfer and their values as SQL, such as `reverses` and `'…'`
    UUID insert(String further, String values, Line... lines) {
        var id = TypeId.next();
        owner.jdbc().sql(
                "with t as (insert into ledger.transfer (id, reference, description%s) values ('%s', '%s', 'x'%s)) %s"
                        .formatted(further.isEmpty() ? "" : ", " + further, id, id,
                                values.isEmpty() ? "" : ", " + values,
                                entries(id, 1, lines)))
                .update();
        return id;
    }

    UUID insert(Line... lines) {
        return insert("", "", lines);
    }

    static String entries(UUID transfer, int firstPosition, Line... lines) {
        var rows = new StringBuilder();
        for (var index = 0; index < lines.length; index++) {
            rows.append(index == 0 ? "" : ", ").append(lines[index].values(transfer, firstPosition + index));
        }
        return "insert into ledger.entry (transfer_id, position, account_id, currency, owner, amount, layer) values "
                + rows;
    }

    static String quoted(@Nullable Object value) {
        return value == null ? "null" : "'" + value + "'";
    }
}
