import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// The least SQL that stores a refund: idempotency record, the payment, a transfer with three entries, the event, and the
/// commit, each one round trip. On the tables of [RawCheckout].
final class RawRefund implements Operation, AutoCloseable {

    private static final int PAYMENTS = 2_000;
    /// Far from the references of checkouts and transfers.
    private static final AtomicLong reference = new AtomicLong(1L << 41);

    private final List<Statements> clients = new ArrayList<>();
    private final long first;

    private record Statements(Connection connection, PreparedStatement idempotency, PreparedStatement payment,
            PreparedStatement transfer, PreparedStatement entries, PreparedStatement outbox) {}

    RawRefund(Database database, int clients) throws SQLException {
        database.execute("""
                with placed as (
                    insert into %1$s.customer_order (account, status, currency, total)
                    select 1, 'confirmed', 'EUR', 1000 from generate_series(1, %2$d) returning id)
                insert into %1$s.payment (order_id, amount, status, provider_reference)
                select id, 1000, 'succeeded', 'ch' from placed""".formatted(RawCheckout.SCHEMA, PAYMENTS));
        this.first = database.number("select max(id) from " + RawCheckout.SCHEMA + ".payment") - PAYMENTS + 1;
        for (var client = 0; client < clients; client++) {
            var connection = database.another();
            connection.setAutoCommit(false);
            this.clients.add(new Statements(connection,
                    prepare(connection, "insert into %s.idempotency values (1, ?, 'x', 201, '{}')"),
                    prepare(connection, "update %s.payment set amount = amount - 1 where id = ?"),
                    prepare(connection, "insert into %s.transfer (reference) values (?) returning id"),
                    prepare(connection, "insert into %s.entry values (?, 1, 1, 8), (?, 2, 2, 2), (?, 3, 3, -10)"),
                    prepare(connection, "insert into %s.outbox (type, payload) values ('payment.refunded', '{}')")));
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql.formatted(RawCheckout.SCHEMA));
    }

    @Override
    public void run(int client, SplittableRandom random) throws SQLException {
        var on = clients.get(client);
        try {
            on.idempotency.setObject(1, UUID.randomUUID());
            on.idempotency.executeUpdate();
            on.payment.setLong(1, first + random.nextInt(PAYMENTS));
            on.payment.executeUpdate();
            on.transfer.setLong(1, reference.incrementAndGet());
            try (var row = on.transfer.executeQuery()) {
                row.next();
                for (var position = 1; position <= 3; position++) {
                    on.entries.setLong(position, row.getLong(1));
                }
            }
            on.entries.executeUpdate();
            on.outbox.executeUpdate();
            on.connection.commit();
        } catch (SQLException failed) {
            on.connection.rollback();
            throw failed;
        }
    }

    @Override
    public void close() throws SQLException {
        for (var client : clients) {
            client.connection.close();
        }
    }
}
