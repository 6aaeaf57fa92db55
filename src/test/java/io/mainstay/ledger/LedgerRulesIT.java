package io.mainstay.ledger;

import static io.mainstay.ledger.Books.CASH;
import static io.mainstay.ledger.Books.REVENUE;
import static io.mainstay.ledger.Books.assertRefused;
import static io.mainstay.ledger.Books.entries;
import static io.mainstay.ledger.Books.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mainstay.IntegrationTest;
import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.ledger.Books.Line;
import io.mainstay.money.Money;
import io.mainstay.problem.HttpProblems;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Goes around the Java code: what the database itself refuses, mostly to the owner of the tables.
@IntegrationTest
class LedgerRulesIT {

    @Autowired
    BeanFactory program;

    @Autowired
    Ledger ledger;
    @Autowired
    JdbcClient application;

    private Books books;

    @BeforeEach
    void openTheAccounts() {
        books = new Books(program);
        books.post(CASH, REVENUE, 1);
    }

    @Test
    void refusesEntriesThatDoNotBalance() {
        refused("transfer_balances", () -> books.insert(new Line(CASH, 5), new Line(REVENUE, -4)));
        refused("transfer_balances", () -> books.insert(new Line(CASH, 5), new Line(books.platform("USD"), -5)));
        refused("transfer_balances", () -> books.insert("phase, expires_at", "'hold', now() + interval '1 hour'",
                new Line(CASH, 5, "held"), new Line(REVENUE, -4, "held")));
    }

    @Test
    void refusesATransferWithoutEntries() {
        refused("transfer_is_not_empty", () -> books.around()
                .sql("insert into ledger.transfer (id, reference, description) values (:id, :reference, '')")
                .param("id", UUID.randomUUID()).param("reference", UUID.randomUUID().toString()).update());
    }

    @Test
    void refusesFurtherEntriesOfAPostedTransfer() {
        var posted = books.post(CASH, REVENUE, 100).value();

        refused("transfer_is_complete", () -> insertEntries(posted, 3, new Line(CASH, 5), new Line(REVENUE, -5)));
        refused("transfer_is_complete", () -> insertEntries(posted, 99, new Line(CASH, 5), new Line(REVENUE, -5)));
        refused("entry_pkey", () -> insertEntries(posted, 1, new Line(CASH, 5), new Line(REVENUE, -5)));
    }

    @Test
    void refusesEntriesOfNoTransfer() {
        refused("entry_has_a_transfer",
                () -> insertEntries(UUID.randomUUID(), 1, new Line(CASH, 5), new Line(REVENUE, -5)));
    }

    @Test
    void refusesEntriesOfUnknownAccountsAndForeignCurrenciesAndOwners() {
        var unopened = LedgerAccount.of(LedgerOwner.of(AccountId.next()), "wallet", "EUR");
        refused("entry_has_an_account", () -> books.insert(new Line(unopened, 5), new Line(REVENUE, -5)));
        var id = TypeId.next();
        refused("entry_has_an_account", () -> books.around().sql("""
                with t as (insert into ledger.transfer (id, reference, description) values (:id, :id::text, ''))
                insert into ledger.entry (transfer_id, position, account_id, currency, amount)
                values (:id, 1, :cash, 'JPY', 5), (:id, 2, :revenue, 'JPY', -5)
                """).param("id", id).param("cash", CASH.id().value()).param("revenue", REVENUE.id().value()).update());
        var wallet = books.wallet();
        refused("entry_has_an_account", () -> books.around().sql("""
                with t as (insert into ledger.transfer (id, reference, description) values (:id, :id::text, ''))
                insert into ledger.entry (transfer_id, position, account_id, owner, currency, amount)
                values (:id, 1, :cash, null, 'EUR', 5), (:id, 2, :wallet, :other, 'EUR', -5)
                """).param("id", id).param("cash", CASH.id().value()).param("wallet", wallet.id().value())
                .param("other", UUID.randomUUID()).update());
    }

