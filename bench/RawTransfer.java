import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// The least SQL that moves money between two accounts that keep balances: transfer, entries, two balances in the order
/// of their ids, and the commit, each one round trip. On the tables of [RawCheckout].
final class RawTransfer implements Operation, AutoCloseable {

    private static final int ACCOUNTS = 1_000;
    /// Far from the orders that the checkouts' transfers refer to.
    private static final AtomicLong reference = new AtomicLong(1L << 40);

    private final boolean hot;
    private final List<Statements> clients = new ArrayList<>();

    private record Statements(Connection connection, PreparedStatement transfer, PreparedStatement entries,
            PreparedStatement balance) {}

    RawTransfer(Database database, int clients, boolean hot) throws SQLException {
        this.hot = hot;
        for (var client = 0; client < clients; client++) {
            var connection = database.another();
            connection.setAutoCommit(false);
            this.clients.add(new Statements(connection,
                    prepare(connection, "insert into %s.transfer (reference) values (?) returning id"),
                    prepare(connection, "insert into %s.entry values (?, 1, ?, 1), (?, 2, ?, -1)"),
                    prepare(connection,
                            "update %s.account set balance = balance + ?, version = version + 1 where id = ?")));
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql.formatted(RawCheckout.SCHEMA));
    }

    @Override
    public void run(int client, SplittableRandom random) throws SQLException {
        var on = clients.get(client);
        var to = hot ? 1 : 1 + random.nextInt(ACCOUNTS);
        var from = 1 + (to + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        try {
            on.transfer.setLong(1, reference.incrementAndGet());
            long transfer;
            try (var row = on.transfer.executeQuery()) {
                row.next();
                transfer = row.getLong(1);
            }
            on.entries.setLong(1, transfer);
            on.entries.setInt(2, from);
            on.entries.setLong(3, transfer);
            on.entries.setInt(4, to);
            on.entries.executeUpdate();
            update(on.balance, Math.min(from, to), from < to ? 1 : -1);
            update(on.balance, Math.max(from, to), from < to ? -1 : 1);
            on.connection.commit();
        } catch (SQLException failed) {
            on.connection.rollback();
            throw failed;
        }
    }

    private static void update(PreparedStatement balance, int account, int amount) throws SQLException {
        balance.setInt(1, amount);
        balance.setInt(2, account);
        balance.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        for (var client : clients) {
            client.connection.close();
        }
    }
}
