package io.mainstay.providers;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what a provider announces.
public final class WebhookCatcher implements AutoCloseable {

    private final HttpServer server;
    private final List<SignedWebhook> caught = new CopyOnWriteArrayList<>();

    private WebhookCatcher(HttpServer server) {
        this.server = server;
    }

    /// @param header name of the signature's header
    public static WebhookCatcher start(String header) throws IOException {
        var catcher = new WebhookCatcher(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        catcher.server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            catcher.caught.add(new SignedWebhook(header,
                    String.valueOf(exchange.getRequestHeaders().getFirst(header)), body));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        catcher.server.start();
        return catcher;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    public List<SignedWebhook> caught() {
        return caught;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