    @Test
    void refusesAnAccountWhoseIdIsAnothers() {
        refused("account_has_its_own_id", () -> books.around().sql("""
                insert into ledger.account (id, owner, owner_type, code, currency, kind, floor)
                values (:id, :id, 'account', 'wallet', 'EUR', 'liability', 0)""").param("id", UUID.randomUUID())
                .update());
        refused("owned_account_is_guarded", () -> books.around().sql("""
                insert into ledger.account (id, owner, owner_type, code, currency, kind)
                values (ledger.account_id(:owner, 'account', 'wallet', 'EUR'), :owner, 'account', 'wallet', 'EUR',
                        'liability')""").param("owner", UUID.randomUUID()).update());
    }

    @Test
    void refusesToChangeOrDeleteWhatWasPosted() {
        for (var statement : List.of("update ledger.entry set amount = amount + 1", "delete from ledger.entry",
                "truncate ledger.entry, ledger.transfer", "update ledger.transfer set description = 'x'",
                "update ledger.transfer set metadata = '{}'", "delete from ledger.transfer",
                "delete from ledger.account")) {
            refused("append-only", () -> books.around().sql(statement).update());
        }
    }

    @Test
    void givesTheApplicationNoRightToChangeOrDelete() {
        for (var table : List.of("account", "transfer", "entry", "open_hold", "folded_balance", "folded_hour")) {
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
        var wallet = books.wallet();
        for (var change : List.of("credits = credits + 100", "held_debits = 1", "floor = -100", "currency = 'USD'",
                "owner = gen_random_uuid()")) {
            refused("changes by entries alone", () -> books.around()
                    .sql("update ledger.account set " + change + " where id = :id").param("id", wallet.id().value())
                    .update());
        }
        refused("opens with no entries", () -> books.around().sql("""
                insert into ledger.account (id, owner, owner_type, code, currency, kind, floor, credits)
                values (ledger.account_id(:owner, 'account', 'wallet', 'EUR'), :owner, 'account', 'wallet', 'EUR',
                        'liability', 0, 100)""").param("owner", UUID.randomUUID()).update());
    }

    @Test
    void refusesAGuardedAccountBelowItsFloorHoldsIncluded() {
        var wallet = books.funded(100);
        refused("balance_is_not_below_the_floor",
                () -> books.insert(new Line(wallet, 101), new Line(REVENUE, -101)));
        hold(new Line(wallet, 60, "held"), new Line(REVENUE, -60, "held"));
        // what is held to come in isn't there yet
        hold(new Line(CASH, 500, "held"), new Line(wallet, -500, "held"));

        refused("balance_is_not_below_the_floor", () -> books.insert(new Line(wallet, 41), new Line(REVENUE, -41)));
        refused("balance_is_not_below_the_floor",
                () -> hold(new Line(wallet, 41, "held"), new Line(REVENUE, -41, "held")));
        books.insert(new Line(wallet, 40), new Line(REVENUE, -40));
        assertThat(books.available(wallet)).isZero();
        assertThat(books.posted(wallet)).isEqualTo(60);
    }

    @Test
    void refusesASumBeyond64Bits() {
        var wallet = books.wallet();
        books.insert(new Line(CASH, Long.MAX_VALUE), new Line(wallet, -Long.MAX_VALUE));

        refused("out of range", () -> books.insert(new Line(CASH, 1), new Line(wallet, -1)));
        refused("amount_has_an_opposite", () -> books.insert(new Line(CASH, Long.MIN_VALUE), new Line(wallet, 1)));
        assertThat(books.posted(wallet)).isEqualTo(Long.MAX_VALUE);
        assertThat(books.available(wallet)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesToLowerAnAccountForSomebodyElse() {
        var mine = books.funded(100);
        var yours = books.funded(100);
        var orderer = quoted(mine.ownerId());

        books.insert("ordered_by", orderer, new Line(mine, 10), new Line(yours, -10));
        refused("lowers_no_account_of_others",
                () -> books.insert("ordered_by", orderer, new Line(yours, 10), new Line(mine, -10)));
        refused("lowers_no_account_of_others",
                () -> books.insert("ordered_by, phase, expires_at", orderer + ", 'hold', now() + interval '1 hour'",
                        new Line(yours, 10, "held"), new Line(mine, -10, "held")));
    }

    @Test
    void refusesAResolvedHoldToBeResolvedAgain() {
        for (var how : List.of("post", "void")) {
            var wallet = books.funded(100);
            var hold = hold(new Line(wallet, 60, "held"), new Line(REVENUE, -60, "held"));
            resolve(how, hold, wallet, 60, how.equals("post") ? 60 : 0);

            refused("transfer_is_resolved_once", () -> resolve("post", hold, wallet, 60, 60));
            refused("transfer_is_resolved_once", () -> resolve("void", hold, wallet, 60, 0));
            assertThat(books.available(wallet)).isEqualTo(how.equals("post") ? 40 : 100);
        }
    }

    @Test
    void refusesAResolutionThatDoesNotFitItsHold() {
        var wallet = books.funded(1000);
        var hold = hold(new Line(wallet, 60, "held"), new Line(REVENUE, -60, "held"));

        refused("no_more_is_posted_than_held", () -> resolve("post", hold, wallet, 60, 61));
        refused("no_more_is_posted_than_held", () -> resolve("post", hold, wallet, 60, -60));
        refused("no_more_is_posted_than_held", () -> books.insert("phase, resolves", "'post', " + quoted(hold),
                new Line(wallet, -60, "released"), new Line(REVENUE, 60, "released"), new Line(wallet, 60),
                new Line(CASH, -60)));
        refused("hold_is_released_wholly", () -> resolve("post", hold, wallet, 59, 59));
        refused("hold_is_released_wholly",
                () -> books.insert("phase, resolves", "'post', " + quoted(hold), new Line(wallet, 1),
                        new Line(REVENUE, -1)));
        refused("resolution_posts_if_it_says_so", () -> resolve("void", hold, wallet, 60, 60));
        refused("resolution_posts_if_it_says_so", () -> resolve("post", hold, wallet, 60, 0));
        refused("hold_expires_in_time", () -> resolve("expire", hold, wallet, 60, 0));
        refused("resolves_a_hold", () -> resolve("void", books.post(CASH, wallet, 60).value(), wallet, 60, 0));
        refused("resolution_names_a_hold", () -> books.insert("phase", "'void'", new Line(wallet, -60, "released"),
                new Line(REVENUE, 60, "released")));
        refused("entries_fit_the_phase",
                () -> books.insert(new Line(wallet, -60, "released"), new Line(REVENUE, 60, "released")));
        refused("entries_fit_the_phase", () -> hold(new Line(wallet, 5), new Line(REVENUE, -5)));
        resolve("post", hold, wallet, 60, 25);
        assertThat(books.available(wallet)).isEqualTo(1000 + 60 - 25);
    }

    @Test
    void refusesHoldsWithoutAnEndAndPostsAfterIt() {
        var wallet = books.funded(100);
        refused("hold_expires", () -> books.insert("phase", "'hold'", new Line(wallet, 1, "held"),
                new Line(REVENUE, -1, "held")));
        refused("hold_expires", () -> books.insert("phase, expires_at", "'hold', now()", new Line(wallet, 1, "held"),
                new Line(REVENUE, -1, "held")));
        refused("hold_lasts_a_year_at_most",
                () -> books.insert("phase, expires_at", "'hold', now() + interval '400 days'",
                        new Line(wallet, 1, "held"), new Line(REVENUE, -1, "held")));
        var lines = IntStream.range(0, 52).mapToObj(i -> new Line(CASH, i % 2 == 0 ? 1 : -1, "held"))
                .toArray(Line[]::new);
        refused("hold_fits_its_post", () -> hold(lines));

        // unless the timer, which looks each five seconds, is quicker
        await().until(() -> {
            var hold = books.insert("phase, expires_at", "'hold', now() + interval '50 ms'",
                    new Line(wallet, 60, "held"), new Line(REVENUE, -60, "held"));
            Thread.sleep(100);
            var late = catchThrowableOfType(DataAccessException.class, () -> resolve("post", hold, wallet, 60, 60));
            return BrokenRule.nameIn(late).equals("hold_is_posted_in_time");
        });
    }

    @Test
    void refusesToOpenOrCloseAHoldByHand() {
        var wallet = books.funded(100);
        hold(new Line(wallet, 60, "held"), new Line(REVENUE, -60, "held"));
        for (var statement : List.of("insert into ledger.open_hold values (gen_random_uuid(), now())",
                "update ledger.open_hold set expires_at = now()", "delete from ledger.open_hold",
                "truncate ledger.open_hold")) {
            refused("by transfers alone", () -> books.around().sql(statement).update());
        }
    }

    @Test
    void refusesAFoldedBalanceThatIsNotTheSumOfItsEntries() {
        for (var statement : List.of("update ledger.folded_balance set debits = debits + 1",
                "insert into ledger.folded_balance (account_id) values (gen_random_uuid())",
                "delete from ledger.folded_balance", "truncate ledger.folded_balance",
                "update ledger.folded_hour set debits = debits + 1", "delete from ledger.folded_hour",
                "truncate ledger.folded_hour",
                "insert into ledger.folded_hour values (gen_random_uuid(), now(), 1, 1, 1, 1)")) {
            refused("follows from its entries", () -> books.around().sql(statement).update());
        }
        refused("may still commit", () -> books.around()
                .sql("update ledger.folded_balance set folded_through = pg_snapshot_xmax(pg_current_snapshot())")
                .update());
    }

    @Test
    void refusesAReversalThatIsNotTheOppositeOrNotTheFirst() {
        var wallet = books.funded(100);
        var posted = books.post(wallet, REVENUE, 30).value();

        refused("reversal_is_the_opposite", () -> reverse(posted, new Line(wallet, -29), new Line(REVENUE, 29)));
        refused("reversal_is_the_opposite", () -> reverse(posted, new Line(wallet, 30), new Line(REVENUE, -30)));
        refused("reversal_is_the_opposite", () -> reverse(posted, new Line(CASH, -30), new Line(REVENUE, 30)));
        refused("reverses_what_was_posted", () -> reverse(UUID.randomUUID(), new Line(wallet, -30),
                new Line(REVENUE, 30)));
        var hold = hold(new Line(wallet, 30, "held"), new Line(REVENUE, -30, "held"));
        refused("reverses_what_was_posted", () -> reverse(hold, new Line(wallet, -30), new Line(REVENUE, 30)));
        reverse(posted, new Line(wallet, -10), new Line(wallet, -20), new Line(REVENUE, 30));
        refused("reversal_is_posted_at_once", () -> books.insert("reverses, phase, expires_at",
                quoted(posted) + ", 'hold', now() + interval '1 hour'", new Line(wallet, -30, "held"),
                new Line(REVENUE, 30, "held")));
        refused("transfer_is_reversed_once", () -> reverse(posted, new Line(wallet, -30), new Line(REVENUE, 30)));
    }

    @Test
    void refusesAReferenceUsedTwice() {
        var reference = UUID.randomUUID().toString();
        var statement = "with t as (insert into ledger.transfer (id, reference, description) values ('%s', '%s', '')) %s";
        var first = TypeId.next();
        books.around().sql(statement.formatted(first, reference,
                entries(first, 1, new Line(CASH, 5), new Line(REVENUE, -5)))).update();
        var second = TypeId.next();
        refused("transfer_reference_is_unique", () -> books.around().sql(statement.formatted(second, reference,
                entries(second, 1, new Line(CASH, 5), new Line(REVENUE, -5)))).update());
    }

    @Test
    void refusesReferencesThatBelongToOtherTransfers() {
        for (var reserved : List.of("post", "void", "expire", "reversal")) {
            assertRefused(HttpProblems.VALIDATION_FAILED, () -> books.in(() -> ledger.post(Transfer
                    .of(reserved + ":" + UUID.randomUUID(), "").debit(CASH, Money.of(5, "EUR"))
                    .credit(REVENUE, Money.of(5, "EUR")).balanced())));
        }
    }

    @Test
    void refusesMetadataWithoutBounds() {
        for (var metadata : List.of("[1]", "\"text\"", "null", "{\"k\": 1}",
                "{" + String.join(",", IntStream.range(0, 21).mapToObj(i -> "\"k" + i + "\": \"\"").toList()) + "}",
                "{\"k\": \"" + "x".repeat(4090) + "\"}")) {
            refused("metadata_is_bounded",
                    () -> books.insert("metadata", quoted(metadata), new Line(CASH, 5), new Line(REVENUE, -5)));
        }
        books.insert("metadata", quoted("{\"k\": \"" + "x".repeat(4000) + "\"}"), new Line(CASH, 5),
                new Line(REVENUE, -5));
    }

    @Test
    void refusesATransferOfAnotherTimeThanItsTransactions() {
        refused("posted_as_it_happens", () -> books.insert("posted_at", "now() - interval '1 day'", new Line(CASH, 5),
                new Line(REVENUE, -5)));
        var id = TypeId.next();
        for (var column : List.of("posted_at, now() - interval '1 day'", "xid, '7'")) {
            var parts = column.split(", ");
            refused("posted_as_it_happens", () -> books.around().sql("""
                    with t as (insert into ledger.transfer (id, reference, description) values (:id, :id::text, ''))
                    insert into ledger.entry (transfer_id, position, account_id, currency, amount, %s)
                    values (:id, 1, :cash, 'EUR', 5, %2$s), (:id, 2, :revenue, 'EUR', -5, %2$s)
                    """.formatted(parts[0], parts[1])).param("id", id).param("cash", CASH.id().value())
                    .param("revenue", REVENUE.id().value()).update());
        }
    }

    @Test
    void saysInTheProgramWhatWasRefused() {
        var wallet = books.funded(100);
        assertRefused(LedgerProblems.INSUFFICIENT_FUNDS, () -> books.post(wallet, REVENUE, 101));
        assertRefused(LedgerProblems.UNKNOWN_ACCOUNT, () -> books.post(CASH,
                LedgerAccount.of(LedgerOwner.of(AccountId.next()), "wallet", "EUR"), 1));
    }

    private UUID hold(Line... lines) {
        return books.insert("phase, expires_at", "'hold', now() + interval '1 hour'", lines);
    }

    private void resolve(String how, UUID hold, LedgerAccount wallet, long released, long posted) {
        var releases = List.of(new Line(wallet, -released, "released"), new Line(REVENUE, released, "released"));
        var posts = posted == 0 ? List.<Line>of() : List.of(new Line(wallet, posted), new Line(REVENUE, -posted));
        books.insert("phase, resolves", quoted(how) + ", " + quoted(hold),
                java.util.stream.Stream.concat(releases.stream(), posts.stream()).toArray(Line[]::new));
    }

    private void reverse(UUID reversed, Line... lines) {
        books.insert("reverses", quoted(reversed), lines);
    }

    private void insertEntries(UUID transfer, int firstPosition, Line... lines) {
        books.around().sql(entries(transfer, firstPosition, lines)).update();
    }

    private static void refused(String why, ThrowingCallable statement) {
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(statement)
                .satisfies(refusal -> assertThat(refusal.getMessage() + BrokenRule.nameIn(refusal)).contains(why));
    }
}
