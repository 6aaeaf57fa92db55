package io.mainstay.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/// Where the embedded parts keep their data. `mvn spring-boot:test-run` keeps it in `.mainstay` between runs, unless
/// `-Dfresh` asks for an empty start; tests keep nothing.
final class DataFolder implements AutoCloseable {

    private static final Path KEPT = Path.of(".mainstay");

    /// `-Dfresh` empties the folder once per program.
    private static boolean emptied;

    private final Path folder;
    private final @Nullable FileChannel lock;

    private DataFolder(Path folder, @Nullable FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// Kept data is only used where `mainstay.fresh` is set, which the Maven plugin's test-run does.
    static DataFolder open() {
        var fresh = System.getProperty("mainstay.fresh");
        try {
            return fresh == null
                    ? new DataFolder(Files.createTempDirectory("mainstay"), null)
                    : openKept(fresh.isEmpty() || Boolean.parseBoolean(fresh));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataFolder openKept(boolean fresh) throws IOException {
        Files.createDirectories(KEPT);
        var channel = FileChannel.open(KEPT.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new AlreadyRunning(KEPT.toAbsolutePath());
            }
        } catch (OverlappingFileLockException _) {
            throw new AlreadyRunning(KEPT.toAbsolutePath());
        }
        if (fresh && !emptied) {
            emptied = true;
            stopStalePostgres(KEPT.resolve("postgres"));
            for (var part : new String[]{"postgres", "amqp", "provider"}) {
                FileSystemUtils.deleteRecursively(KEPT.resolve(part));
            }
        }
        return new DataFolder(KEPT.toAbsolutePath(), channel);
    }

    boolean isKept() {
        return lock != null;
    }

    Path resolve(String part) throws IOException {
        return Files.createDirectories(folder.resolve(part));
    }

    /// A killed JVM leaves its postmaster behind, which would keep the next one from starting.
    static void stopStalePostgres(Path data) throws IOException {
        var file = data.resolve("postmaster.pid");
        if (Files.exists(file)) {
            var pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            ProcessHandle.of(pid).filter(process -> process.info().commandLine().orElse("").contains(data.toString()))
                    .ifPresent(process -> {
                        process.destroy();
                        process.onExit().orTimeout(15, TimeUnit.SECONDS).join();
                    });
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        } else {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
