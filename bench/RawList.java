import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// The first page of the catalogue as the application reads it: io.mainstay.catalog.Products.
final class RawList implements Operation, AutoCloseable {

    static final String PAGE = """
            select p.id, p.sku, p.name, p.description, p.price_minor, p.currency, p.tax_basis_points, p.status,
                p.created_at, p.version, s.on_hand > s.reserved as in_stock
            from catalog.product p join catalog.stock s on s.product_id = p.id
            where p.status = 'active' and (p.created_at, p.id) < (?, ?)
            order by p.created_at desc, p.id desc limit 21
            """;

    private final List<Connection> connections = new ArrayList<>();
    private final List<PreparedStatement> pages = new ArrayList<>();

    RawList(Database database, int clients) throws SQLException {
        for (var client = 0; client < clients; client++) {
            var connection = database.another();
            connections.add(connection);
            pages.add(prepare(connection));
        }
    }

    static PreparedStatement prepare(Connection connection) throws SQLException {
        var page = connection.prepareStatement(PAGE);
        page.setObject(1, OffsetDateTime.parse("9999-12-31T23:59:59Z"));
        page.setObject(2, new UUID(-1, -1));
        return page;
    }

    @Override
    public void run(int client, SplittableRandom random) throws SQLException {
        try (var rows = pages.get(client).executeQuery()) {
            while (rows.next()) {
                for (var column = 1; column <= 11; column++) {
                    rows.getObject(column);
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
