package io.mainstay.factors;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real browser without a window, driven over the Chrome DevTools Protocol. What its page calls
/// `http://localhost:8080` is the tested program, on whatever port.
final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final Path profile;
    private final Process process;
    private final WebSocket page;
    private int sent;

    Chromium(int port, String path) throws IOException, InterruptedException {
        profile = Files.createTempDirectory("chromium");
        // as root, in containers, there is no sandbox to be had
        process = new ProcessBuilder(executable().orElseThrow().toString(), "--headless=new", "--no-sandbox",
                "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--user-data-dir=" + profile,
                "--remote-debugging-port=0", "--host-resolver-rules=MAP localhost:8080 127.0.0.1:" + port,
                "about:blank")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        var target = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + devTools() + "/json/new?http://localhost:8080" + path))
                .PUT(HttpRequest.BodyPublishers.noBody()).build();
        var created = json.readTree(http.send(target, HttpResponse.BodyHandlers.ofString()).body());
        page = http.newWebSocketBuilder()
                .buildAsync(URI.create(created.get("webSocketDebuggerUrl").asString()), new Listener()).join();
    }

    static Optional<Path> executable() {
        return Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .flatMap(folder -> java.util.stream.Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    /// An authenticator as phones and laptops have one, whose person always agrees.
    void addAuthenticator() throws InterruptedException {
        send("WebAuthn.enable", Map.of());
        send("WebAuthn.addVirtualAuthenticator", Map.of("options",
                Map.of("protocol", "ctap2", "transport", "internal", "hasResidentKey", true, "hasUserVerification",
                        true,
                        "isUserVerified", true, "automaticPresenceSimulation", true)));
    }

    /// @param script an expression whose promise gives a text
    String evaluate(String script) throws InterruptedException {
        var answer = send("Runtime.evaluate",
                Map.of("expression", script, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.get("result").get("value").asString();
    }

    /// Until the page is there.
    void await(String condition) throws InterruptedException {
        for (var deadline = System.nanoTime() + PATIENCE.toNanos(); !evaluate("String(" + condition + ")")
                .equals("true");) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the page never was as it should be: " + condition);
            }
            Thread.sleep(50);
        }
    }

    private JsonNode send(String method, Map<String, Object> parameters) throws InterruptedException {
        var id = ++sent;
        page.sendText(json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).join();
        while (true) {
            var text = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (text == null) {
                throw new IllegalStateException("the browser does not answer to " + method);
            }
            var message = json.readTree(text);
            if (message.path("id").asInt(0) == id) {
                if (message.has("error")) {
                    throw new IllegalStateException(message.toString());
                }
                return message.get("result");
            }
        }
    }

    /// The browser chooses a free port and writes it down.
    private String devTools() throws IOException, InterruptedException {
        var file = profile.resolve("DevToolsActivePort");
        for (var deadline = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < deadline;) {
            if (Files.exists(file) && !Files.readString(file).isEmpty()) {
                return Files.readAllLines(file).getFirst();
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the browser does not start");
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        http.shutdownNow();
        FileSystemUtils.deleteRecursively(profile);
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
