import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Kills, freezes and cuts off parts of the system, one after the other, and heals each again.
final class Breaker {

    private static final List<String> PARTS = List.of("app", "postgres", "rabbitmq", "redis", "provider", "worker");
    private static final int BETWEEN = 100;
    private static final long LONGEST_WAIT_MS = 120_000;

    private final Log log;
    private final SplittableRandom random;
    private final TreeMap<String, List<Double>> gaps = new TreeMap<>();

    Breaker(Log log, long seed) {
        this.log = log;
        this.random = new SplittableRandom(seed);
    }

    /// @param parts which; empty: all of them in turn
    void breakThings(int times, List<String> parts) {
        var all = parts.isEmpty() ? PARTS : parts;
        for (var time = 0; time < times; time++) {
            awaitWork();
            var part = all.get(time % all.size());
            var containers = Docker.containers(part);
            var container = containers.get(random.nextInt(containers.size()));
            var how = switch (random.nextInt(4)) {
                case 0 -> "freeze";
                case 1 -> "cut off";
                default -> "kill -9";
            };
            log.longestGapSeconds();
            say(time + 1, times, how + " " + part);
            switch (how) {
                case "freeze" -> freeze(container);
                case "cut off" -> cutOff(container, part);
                default -> kill(container);
            }
            awaitWork();
            gaps.computeIfAbsent(part + ", " + how, _ -> new ArrayList<>()).add(log.longestGapSeconds());
        }
    }

    private void kill(String container) {
        Docker.run("docker", "kill", "--signal", "KILL", container);
        World.pause(random.nextInt(200, 2000));
        Docker.run("docker", "start", container);
    }

    private void freeze(String container) {
        Docker.run("docker", "pause", container);
        World.pause(random.nextInt(1000, 8000));
        Docker.run("docker", "unpause", container);
    }

    private void cutOff(String container, String service) {
        var networks = Docker.networks(container);
        networks.forEach(network -> Docker.run("docker", "network", "disconnect", "--force", network, container));
        World.pause(random.nextInt(1000, 8000));
        networks.forEach(network -> Docker.connect(network, container, service));
    }

    /// A fault counts only with enough work before it.
    private void awaitWork() {
        var wanted = log.acknowledged() + BETWEEN;
        var end = System.currentTimeMillis() + LONGEST_WAIT_MS;
        while (log.acknowledged() < wanted) {
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException("the system doesn't go on: " + (wanted - log.acknowledged())
                        + " acknowledgements are missing after two minutes");
            }
            World.pause(50);
        }
    }

    private void say(int number, int of, String what) {
        log.write("FAULT " + what);
        System.out.printf(Locale.ROOT, "faults: %d of %d: %s%n", number, of, what);
    }

    /// The longest time without an acknowledgement, in seconds, by what was broken and how.
    String report() {
        var text = new StringBuilder();
        gaps.forEach((what, seconds) -> text.append("  %-24s %5.1f s in %d%n".formatted(what,
                seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0), seconds.size())));
        return text.toString();
    }
}
