package io.mainstay.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Generated pages under `docs/reference`: a test compares them with the code. With `-Dmainstay.docs=write` it writes
/// them instead.
public final class Generated {

    private Generated() {}

    public static void check(String name, String content) {
        var file = Path.of("docs", "reference", name);
        try {
            if ("write".equals(System.getProperty("mainstay.docs"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, content);
            }
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as("%s is stale: run the tests with -Dmainstay.docs=write and commit it", file).isEqualTo(content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
