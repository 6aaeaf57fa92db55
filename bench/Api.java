import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

final class Api {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI address;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).executor(Executors.newVirtualThreadPerTaskExecutor()).build();

    Api(URI address) {
        this.address = address;
    }

    HttpResponse<String> call(String method, String path, String token, String key, String body, int expected)
            throws IOException, InterruptedException {
        var request = request(method, path, token, body);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return send(request.build(), expected);
    }

    void retire(String product, String etag, String token) throws IOException, InterruptedException {
        var request = request("PATCH", "/v1/products/" + product, token, "{\"status\":\"retired\"}");
        send(request.header("If-Match", etag).build(), 200);
    }

    private HttpRequest.Builder request(String method, String path, String token, String body) {
        var request = HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT).method(method, body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest request, int expected) throws IOException, InterruptedException {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            var code = Pattern.compile("\"code\"\\s*:\\s*\"([^\"]+)\"").matcher(answer.body());
            throw new IOException(request.method() + " " + pattern(request.uri()) + " answered "
                    + answer.statusCode() + (code.find() ? " " + code.group(1) : ""));
        }
        return answer;
    }

    /// So that errors can be counted by their kind.
    private static String pattern(URI uri) {
        return uri.getPath().replaceAll("_[0-9a-z]{26}", "_…");
    }

    /// The first member of that name, a text or a number.
    static String member(String json, String name) throws IOException {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}]+)").matcher(json);
        if (!found.find()) {
            throw new IOException("no " + name + " in the answer");
        }
        return found.group(1);
    }

    static String key() {
        return UUID.randomUUID().toString();
    }
}
