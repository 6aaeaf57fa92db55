import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// The processes behind the API and the database, by what Linux tells of them; elsewhere, or on another machine,
/// nothing is known of them.
///
/// @param ours by name, in the order of the report
record Processes(Map<String, Group> ours) {

    private static final int TICK_MS = 10;
    private static final Group UNKNOWN = OptionalDouble::empty;

    /// Processor time that some processes have used.
    interface Group {

        OptionalDouble cpuMs();

        default OptionalLong pssKib() {
            return OptionalLong.empty();
        }
    }

    /// A process without its children.
    record One(long pid) implements Group {

        @Override
        public OptionalDouble cpuMs() {
            return stat(pid).map(stat -> OptionalDouble.of(stat.ownTicks * (double) TICK_MS))
                    .orElse(OptionalDouble.empty());
        }

        @Override
        public OptionalLong pssKib() {
            try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                return lines.filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst();
            } catch (IOException | UncheckedIOException _) {
                return OptionalLong.empty();
            }
        }
    }

    /// Processes, all that descend from them, and those that did.
    private record Families(List<Long> heads) implements Group {

        @Override
        public OptionalDouble cpuMs() {
            var byParent = all().stream().collect(Collectors.groupingBy(Stat::parent));
            var ticks = 0L;
            var members = new ArrayDeque<Stat>();
            for (var head : heads) {
                var stat = stat(head);
                if (stat.isEmpty()) {
                    return OptionalDouble.empty();
                }
                members.add(stat.get());
            }
            for (var member = members.poll(); member != null; member = members.poll()) {
                ticks += member.ownTicks + member.endedChildrenTicks;
                members.addAll(byParent.getOrDefault(member.pid, List.of()));
            }
            return OptionalDouble.of(ticks * (double) TICK_MS);
        }

        /// That of the largest one: a limit is for each.
        @Override
        public OptionalLong pssKib() {
            return heads.stream().flatMapToLong(head -> new One(head).pssKib().stream()).max();
        }
    }

    /// One line of /proc/PID/stat; source: proc_pid_stat(5).
    private record Stat(long pid, String command, long parent, long ownTicks, long endedChildrenTicks) {}

    /// Those that the options name, otherwise those that it finds.
    static Processes find(Options options, Database database) throws SQLException, IOException {
        if (!options.processes().isEmpty()) {
            var all = new LinkedHashMap<String, Group>();
            options.processes().forEach((name, heads) -> all.put(name, new Families(heads)));
            return new Processes(all);
        }
        var api = options.api();
        var local = InetAddress.getByName(api.getHost()).isLoopbackAddress();
        var application = local ? listeningOn(api.getPort()) : OptionalLong.empty();
        var postgres = postmaster(database);
        var redis = application.isPresent()
                ? all().stream().filter(process -> process.parent == application.getAsLong())
                        .filter(process -> process.command.startsWith("redis")).findFirst()
                : Optional.<Stat>empty();
        var all = new LinkedHashMap<String, Group>();
        all.put("application", application.isPresent() ? new One(application.getAsLong()) : UNKNOWN);
        all.put("database", postgres.isPresent() ? new Families(List.of(postgres.getAsLong())) : UNKNOWN);
        all.put("redis", redis.isPresent() ? new One(redis.get().pid) : UNKNOWN);
        return new Processes(all);
    }

    Group application() {
        return ours.getOrDefault("application", UNKNOWN);
    }

    Group database() {
        return ours.getOrDefault("database", UNKNOWN);
    }

    /// Takes part in no other process' time: the sampling itself is this program's.
    MemorySampler sampleMemory() {
        return new MemorySampler(application());
    }

    static double ownCpuMs() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
    }

    /// Whoever has the socket; source: proc_net_tcp, proc_pid_fd(5).
    private static OptionalLong listeningOn(int port) {
        var ending = ":%04X".formatted(port);
        var sockets = new ArrayList<String>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (var lines = Files.lines(Path.of(table))) {
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns.length > 9 && columns[1].endsWith(ending)
                                && columns[3].equals("0A"))
                        .forEach(columns -> sockets.add("socket:[" + columns[9] + "]"));
            } catch (IOException | UncheckedIOException _) {
                // not Linux, or no such protocol
            }
        }
        return all().stream().filter(process -> holdsAny(process.pid, sockets)).mapToLong(Stat::pid).findFirst();
    }

    private static boolean holdsAny(long pid, List<String> sockets) {
        try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (var file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // ended meanwhile, or somebody else's
        }
        return false;
    }

    /// The parent of the process that serves our connection, which shows our port in its title: a container's
    /// process is found as well, whatever its id is called inside.
    private static OptionalLong postmaster(Database database) throws SQLException {
        var title = "(" + database.number("select coalesce(inet_client_port(), 0)") + ")";
        return all().stream().filter(process -> process.command.startsWith("postgres"))
                .filter(process -> commandLine(process.pid).contains(title)).mapToLong(Stat::parent).findFirst();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    private static List<Stat> all() {
        var all = new ArrayList<Stat>();
        try (var folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            folders.forEach(folder -> stat(Long.parseLong(folder.getFileName().toString())).ifPresent(all::add));
        } catch (IOException _) {
            // not Linux
        }
        return all;
    }

    private static Optional<Stat> stat(long pid) {
        try {
            var line = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            // the name may contain anything, brackets and blanks too
            var name = line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'));
            var rest = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new Stat(pid, name, Long.parseLong(rest[1]),
                    Long.parseLong(rest[11]) + Long.parseLong(rest[12]),
                    Long.parseLong(rest[13]) + Long.parseLong(rest[14])));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The largest proportional set size seen.
    static final class MemorySampler {

        private static final int PAUSE_MS = 1000;

        private final Thread thread;
        private final AtomicLong peakKib = new AtomicLong();

        MemorySampler(Processes.Group group) {
            thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        group.pssKib().ifPresent(kib -> peakKib.accumulateAndGet(kib, Math::max));
                        Thread.sleep(PAUSE_MS);
                    }
                } catch (InterruptedException _) {
                    // the round is over
                }
            });
        }

        OptionalLong stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
            return peakKib.get() == 0 ? OptionalLong.empty() : OptionalLong.of(peakKib.get());
        }
    }
}
