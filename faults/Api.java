import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The API as a client sees it that gives up after a while and doesn't know then what happened.
final class Api {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3)).build();
    private final String base;

    Api(String base) {
        this.base = base;
    }

    record Answer(int status, String body) {

        /// Whether it says for certain what became of the request. A conflict with one's own earlier try, a limit and
        /// whatever the server has trouble with doesn't.
        boolean isClear() {
            return status < 500 && status != 429 && status != 401 && !body.contains("\"code\":\"request-in-flight\"");
        }

        Optional<String> member(String name) {
            var found = Pattern.compile("\"" + name + "\"\\s*:\\s*(?:\"([^\"]*)\"|(-?[0-9]+))").matcher(body);
            return found.find() ? Optional.of(found.group(1) == null ? found.group(2) : found.group(1)) : Optional.empty();
        }
    }

    /// Empty if nobody knows: no connection, no answer in time, or half of one.
    Optional<Answer> send(String method, String path, String token, String key, String body) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).method(method,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            return Optional.of(new Answer(answer.statusCode(), answer.body()));
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// For what has to be there before the faults begin.
    Answer must(String method, String path, String token, String key, String body, int status) {
        var answer = send(method, path, token, key, body)
                .orElseThrow(() -> new IllegalStateException(method + " " + path + ": no answer"));
        if (answer.status != status) {
            throw new IllegalStateException(method + " " + path + ": " + answer);
        }
        return answer;
    }
}
