package io.mainstay.infrastructure;

import java.nio.file.Path;

/// Another start of the embedded default holds the data folder.
final class AlreadyRunning extends RuntimeException {

    AlreadyRunning(Path folder) {
        super("Mainstay is running already: another process holds " + folder
                + ". Stop that one first (Ctrl-C), or use it.");
    }
}
