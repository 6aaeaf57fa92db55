import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

final class Report {

    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes",
            "wal_sync_method");
    /// What the bar sums, and what the report calls it. All else is listed: the driver, the broker, the outside world.
    private static final Map<String, String> SUMMED = Map.of("application", "application", "database", "PostgreSQL",
            "redis", "Redis", "nginx", "nginx");

    private final Options options;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final String server;
    private final boolean linux;
    private final Map<Series, List<Round>> rounds = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private int counted;
    private Counter.Counted requests;
    private Counter.Counted behindToo;
    private Counter.Counted raw;

    /// @param cpuMs per operation, by group of processes
    /// @param backlog events and mails waiting when the last answer had come
    /// @param behindMs how long they took
    record Round(Load load, Map<String, Double> cpuMs, OptionalLong peakKib, long backlog, double behindMs) {}

    private record Series(String scenario, int clients, String target) {}

    private record Bar(String what, String must, String aim, String measured, Verdict verdict) {}

    private enum Verdict {
        AIM("reaches the aim"), MUST("passes"), FAILED("**fails**"), UNKNOWN("not measured");

        final String text;

        Verdict(String text) {
            this.text = text;
        }

        static Verdict atLeast(double value, double must, double aim) {
            return Double.isNaN(value) ? UNKNOWN : value >= aim ? AIM : value >= must ? MUST : FAILED;
        }

        static Verdict atMost(double value, double must, double aim) {
            return Double.isNaN(value) ? UNKNOWN : value <= aim ? AIM : value <= must ? MUST : FAILED;
        }
    }

    Report(Options options, Database database, Processes processes) throws SQLException {
        this.options = options;
        this.server = database.text("show server_version");
        this.linux = processes.application().cpuMs().isPresent();
        for (var setting : DURABILITY) {
            settings.put(setting, database.text("show " + setting));
        }
        if (database.number("select count(*) from pg_db_role_setting"
                + " where array_to_string(setconfig, ' ') like '%synchronous_commit=off%'") > 0) {
            settings.put("synchronous_commit", "off for some role");
        }
        for (var setting : List.of("shared_buffers", "max_wal_size", "max_connections")) {
            settings.put(setting, database.text("show " + setting));
        }
    }

    void add(String scenario, int clients, String target, Round round) {
        rounds.computeIfAbsent(new Series(scenario, clients, target), _ -> new ArrayList<>()).add(round);
    }

    void counted(int times, Counter.Counted requests, Counter.Counted behindToo, Counter.Counted raw) {
        this.counted = times;
        this.requests = requests;
        this.behindToo = behindToo;
        this.raw = raw;
    }

    void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    String text() throws IOException {
        var text = new StringBuilder();
        head(text);
        bars(text);
        measurements(text);
        counts(text);
        errors(text);
        if (!notes.isEmpty()) {
            text.append("\n## Notes\n\n");
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    private void head(StringBuilder text) throws IOException {
        text.append("# Benchmark").append(options.label().isEmpty() ? "" : " of " + options.label()).append("\n\n")
                .append(Instant.now().toString(), 0, 16).append(" UTC, ")
                .append(Runtime.getRuntime().availableProcessors()).append(" processors").append(machineMemory())
                .append(", Java ").append(Runtime.version().feature()).append(", PostgreSQL ").append(server)
                .append(". ").append(options.rounds()).append(" alternating rounds of ")
                .append(options.roundLength().toSeconds()).append(" s, medians; ").append(options.products())
                .append(" products.\n\n");
        text.append(settings.entrySet().stream()
                .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
                .collect(Collectors.joining(", "))).append('\n');
        if (!durable()) {
            text.append("\n**This PostgreSQL may lose what it has committed: ")
                    .append("the run says nothing about the bars.**\n");
        }
    }

    private static String machineMemory() throws IOException {
        var file = Path.of("/proc/meminfo");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().filter(line -> line.startsWith("MemTotal")).findFirst()
                        .map(line -> ", %.0f GiB".formatted(Long.parseLong(line.replaceAll("\\D", "")) / 1048576.0))
                        .orElse("")
                : "";
    }

    private boolean durable() {
        return !settings.get("fsync").equals("off") && !settings.get("synchronous_commit").startsWith("off")
                && !settings.get("full_page_writes").equals("off");
    }

    private void bars(StringBuilder text) {
        var few = options.clients().getFirst();
        var many = options.clients().getLast();
        var all = new ArrayList<Bar>();
        all.add(new Bar("committed means durable", "fsync, synchronous_commit, full_page_writes on", "",
                durable() ? "all on" : "not all on", durable() ? Verdict.AIM : Verdict.FAILED));
        var rate = 100 * ratio("checkout", few, "SQL", round -> round.load.rate());
        all.add(new Bar("checkouts/s at " + few + " clients against the SQL alone", "≥ 20 %", "≥ 35 %",
                format(rate, "%.1f %%"), Verdict.atLeast(rate, 20, 35)));
        var cpu = median("checkout", few, "ours", Report::serverCpu);
        all.add(new Bar("processor time per checkout, " + groups().stream().filter(SUMMED::containsKey)
                .map(SUMMED::get).collect(Collectors.joining(" + ")), "≤ 7 ms", "≤ 4 ms",
                format(cpu, "%.2f ms"), Verdict.atMost(cpu, 7, 4)));
        var statements = requests == null || !requests.statementsKnown() ? Double.NaN
                : (requests.statements() - requests.relayRounds()) / counted;
        all.add(new Bar("SQL statements per checkout, in its requests", "≤ 25", "≤ 16",
                format(statements, "%.1f"), Verdict.atMost(Math.rint(10 * statements) / 10, 25, 16)));
        var commits = commitsOfRequests();
        all.add(new Bar("commits per checkout, in its requests", "≤ 3", "≤ 2", format(commits, "%.2f"),
                // one round of autovacuum makes up to this difference
                Verdict.atMost(commits - 0.1, 3, 2)));
        var tail = ratio("checkout", few, "SQL", round -> round.load.ms(0.99));
        all.add(new Bar("p99 of a checkout at " + few + " clients against the SQL alone", "≤ 5 ×", "≤ 2.5 ×",
                format(tail, "%.1f ×"), Verdict.atMost(tail, 5, 2.5)));
        var kept = 100 * median("checkout", many, "ours", round -> round.load.rate())
                / median("checkout", few, "ours", round -> round.load.rate());
        var failed = failed("checkout", many);
        all.add(new Bar("checkouts/s at " + many + " clients against " + few, "≥ 75 %, no error", "≥ 90 %",
                format(kept, "%.0f %%") + (failed == 0 ? "" : ", " + failed + " errors"),
                failed > 0 ? Verdict.FAILED : Verdict.atLeast(kept, 75, 90)));
        var list = 100 * ratio("list", few, "floor", round -> round.load.rate());
        all.add(new Bar("list of 20 at " + few + " clients against the bare JVM (floor)", "≥ 35 %", "≥ 50 %",
                format(list, "%.1f %%"), Verdict.atLeast(list, 35, 50)));
        var transfer = 100 * ratio("transfer", few, "SQL", round -> round.load.rate());
        all.add(new Bar("transfers/s at " + few + " clients against the SQL alone", "≥ 20 %", "≥ 35 %",
                format(transfer, "%.1f %%"), Verdict.atLeast(transfer, 20, 35)));
        var hot = 100 * median("hot transfer", few, "ours", round -> round.load.rate())
                / median("transfer", few, "ours", round -> round.load.rate());
        all.add(new Bar("transfers/s to one account against those between any two", "≥ 30 %", "≥ 60 %",
                format(hot, "%.0f %%"), Verdict.atLeast(hot, 30, 60)));
        var login = median("login", few, "ours", Report::serverCpu)
                - median("login", few, "hash", round -> round.cpuMs.getOrDefault("application", Double.NaN));
        all.add(new Bar("processor time of a log-in beyond the password hash", "≤ 3 ms", "",
                format(login, "%.2f ms"), Verdict.atMost(login, 3, 3)));
        var memory = rounds.entrySet().stream().filter(entry -> entry.getKey().clients == many)
                .flatMap(entry -> entry.getValue().stream()).flatMapToLong(round -> round.peakKib.stream())
                .mapToDouble(kib -> kib * 1.024e-3).max().orElse(Double.NaN);
        all.add(new Bar("the application's memory (PSS) at " + many + " clients", "≤ 450 MB", "≤ 350 MB",
                format(memory, "%.0f MB"), Verdict.atMost(memory, 450, 350)));

        text.append("\n## Bars\n\n| what | must | aim | measured | |\n|---|---|---|---|---|\n");
        all.forEach(bar -> text.append("| ").append(String.join(" | ", bar.what, bar.must, bar.aim, bar.measured,
                bar.verdict.text)).append(" |\n"));
    }

    private void measurements(StringBuilder text) {
        text.append("\n## Measurements\n\n").append("""
                CPU is processor time in ms per operation; *driver* is this program's own, on the same machine. The \
                least and the greatest rate of the rounds are in brackets.

                """).append("| scenario | clients | | per second | of the limit | p50 ms | p95 ms | p99 ms |")
                .append(" errors |");
        var groups = groups();
        groups.forEach(group -> text.append(" CPU ").append(SUMMED.getOrDefault(group, group)).append(" |"));
        text.append(" PSS MB |\n|---|--:|---|--:|--:|--:|--:|--:|--:|").append("--:|".repeat(groups.size() + 1))
                .append('\n');
        rounds.keySet().forEach(series -> text.append("| ").append(String.join(" | ", row(series))).append(" |\n"));
        var backlog = rounds.values().stream().flatMap(List::stream).max(Comparator.comparingLong(Round::backlog));
        backlog.filter(round -> round.backlog > 0).ifPresent(round -> text.append(
                "\nAfter the busiest round %d events and mails were waiting; they took %.1f s.\n"
                        .formatted(round.backlog, round.behindMs / 1000)));
        if (!linux) {
            note("Processor time and memory are known only on Linux, of processes on this machine that the driver "
                    + "may look into.");
        }
    }

    private List<String> row(Series series) {
        var values = rounds.get(series);
        var rates = values.stream().mapToDouble(round -> round.load.rate()).summaryStatistics();
        var ours = median(series, round -> round.load.rate());
        var limits = rounds.keySet().stream()
                .filter(other -> other.scenario.equals(series.scenario) && other.clients == series.clients
                        && !other.target.equals("ours"))
                .map(other -> "%.0f %% of %s".formatted(100 * ours / median(other, round -> round.load.rate()),
                        other.target))
                .collect(Collectors.joining(", "));
        var row = new ArrayList<>(List.of(series.scenario, String.valueOf(series.clients), series.target,
                "%.0f (%.0f–%.0f)".formatted(ours, rates.getMin(), rates.getMax()),
                series.target.equals("ours") ? limits : "",
                format(median(series, round -> round.load.ms(0.5)), "%.2f"),
                format(median(series, round -> round.load.ms(0.95)), "%.2f"),
                format(median(series, round -> round.load.ms(0.99)), "%.2f"),
                String.valueOf(values.stream().mapToInt(round -> round.load.failed()).sum())));
        groups().forEach(group -> row.add(format(
                median(series, round -> round.cpuMs.getOrDefault(group, Double.NaN)), "%.2f")));
        row.add(values.stream().flatMapToLong(round -> round.peakKib.stream()).max().stream()
                .mapToObj(kib -> "%.0f".formatted(kib * 1.024e-3)).findFirst().orElse(""));
        return row;
    }

    /// Whose processor time is known.
    private Set<String> groups() {
        return rounds.values().stream().flatMap(List::stream).flatMap(round -> round.cpuMs.keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void counts(StringBuilder text) {
        if (requests == null) {
            return;
        }
        text.append("\n## What a checkout costs PostgreSQL\n\n").append("""
                %d checkouts, one at a time, after 100 others; an idle application's statements and commits are \
                taken off. *Behind it* is what the relay, the listener and the mailer do afterwards.

                """.formatted(counted))
                .append("| | statements | commits | WAL bytes | full-page images |\n|---|--:|--:|--:|--:|\n");
        var known = requests.statementsKnown();
        var rounds = known ? requests.relayRounds() : 0;
        costs(text, "a checkout's requests", known ? requests.statements() - rounds : Double.NaN,
                requests.commits() - rounds, requests.walBytes(), requests.fullPages());
        costs(text, "with the work behind it", known ? behindToo.statements() - rounds : Double.NaN,
                behindToo.commits() - rounds, behindToo.walBytes(), behindToo.fullPages());
        costs(text, "the SQL alone", known ? raw.statements() : Double.NaN, raw.commits(), raw.walBytes(),
                raw.fullPages());
        if (!known) {
            note("Statements are not counted: pg_stat_statements isn't in shared_preload_libraries.");
            return;
        }
        text.append("\n<details><summary>Each statement</summary>\n\n")
                .append("| per checkout | in its requests | statement |\n|--:|--:|---|\n");
        behindToo.calls().entrySet().stream().filter(call -> call.getValue() / counted >= 0.005)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(call -> text.append("| %.2f | %.2f | `%s` |\n".formatted(call.getValue() / counted,
                        requests.calls().getOrDefault(call.getKey(), 0.0) / counted, oneLine(call.getKey()))));
        text.append("\n</details>\n");
    }

    private void costs(StringBuilder text, String what, double statements, double commits, double wal,
            double pages) {
        text.append("| %s | %s | %.2f | %,.0f | %.2f |\n".formatted(what, format(statements / counted, "%.1f"),
                commits / counted, wal / counted, pages / counted));
    }

    private double commitsOfRequests() {
        return requests == null ? Double.NaN
                : (requests.commits() - (requests.statementsKnown() ? requests.relayRounds() : 0)) / counted;
    }

    private void errors(StringBuilder text) {
        var kinds = new TreeMap<String, Integer>();
        rounds.values().stream().flatMap(List::stream).forEach(
                round -> round.load.errors().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum)));
        if (!kinds.isEmpty()) {
            text.append("\n## Errors\n\n");
            kinds.forEach((kind, count) -> text.append("- %d × %s%n".formatted(count, kind)));
        }
    }

    private int failed(String scenario, int clients) {
        return rounds.getOrDefault(new Series(scenario, clients, "ours"), List.of()).stream()
                .mapToInt(round -> round.load.failed()).sum();
    }

    private static double serverCpu(Round round) {
        return round.cpuMs.containsKey("application") && round.cpuMs.containsKey("database")
                ? round.cpuMs.entrySet().stream().filter(entry -> SUMMED.containsKey(entry.getKey()))
                        .mapToDouble(Map.Entry::getValue).sum()
                : Double.NaN;
    }

    private double ratio(String scenario, int clients, String limit, ToDoubleFunction<Round> value) {
        return median(scenario, clients, "ours", value) / median(scenario, clients, limit, value);
    }

    private double median(String scenario, int clients, String target, ToDoubleFunction<Round> value) {
        return median(new Series(scenario, clients, target), value);
    }

    private double median(Series series, ToDoubleFunction<Round> value) {
        var sorted = rounds.getOrDefault(series, List.of()).stream().mapToDouble(value).sorted().toArray();
        var middle = sorted.length / 2;
        return sorted.length == 0 ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String format(double value, String pattern) {
        return Double.isNaN(value) ? "–" : pattern.formatted(value);
    }

    private static String oneLine(String sql) {
        var line = sql.replaceAll("\\s+", " ").replace("|", "\\|").replace('`', '\'').strip();
        return line.length() <= 160 ? line : line.substring(0, 159) + "…";
    }
}
