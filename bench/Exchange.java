import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One connection that sends a request and reads its answer, then the next; opened again when the server has closed it.
/// As little of HTTP/1.1 (RFC 9112) as the API needs, because the driver takes its time from the same processors: the
/// JDK's client costs several times as much. Not for two threads at once.
final class Exchange {

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int READ_TIMEOUT_MS = 20_000;

    private final URI address;
    private final byte[] buffer = new byte[16 * 1024];
    private Socket socket;
    private InputStream in;
    /// What the buffer holds and nobody has read.
    private int position;
    private int limit;

    Exchange(URI address) {
        this.address = address;
    }

    /// @param head the status line and the headers
    record Answer(int status, String head, String body) {

        /// The first of that name, or null.
        String header(String name) {
            for (var line = head.indexOf("\r\n"); line >= 0; line = head.indexOf("\r\n", line + 2)) {
                var colon = line + 2 + name.length();
                if (head.regionMatches(true, line + 2, name, 0, name.length()) && head.startsWith(":", colon)) {
                    return head.substring(colon + 1, head.indexOf("\r\n", colon)).strip();
                }
            }
            return null;
        }
    }

    /// @param headers lines, each with its end
    /// @param body null: none
    Answer send(String method, String path, String headers, String body) throws IOException {
        var request = request(method, path, headers, body);
        var kept = socket != null;
        try {
            try {
                begin(request);
            } catch (EOFException | SocketException closed) {
                // a server may close a connection that nothing is under way on, and says so only now
                if (!kept) {
                    throw closed;
                }
                close();
                begin(request);
            }
            return answer();
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private byte[] request(String method, String path, String headers, String body) {
        var content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        var head = method + " " + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n" + headers
                + (body == null ? "" : "Content-Type: application/json\r\n")
                + (method.equals("GET") ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n";
        var start = head.getBytes(StandardCharsets.UTF_8);
        var request = Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, request, start.length, content.length);
        return request;
    }

    /// Sends the request and waits for the first bytes of the answer.
    private void begin(byte[] request) throws IOException {
        if (socket == null) {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MS);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort() < 0 ? 80 : address.getPort()),
                    CONNECT_TIMEOUT_MS);
            in = socket.getInputStream();
        }
        socket.getOutputStream().write(request);
        position = 0;
        limit = 0;
        fill();
    }

    private Answer answer() throws IOException {
        var head = head();
        if (!head.startsWith("HTTP/1.1 ") || head.length() < 12) {
            throw new IOException("no HTTP/1.1 answer");
        }
        var answer = new Answer(Integer.parseInt(head, 9, 12, 10), head, "");
        var length = answer.header("Content-Length");
        byte[] body;
        if (answer.status() == 204 || answer.status() == 304) {
            body = new byte[0];
        } else if (length != null) {
            body = new byte[Integer.parseInt(length)];
            read(body);
        } else if ("chunked".equalsIgnoreCase(answer.header("Transfer-Encoding"))) {
            body = chunks();
        } else {
            throw new IOException("an answer without a length");
        }
        if ("close".equalsIgnoreCase(answer.header("Connection"))) {
            close();
        }
        return new Answer(answer.status(), head, new String(body, StandardCharsets.UTF_8));
    }

    /// Up to the empty line, which is passed over.
    private String head() throws IOException {
        for (var end = 0;; end++) {
            while (end + 4 > limit) {
                if (limit == buffer.length) {
                    throw new IOException("headers of more than " + buffer.length + " bytes");
                }
                fill();
            }
            if (buffer[end] == '\r' && buffer[end + 1] == '\n' && buffer[end + 2] == '\r' && buffer[end + 3] == '\n') {
                position = end + 4;
                return new String(buffer, 0, end + 2, StandardCharsets.ISO_8859_1);
            }
        }
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = line();
            var extension = size.indexOf(';');
            var chunk = new byte[Integer.parseInt(extension < 0 ? size : size.substring(0, extension).strip(), 16)];
            if (chunk.length == 0) {
                while (!line().isEmpty()) {
                    // trailers
                }
                return body.toByteArray();
            }
            read(chunk);
            body.writeBytes(chunk);
            line();
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = next(); next != '\n'; next = next()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private byte next() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
            fill();
        }
        return buffer[position++];
    }

    private void read(byte[] into) throws IOException {
        var held = Math.min(into.length, limit - position);
        System.arraycopy(buffer, position, into, 0, held);
        position += held;
        if (in.readNBytes(into, held, into.length - held) < into.length - held) {
            throw new EOFException("the connection ended in the middle of an answer");
        }
    }

    private void fill() throws IOException {
        var more = in.read(buffer, limit, buffer.length - limit);
        if (more < 0) {
            throw new EOFException("the connection ended without an answer");
        }
        limit += more;
    }

    private void close() throws IOException {
        socket.close();
        socket = null;
    }
}
