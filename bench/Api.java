import java.io.IOException;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Pattern;

/// The API over HTTP/1.1: as many connections as there are clients at once, each kept open.
final class Api {

    private final URI address;
    /// The one used last comes first: what was opened for more clients falls asleep, and the server closes it.
    private final Deque<Exchange> idle = new ConcurrentLinkedDeque<>();

    Api(URI address) {
        this.address = address;
    }

    Exchange.Answer call(String method, String path, String token, String key, String body, int expected)
            throws IOException {
        return send(method, path, token, key == null ? "" : "Idempotency-Key: " + key + "\r\n", body, expected);
    }

    void retire(String product, String etag, String token) throws IOException {
        send("PATCH", "/v1/products/" + product, token, "If-Match: " + etag + "\r\n", "{\"status\":\"retired\"}", 200);
    }

    private Exchange.Answer send(String method, String path, String token, String headers, String body, int expected)
            throws IOException {
        var exchange = idle.poll();
        if (exchange == null) {
            exchange = new Exchange(address);
        }
        Exchange.Answer answer;
        try {
            answer = exchange.send(method, path,
                    token == null ? headers : headers + "Authorization: Bearer " + token + "\r\n", body);
        } finally {
            idle.push(exchange);
        }
        if (answer.status() != expected) {
            throw new IOException(method + " " + pattern(path) + " answered " + answer.status() + code(answer.body()));
        }
        return answer;
    }

    /// So that errors can be counted by their kind.
    private static String pattern(String path) {
        return path.replaceAll("\\?.*", "").replaceAll("_[0-9a-z]{26}", "_…");
    }

    private static String code(String body) {
        try {
            return " " + member(body, "code");
        } catch (IOException _) {
            return "";
        }
    }

    /// The first member of that name, a text or a number.
    static String member(String json, String name) throws IOException {
        var quoted = "\"" + name + "\"";
        for (var at = json.indexOf(quoted); at >= 0; at = json.indexOf(quoted, at + 1)) {
            var start = blanks(json, at + quoted.length());
            if (start < json.length() && json.charAt(start) == ':') {
                start = blanks(json, start + 1);
                start += start < json.length() && json.charAt(start) == '"' ? 1 : 0;
                var end = start;
                while (end < json.length() && "\",}".indexOf(json.charAt(end)) < 0) {
                    end++;
                }
                return json.substring(start, end);
            }
        }
        throw new IOException("no " + name + " in the answer");
    }

    /// Those of one kind, each in the first place where it is named.
    static List<String> ids(String json, String prefix) {
        return Pattern.compile("\"id\"\\s*:\\s*\"(" + prefix + "[0-9a-z]{26})\"").matcher(json).results()
                .map(found -> found.group(1)).toList();
    }

    private static int blanks(String json, int from) {
        var position = from;
        while (position < json.length() && Character.isWhitespace(json.charAt(position))) {
            position++;
        }
        return position;
    }

    static String key() {
        return UUID.randomUUID().toString();
    }
}
