package io.mainstay.idempotency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/// A wire to PostgreSQL that breaks at a COMMIT. Whoever is at its other end sees the same either way.
final class CutWire implements AutoCloseable {

    private static final String COMMIT = "COMMIT";

    private final ServerSocket entrance;
    private final InetSocketAddress database;
    private final AtomicReference<Cut> next = new AtomicReference<>(Cut.nowhere);

    enum Cut {
        nowhere, beforeItArrives, beforeItsAnswerArrives
    }

    CutWire(InetSocketAddress database) throws IOException {
        this.database = database;
        this.entrance = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    void cutAtNextCommit(Cut where) {
        next.set(where);
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }

    private void accept() {
        try {
            while (true) {
                new Connection(entrance.accept()).start();
            }
        } catch (IOException _) {
            // closed
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket server;
        private volatile boolean answerIsLost;

        Connection(Socket client) throws IOException {
            this.client = client;
            this.server = new Socket(database.getAddress(), database.getPort());
        }

        void start() {
            Thread.startVirtualThread(() -> carry(client, server, true));
            Thread.startVirtualThread(() -> carry(server, client, false));
        }

        private void carry(Socket from, Socket to, boolean up) {
            var bytes = new byte[64 * 1024];
            try (from; to) {
                for (var length = from.getInputStream().read(bytes); length >= 0; length = from.getInputStream()
                        .read(bytes)) {
                    if (up ? isCut(new String(bytes, 0, length, StandardCharsets.ISO_8859_1)) : answerIsLost) {
                        return;
                    }
                    to.getOutputStream().write(bytes, 0, length);
                }
            } catch (IOException _) {
                // the other direction has closed it
            }
        }

        private boolean isCut(String sent) {
            var cut = sent.contains(COMMIT) ? next.getAndSet(Cut.nowhere) : Cut.nowhere;
            answerIsLost = cut == Cut.beforeItsAnswerArrives;
            return cut == Cut.beforeItArrives;
        }
    }

    static CutWire to(String jdbcUrl) {
        var address = java.net.URI.create(jdbcUrl.substring("jdbc:".length()));
        try {
            return new CutWire(new InetSocketAddress(address.getHost(), address.getPort()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
