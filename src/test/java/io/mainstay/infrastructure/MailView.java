package io.mainstay.infrastructure;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import tools.jackson.databind.json.JsonMapper;

/// Shows the caught mails over HTTP, answering the part of Mailpit's API that scripts and tests need, so that they
/// work against both: `/api/v1/messages?limit=`, `/api/v1/search?query=to:somebody`, `/api/v1/message/{ID|latest}`.
/// Keeps the newest 500.
public final class MailView implements AutoCloseable {

    /// Mailpit's port, for people and scripts.
    static final int USUAL_PORT = 8025;

    private static final int KEEP = 500;
    private static final int DEFAULT_LIMIT = 50;
    private static final String ONLY_USER = "everybody";

    private final GreenMail greenMail;
    private final HttpServer server;
    private final ConcurrentLinkedDeque<Map<String, Object>> newestFirst = new ConcurrentLinkedDeque<>();

    private MailView(GreenMail greenMail, HttpServer server) {
        this.greenMail = greenMail;
        this.server = server;
    }

    /// @param port 0 for a free one
    static MailView start(GreenMail greenMail, int port) throws IOException, UserException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new PortInUseException(port, e);
        }
        var view = new MailView(greenMail, server);
        var everybody = greenMail.getUserManager().createUser(ONLY_USER + "@localhost", ONLY_USER, ONLY_USER);
        greenMail.getUserManager().setMessageDeliveryHandler((moving, _) -> {
            view.keep(moving.getMessage(), everybody);
            return everybody;
        });
        server.createContext("/", view::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return view;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void keep(MimeMessage message, GreenMailUser user) throws MessagingException {
        try {
            newestFirst.addFirst(describe(message));
            if (newestFirst.size() > KEEP) {
                newestFirst.removeLast();
                var inbox = greenMail.getManagers().getImapHostManager().getInbox(user);
                if (inbox.getMessageCount() > KEEP) {
                    inbox.deleteAllMessages();
                }
            }
        } catch (IOException | com.icegreen.greenmail.store.FolderException e) {
            throw new MessagingException("a mail can't be kept", e instanceof Exception cause ? cause : null);
        }
    }

    private static Map<String, Object> describe(MimeMessage message) throws MessagingException, IOException {
        var now = Instant.now().toString();
        var text = Objects.requireNonNullElse(text(message), "");
        var all = new LinkedHashMap<String, Object>();
        all.put("ID", UUID.randomUUID().toString().replace("-", "").substring(0, 22));
        all.put("MessageID", Objects.requireNonNullElse(message.getMessageID(), "").replaceAll("[<>]", ""));
        all.put("From", people(message.getFrom()).stream().findFirst().orElse(Map.of("Name", "", "Address", "")));
        all.put("To", people(message.getRecipients(RecipientType.TO)));
        all.put("Cc", people(message.getRecipients(RecipientType.CC)));
        all.put("Bcc", List.of());
        all.put("Subject", Objects.requireNonNullElse(message.getSubject(), ""));
        all.put("Date", now);
        all.put("Created", now);
        all.put("Size", message.getSize());
        all.put("Text", text);
        all.put("HTML", "");
        all.put("Snippet", text.strip().replaceAll("\\s+", " ").codePoints().limit(250)
                .mapToObj(Character::toString).collect(Collectors.joining()));
        return all;
    }

    private static List<Map<String, String>> people(Address @Nullable [] addresses) {
        return addresses == null
                ? List.of()
                : Arrays.stream(addresses).map(InternetAddress.class::cast)
                        .map(address -> Map.of("Name", Objects.requireNonNullElse(address.getPersonal(), ""), "Address",
                                Objects.requireNonNullElse(address.getAddress(), "")))
                        .toList();
    }

    private static @Nullable String text(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return String.valueOf(part.getContent());
        }
        if (part.getContent() instanceof Multipart parts) {
            for (var index = 0; index < parts.getCount(); index++) {
                var text = text(parts.getBodyPart(index));
                if (text != null) {
                    return text;
                }
            }
        }
        return null;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var parameters = parameters(exchange.getRequestURI().getRawQuery());
            var body = switch (exchange.getRequestMethod() + " " + path) {
                case "GET /livez", "GET /readyz" -> "ok";
                case "GET /api/v1/messages" -> page(List.copyOf(newestFirst), parameters);
                case "GET /api/v1/search" -> page(newestFirst.stream()
                        .filter(mail -> matches(mail, parameters.getOrDefault("query", ""))).toList(), parameters);
                case "DELETE /api/v1/messages" -> {
                    newestFirst.clear();
                    yield "ok";
                }
                case String request -> request.startsWith("GET /api/v1/message/")
                        ? one(path.substring(path.lastIndexOf('/') + 1))
                        : null;
            };
            var bytes = body instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : JsonMapper.shared().writeValueAsBytes(body == null ? Map.of("error", "not found") : body);
            exchange.getResponseHeaders().set("Content-Type",
                    body instanceof String ? "text/plain" : "application/json");
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private @Nullable Map<String, Object> one(String id) {
        return newestFirst.stream().filter(mail -> id.equals("latest") || id.equals(mail.get("ID"))).findFirst()
                .orElse(null);
    }

    private Map<String, Object> page(List<Map<String, Object>> found, Map<String, String> parameters) {
        var start = number(parameters.get("start"), 0);
        var limit = number(parameters.get("limit"), DEFAULT_LIMIT);
        var page = new ArrayList<Map<String, Object>>();
        found.stream().skip(start).limit(limit).map(LinkedHashMap::new).forEach(mail -> {
            mail.keySet().removeAll(List.of("Text", "HTML", "Date"));
            page.add(mail);
        });
        return Map.of("total", newestFirst.size(), "count", page.size(), "messages_count", found.size(), "start", start,
                "messages", page);
    }

    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    private static boolean matches(Map<String, Object> mail, String query) {
        return Arrays.stream(query.toLowerCase(Locale.ROOT).split("\\s+", -1)).allMatch(term -> {
            var colon = term.indexOf(':');
            var value = term.substring(colon + 1).replace("\"", "");
            return switch (colon < 0 ? "" : term.substring(0, colon)) {
                case "to" -> contains(mail.get("To"), value);
                case "from" -> contains(mail.get("From"), value);
                case "subject" -> contains(mail.get("Subject"), value);
                case String _ -> contains(mail.values(), term);
            };
        });
    }

    private static boolean contains(@Nullable Object field, String value) {
        return String.valueOf(field).toLowerCase(Locale.ROOT).contains(value);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : query == null ? new String[0] : query.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
