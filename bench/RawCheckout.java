import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// The least SQL that stores a paid order with a ledger that keeps balances, in one transaction: eleven statements and
/// the commit, each one round trip on a prepared statement. The design's bars are ratios to this.
final class RawCheckout implements Operation, AutoCloseable {

    static final String SCHEMA = "bench";

    /// The first half are clearing accounts, the second merchants'; the last two are those of fees and taxes.
    private static final int ACCOUNTS = 100_000;

    private static final String[] TABLES = {
            "create table %s.stock (product int primary key, available int not null check (available >= 0))"
                    + " with (fillfactor = 70)",
            "create table %s.idempotency (account int, key uuid, fingerprint bytea not null,"
                    + " status smallint not null, answer text not null, primary key (account, key))",
            "create table %s.customer_order (id bigint generated always as identity primary key,"
                    + " account int not null, status text not null, currency text not null, total bigint not null,"
                    + " placed_at timestamptz not null default now())",
            "create index on %s.customer_order (account, id)",
            "create table %s.order_line (order_id bigint references %1$s.customer_order, position smallint,"
                    + " product int not null, quantity int not null, unit_price bigint not null,"
                    + " primary key (order_id, position))",
            "create table %s.payment (id bigint generated always as identity primary key,"
                    + " order_id bigint not null unique references %1$s.customer_order, amount bigint not null,"
                    + " status text not null, provider_reference text not null)",
            "create table %s.account (id int primary key, balance bigint not null, version bigint not null)"
                    + " with (fillfactor = 70)",
            "create table %s.transfer (id bigint generated always as identity primary key,"
                    + " reference bigint not null unique, posted_at timestamptz not null default now())",
            "create table %s.entry (transfer_id bigint references %1$s.transfer, position smallint,"
                    + " account int not null references %1$s.account, amount bigint not null,"
                    + " primary key (transfer_id, position))",
            "create index on %s.entry (account, transfer_id)",
            "create table %s.outbox (id bigint generated always as identity primary key, type text not null,"
                    + " payload json not null, occurred_at timestamptz not null default now())"};

    private final List<Connection> connections = new ArrayList<>();
    private final List<Statements> clients = new ArrayList<>();
    private final int products;

    private record Statements(Connection connection, PreparedStatement idempotency, PreparedStatement stock,
            PreparedStatement order, PreparedStatement lines, PreparedStatement payment,
            PreparedStatement transfer, PreparedStatement entries, PreparedStatement outbox,
            PreparedStatement balance) {}

    static void create(Database database, int products) throws SQLException {
        database.execute("drop schema if exists " + SCHEMA + " cascade");
        database.execute("create schema " + SCHEMA);
        for (var table : TABLES) {
            database.execute(table.formatted(SCHEMA));
        }
        database.execute("insert into %s.stock select number, 1000000000 from generate_series(0, %d) as number"
                .formatted(SCHEMA, products - 1));
        database.execute("insert into %s.account select number, 0, 0 from generate_series(1, %d) as number"
                .formatted(SCHEMA, ACCOUNTS));
    }

    RawCheckout(Database database, int clients, int products) throws SQLException {
        this.products = products;
        for (var client = 0; client < clients; client++) {
            var connection = database.another();
            connections.add(connection);
            connection.setAutoCommit(false);
            this.clients.add(new Statements(connection, prepare(connection,
                    "insert into %s.idempotency values (?, ?, ?, 201, ?)"),
                    prepare(connection,
                            "update %s.stock set available = available - ? where product = ? and available >= ?"),
                    prepare(connection, "insert into %s.customer_order (account, status, currency, total)"
                            + " values (?, 'confirmed', 'EUR', ?) returning id"),
                    prepare(connection, "insert into %s.order_line values (?, 1, ?, 1, ?), (?, 2, ?, 2, ?)"),
                    prepare(connection, "insert into %s.payment (order_id, amount, status, provider_reference)"
                            + " values (?, ?, 'succeeded', ?)"),
                    prepare(connection, "insert into %s.transfer (reference) values (?) returning id"),
                    prepare(connection,
                            "insert into %s.entry values (?, 1, ?, ?), (?, 2, ?, ?), (?, 3, ?, ?), (?, 4, ?, ?)"),
                    prepare(connection, "insert into %s.outbox (type, payload)"
                            + " values ('order.confirmed', ?::json)"),
                    prepare(connection,
                            "update %s.account set balance = balance + ?, version = version + 1 where id = ?")));
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql.formatted(SCHEMA));
    }

    @Override
    public void run(int client, SplittableRandom random) throws SQLException {
        var on = clients.get(client);
        try {
            transaction(on, client, random);
            on.connection.commit();
        } catch (SQLException failed) {
            on.connection.rollback();
            throw failed;
        }
    }

    private void transaction(Statements on, int account, SplittableRandom random) throws SQLException {
        // locked in one order, as everywhere
        var one = random.nextInt(products);
        var other = (one + 1 + random.nextInt(products - 1)) % products;
        var first = Math.min(one, other);
        var second = Math.max(one, other);
        var firstPrice = 500L + 7 * first;
        var secondPrice = 500L + 7 * second;
        var total = firstPrice + 2 * secondPrice;
        var tax = total * 19 / 119;
        var fingerprint = new byte[32];
        Arrays.fill(fingerprint, (byte) account);
        bind(on.idempotency, account, UUID.randomUUID(), fingerprint,
                "{\"status\":\"confirmed\",\"total\":%d}".formatted(total)).executeUpdate();
        take(on.stock, first, 1);
        take(on.stock, second, 2);
        var order = id(bind(on.order, account, total));
        bind(on.lines, order, first, firstPrice, order, second, secondPrice).executeUpdate();
        bind(on.payment, order, total, "ch_" + order).executeUpdate();
        var transfer = id(bind(on.transfer, order));
        var clearing = 1 + random.nextInt(ACCOUNTS / 2);
        var merchant = ACCOUNTS / 2 + 1 + random.nextInt(ACCOUNTS / 2 - 2);
        var fee = total / 50;
        bind(on.entries, transfer, clearing, total, transfer, merchant, fee + tax - total, transfer, ACCOUNTS - 1, -fee,
                transfer, ACCOUNTS, -tax).executeUpdate();
        bind(on.outbox, "{\"order\":%d,\"total\":%d,\"currency\":\"EUR\"}".formatted(order, total)).executeUpdate();
        // always a clearing account before a merchant's
        bind(on.balance, total, clearing).executeUpdate();
        bind(on.balance, fee + tax - total, merchant).executeUpdate();
    }

    private static void take(PreparedStatement stock, int product, int quantity) throws SQLException {
        if (bind(stock, quantity, product, quantity).executeUpdate() != 1) {
            throw new SQLException("out of stock");
        }
    }

    private static PreparedStatement bind(PreparedStatement statement, Object... values) throws SQLException {
        for (var position = 0; position < values.length; position++) {
            statement.setObject(position + 1, values[position]);
        }
        return statement;
    }

    private static long id(PreparedStatement insert) throws SQLException {
        try (var row = insert.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
