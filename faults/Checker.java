import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds the log against what the system has in the end: in PostgreSQL, at the provider, and in its answers.
final class Checker {

    private static final long LONGEST_REST_MS = 240_000;
    private static final String OPEN = """
            select (select count(*) from payments.operation where status in ('created', 'submitting', 'unknown'))
                 + (select count(*) from payments.late_money where status in ('owed', 'submitting'))
                 + (select count(*) from messaging.outbox)
                 + (select count(*) from notifications.mail where state in ('queued', 'sending'))""";

    private final World world;
    private final Log log;
    private final Api provider;
    private final List<String> violations = new ArrayList<>();

    Checker(World world, Log log, Api provider) {
        this.world = world;
        this.log = log;
        this.provider = provider;
    }

    /// @return what isn't as it must be; empty if nothing
    List<String> check() {
        rest();
        answered();
        nothingLostOrDoubled();
        booksBalance();
        nobodyWaitsInACircle();
        stockHolds();
        providerAgrees();
        sameKeySameAnswer();
        return violations;
    }

    /// Until what is open has an end.
    private void rest() {
        var end = System.currentTimeMillis() + LONGEST_REST_MS;
        while (Docker.count(OPEN) > 0 && System.currentTimeMillis() < end) {
            World.pause(500);
        }
        // a message between the outbox and its effect is in neither
        World.pause(3000);
        none("unknown: operations without an outcome", """
                select count(*) from payments.operation where status in ('created', 'submitting', 'unknown', 'needsReview')""");
        none("unknown: late money that hasn't gone back",
                "select count(*) from payments.late_money where status in ('owed', 'submitting')");
        none("lost: events in the outbox", "select count(*) from messaging.outbox");
        none("lost: mails that weren't sent",
                "select count(*) from notifications.mail where state in ('queued', 'sending', 'failed')");
    }

    private void answered() {
        var silent = log.operations().stream().filter(done -> done.status() == 0).count();
        expect("unanswered: operations without a clear answer", 0, silent);
    }

    private void nothingLostOrDoubled() {
        var mine = "account_id in (select id from auth.account where email like 'faults-%')";
        expect("orders: placed and acknowledged", acknowledged(Log.Kind.PLACE),
                Docker.count("select count(*) from orders.customer_order where " + mine));
        expect("transfers: between wallets and acknowledged", acknowledged(Log.Kind.TRANSFER),
                Docker.count("select count(*) from ledger.transfer where reference like 'wallet-transfer:%'"));
        none("lost: an acknowledged order that isn't there", missing(Log.Kind.PLACE, 201, "order",
                "select id from orders.customer_order"));
        none("lost: an acknowledged payment that isn't confirmed", missing(Log.Kind.PAY, 200, "payment", """
                select p.id from payments.payment p join orders.customer_order o on o.id = p.order_id
                where p.status = 'succeeded' and o.status = 'confirmed'"""));
        none("lost: an acknowledged refund that isn't done", missing(Log.Kind.REFUND, 201, "operation",
                "select id from payments.operation where kind = 'refund' and status = 'succeeded'"));
        none("doubled: a payment that nobody asked for", unasked(Log.Kind.PAY, "payment", """
                select id from payments.payment where captured > 0
                    and account_id in (select id from auth.account where email like 'faults-%')"""));
        none("doubled: a refund that nobody asked for", unasked(Log.Kind.REFUND, "operation",
                "select id from payments.operation where kind = 'refund' and status = 'succeeded'"));
        none("doubled: more than one receipt for an order", """
                select count(*) from (select 1 from notifications.mail where template = 'receipt'
                    and account in (select id from auth.account where email like 'faults-%')
                    group by message_id having count(*) > 1) as twice""");
        expect("receipts: one for each order that is confirmed",
                Docker.count("select count(*) from orders.customer_order where status = 'confirmed' and " + mine),
                Docker.count("""
                        select count(*) from notifications.mail where template = 'receipt'
                            and account in (select id from auth.account where email like 'faults-%')"""));
    }

    /// Of the ids that were acknowledged with that status, those that aren't among the found ones: a statement that counts
    /// them. An operation whose outcome wasn't known (202) may have come to nothing.
    private String missing(Log.Kind kind, int status, String prefix, String found) {
        var ids = ids(log.operations().stream().filter(done -> done.kind() == kind && done.status() == status), prefix);
        return ids.isEmpty() ? "select 0"
                : "select count(*) from (values " + ids + ") as told (id) where id not in (" + found + ")";
    }

