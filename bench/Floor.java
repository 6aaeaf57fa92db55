import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;

/// The list over HTTP with nothing in between: the JDK's server, a handful of connections, text put together by
/// hand. In a process of its own, so that its processor time can be told from the driver's.
record Floor(Process process, URI address) implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    static Floor start(Options options, Database database) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        // source-file mode leaves the file in this property
        var launched = System.getProperty("sun.java.command", "").split(" ");
        command.add(launched[0].startsWith("jdk.compiler/") ? launched[1] : Bench.class.getName());
        command.addAll(List.of("floor", database.url()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BENCH_DB_USER", options.databaseUser());
        builder.environment().put("BENCH_DB_PASSWORD", options.databasePassword());
        var process = builder.start();
        var port = process.inputReader().readLine();
        if (port == null) {
            throw new Unusable("the floor did not start");
        }
        return new Floor(process, URI.create("http://127.0.0.1:" + port));
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
    }

    /// The process itself; ends when its parent does.
    static void main(String[] arguments) throws Exception {
        // otherwise each small answer waits for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var pages = new ArrayBlockingQueue<PreparedStatement>(CONNECTIONS);
        for (var number = 0; number < CONNECTIONS; number++) {
            pages.add(RawList.prepare(DriverManager.getConnection(arguments[1], System.getenv("BENCH_DB_USER"),
                    System.getenv("BENCH_DB_PASSWORD"))));
        }
        var server = HttpServer
                .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = page(pages).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        System.out.println(server.getAddress().getPort());
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    }

    private static String page(ArrayBlockingQueue<PreparedStatement> pages) throws IOException {
        try {
            var page = pages.take();
            try (var rows = page.executeQuery()) {
                return json(rows);
            } finally {
                pages.add(page);
            }
        } catch (SQLException failed) {
            throw new IOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private static String json(ResultSet rows) throws SQLException {
        var json = new StringBuilder(8192).append("{\"data\":[");
        for (var row = 0; row < 20 && rows.next(); row++) {
            json.append(row == 0 ? "" : ",").append("{\"id\":\"product_").append(rows.getObject(1, UUID.class));
            text(json, "\",\"sku\":", rows.getString(2));
            text(json, ",\"name\":", rows.getString(3));
            text(json, ",\"description\":", rows.getString(4));
            json.append(",\"price\":{\"amount\":").append(rows.getLong(5));
            text(json, ",\"currency\":", rows.getString(6));
            json.append("},\"taxBasisPoints\":").append(rows.getInt(7));
            text(json, ",\"status\":", rows.getString(8));
            json.append(",\"inStock\":").append(rows.getBoolean(11));
            text(json, ",\"createdAt\":", rows.getObject(9, OffsetDateTime.class).toInstant().toString());
            json.append('}');
        }
        return json.append("],\"nextCursor\":\"").append(Api.key()).append("\"}").toString();
    }

    private static void text(StringBuilder json, String name, String value) {
        json.append(name).append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
}
