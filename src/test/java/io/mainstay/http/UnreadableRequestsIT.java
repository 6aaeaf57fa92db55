package io.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.IntegrationTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/// What no client library sends: written to the socket as it is.
@IntegrationTest
class UnreadableRequestsIT {

    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/products?q=% HTTP/1.1\r\nHost: a", "GET /v1/products?q=%ff HTTP/1.1\r\nHost: a",
            "GET /v1/orders/{id} HTTP/1.1\r\nHost: a", "GET /v1/%00 HTTP/1.1\r\nHost: a",
            "GET /v1/products HTTP/1.1\r\nHost: a\r\nAccept: garbage",
            "GET /v1/nothing HTTP/1.1\r\nHost: a\r\nAccept: garbage",
            "GET /v1/products HTTP/1.1\r\nHost: a\r\nHost: b", "GET /v1/products HTTP/1.1",
            "GET /v1/products HTTP/1.1\r\nHost: a\r\nX: \u0001", "PUT /v1/orders HTTP/1.1\r\nHost: a\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1\r\n\r\n%"})
    void areAnsweredWithAProblemOfTheClients(String request) throws IOException {
        var answer = send(request);

        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json").contains("\"code\":\"")
                .doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "PROPFIND", "PUT", "TRACE"})
    void withAnotherMethodAreToldWhichOnesThereAre(String method) throws IOException {
        var answer = send(method + " /v1/orders HTTP/1.1\r\nHost: a");

        assertThat(answer).startsWith("HTTP/1.1 405").contains("\"code\":\"method-not-allowed\"");
    }

    private String send(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5000);
            var whole = request + (request.contains("\r\n\r\n") ? "" : "\r\nConnection: close\r\n\r\n");
            socket.getOutputStream().write(whole.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