    /// Of what is found, what was never acknowledged: a statement that counts it.
    private String unasked(Log.Kind kind, String prefix, String found) {
        var ids = ids(log.operations().stream().filter(done -> done.kind() == kind && done.isAcknowledged()), prefix);
        return "select count(*) from (" + found + ") as found where id not in (select id from (values "
                + (ids.isEmpty() ? "(null::uuid)" : ids) + ") as told (id))";
    }

    private static String ids(Stream<Log.Done> operations, String prefix) {
        return operations.map(done -> "('" + TypeIds.uuid(prefix, done.id()) + "'::uuid)")
                .collect(Collectors.joining(", "));
    }

    private void booksBalance() {
        none("ledger: a currency that doesn't sum to zero", """
                select count(*) from (select 1 from ledger.entry group by currency, layer having sum(amount) <> 0) as off""");
        none("ledger: an account below its floor", """
                select count(*) from ledger.account where floor is not null
                    and floor > case when kind in ('asset', 'expense') then debits - credits - held_credits
                                     else credits - debits - held_debits end""");
        none("ledger: a balance that isn't the sum of its entries", """
                select count(*) from ledger.account a where a.floor is not null and a.debits - a.credits <> (
                    select coalesce(sum(e.amount), 0) from ledger.entry e
                    where e.account_id = a.id and e.layer = 'posted')""");
        expect("ledger: the money in wallets", (long) World.CUSTOMERS * World.WALLET, Docker.count("""
                select coalesce(sum(credits - debits), 0) from ledger.account where code = 'wallet'
                    and owner in (select id from auth.account where email like 'faults-%')"""));
        expect("ledger: a posting for each capture",
                Docker.count("select count(*) from payments.payment where captured > 0"),
                Docker.count("select count(*) from ledger.transfer where reference like 'capture:%'"));
    }

    /// Locks are taken in one order everywhere, so nobody ever waits in a circle.
    private void nobodyWaitsInACircle() {
        none("deadlocks: since PostgreSQL started", "select deadlocks from pg_stat_database where datname = 'mainstay'");
    }

    private void stockHolds() {
        none("stock: oversold", "select count(*) from catalog.stock where reserved > on_hand or reserved < 0");
        none("stock: reserved for nobody", """
                select count(*) from catalog.stock s where s.reserved <> (
                    select coalesce(sum(l.open), 0) from orders.order_line l join orders.customer_order o on o.id = l.order_id
                    where l.product_id = s.product_id and o.status in ('pendingPayment', 'confirmed'))
                    and s.product_id in (select product_id from orders.order_line)""");
    }

    private void providerAgrees() {
        var totals = provider.must("GET", "/v1/totals", null, null, null, 200);
        expect("provider: captured, by its own count",
                Docker.count("""
                        select coalesce(sum(captured), 0) + (select coalesce(sum(amount), 0) from payments.late_money)
                        from payments.payment"""),
                totals.member("captured").map(Long::parseLong).orElse(0L));
        expect("provider: refunded, by its own count",
                Docker.count("""
                        select coalesce(sum(refunded), 0)
                            + (select coalesce(sum(amount), 0) from payments.late_money where status = 'returned')
                        from payments.payment"""),
                totals.member("refunded").map(Long::parseLong).orElse(0L));
    }

    /// Some of them, once more: the first answer again, and nothing done.
    private void sameKeySameAnswer() {
        var again = log.operations().stream().filter(Log.Done::isAcknowledged).limit(60).toList();
        var before = Docker.count("select count(*) from ledger.transfer");
        var different = again.stream().filter(done -> {
            var who = done.kind() == Log.Kind.REFUND ? world.operator : world.customers.get(done.client() % World.CUSTOMERS);
            who.logIn(world.api);
            return world.api.send("POST", done.path(), who.token(), done.key(), done.body())
                    .filter(answer -> answer.status() == done.status() && answer.body().equals(done.answer())).isEmpty();
        }).count();
        expect("repeated: another answer to the same key", 0, different);
        expect("repeated: transfers afterwards", before, Docker.count("select count(*) from ledger.transfer"));
    }

    private long acknowledged(Log.Kind kind) {
        return log.operations().stream().filter(done -> done.kind() == kind && done.isAcknowledged()).count();
    }

    private void none(String what, String statement) {
        expect(what, 0, Docker.count(statement));
    }

    private void expect(String what, long expected, long found) {
        System.out.printf("%s %s: %d%s%n", expected == found ? "ok      " : "BROKEN  ", what, found,
                expected == found ? "" : " instead of " + expected);
        if (expected != found) {
            violations.add(what + ": " + found + " instead of " + expected);
        }
    }
}
