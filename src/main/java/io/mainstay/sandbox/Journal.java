package io.mainstay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Whatever happened, a line each, written before it's answered. It survives the end of the process at any moment, not
/// that of the machine. Callers take turns.
final class Journal implements AutoCloseable {

    private final @Nullable FileChannel file;
    private final JsonMapper json = JsonMapper.shared();

    private Journal(@Nullable FileChannel file) {
        this.file = file;
    }

    /// One of the three.
    ///
    /// @param delivered the id of an announcement that has arrived
    record Line(@Nullable Operation operation, @Nullable Dispute dispute, @Nullable String delivered) {

        static Line of(Operation operation) {
            return new Line(operation, null, null);
        }

        static Line of(Dispute dispute) {
            return new Line(null, dispute, null);
        }

        static Line delivered(String event) {
            return new Line(null, null, event);
        }
    }

    static Journal open(@Nullable Path path) throws IOException {
        if (path == null) {
            return new Journal(null);
        }
        var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (Files.size(path) > 0 && !Files.readString(path).endsWith("\n")) {
            // a killed process left half a line, which must not swallow the next one
            write(file, "\n");
        }
        return new Journal(file);
    }

    static List<Line> read(@Nullable Path path) throws IOException {
        var lines = new ArrayList<Line>();
        if (path != null && Files.exists(path)) {
            for (var text : Files.readAllLines(path)) {
                try {
                    lines.add(JsonMapper.shared().readValue(text, Line.class));
                } catch (JacksonException _) {
                    // cut off when the process was killed: it was never answered
                }
            }
        }
        return lines;
    }

    void write(Line line) {
        if (file != null) {
            try {
                write(file, json.writeValueAsString(line) + "\n");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static void write(FileChannel file, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            var _ = file.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
