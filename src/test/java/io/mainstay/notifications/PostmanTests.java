package io.mainstay.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.auth.Contact;
import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.notifications.Mails.Leased;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.json.JsonMapper;

class PostmanTests {

    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> messageIds = new CopyOnWriteArrayList<>();
    private final AtomicInteger goodbyes = new AtomicInteger();
    private volatile boolean refusing;
    private ServerSocket server;
    private Postman postman;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        var sender = new JavaMailSenderImpl();
        sender.setHost(server.getInetAddress().getHostAddress());
        sender.setPort(server.getLocalPort());
        postman = new Postman(sender, new NotificationSettings(URI.create("http://localhost:8080"),
                "no-reply@mainstay.example", 4, Duration.ofSeconds(10), Duration.ofSeconds(30), 3,
                Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(20)), new JsonMapper(),
                Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    @Test
    void sendsOverTheSameConnectionUntilItHangsUp() {
        var first = mail();
        send(first);
        send(mail());
        assertThat(connections).hasSize(1);
        assertThat(messageIds).hasSize(2).first().isEqualTo("<" + first.id() + "@mainstay.example>");

        postman.hangUp();
        assertThat(goodbyes).hasValue(1);
        send(mail());
        assertThat(connections).hasSize(2);
    }

    @Test
    void connectsAgainWhenTheServerHasHungUp() throws IOException {
        send(mail());
        connections.getFirst().close();
        send(mail());

        assertThat(messageIds).hasSize(2);
        assertThat(connections).hasSize(2);
    }

    @Test
    void doesNotUseAConnectionAgainOnWhichAMailFailed() {
        refusing = true;
        assertThatThrownBy(() -> send(mail())).isInstanceOf(MailSendException.class);
        refusing = false;
        send(mail());

        assertThat(messageIds).hasSize(1);
        assertThat(connections).hasSize(2);
    }

    private static Leased mail() {
        return new Leased(TypeId.next(), AccountId.next(), Mails.Template.VERIFICATION,
                "{\"accountId\":\"" + AccountId.next() + "\",\"token\":\"a-token\"}", 1);
    }

    private void send(Leased mail) {
        postman.send(mail, new Contact("ada@example.org", "Ada"));
    }

    private void accept() {
        try {
            while (true) {
                var connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> converse(connection));
            }
        } catch (IOException _) {
            // closed
        }
    }

    /// As much of RFC 5321 as one mail needs.
    private void converse(Socket connection) {
        try (var in = new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
            answer(connection, "220 ready");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                switch (line.split(" ", 2)[0]) {
                    case "MAIL" -> answer(connection, refusing ? "451 not now" : "250 ok");
                    case "DATA" -> {
                        answer(connection, "354 go on");
                        for (line = in.readLine(); !".".equals(line); line = in.readLine()) {
                            if (line.startsWith("Message-ID: ")) {
                                messageIds.add(line.substring("Message-ID: ".length()));
                            }
                        }
                        answer(connection, "250 ok");
                    }
                    case "QUIT" -> {
                        goodbyes.incrementAndGet();
                        answer(connection, "221 bye");
                        return;
                    }
                    default -> answer(connection, "250 ok");
                }
            }
        } catch (IOException _) {
            // hung up
        }
    }

    private static void answer(Socket connection, String line) throws IOException {
        connection.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
