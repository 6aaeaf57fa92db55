import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets clients work while parts of the composed system are killed, frozen and cut off, and checks afterwards that nothing
/// acknowledged is lost and nothing is done twice: see docs/operating/faults.md. Started by `bin/faults`.
final class Faults {

    private Faults() {}

    public static void main(String[] arguments) throws Exception {
        var options = new HashMap<String, String>();
        for (var position = 0; position + 1 < arguments.length; position += 2) {
            options.put(arguments[position], arguments[position + 1]);
        }
        var kills = Integer.parseInt(options.getOrDefault("--kills", "20"));
        var clients = Integer.parseInt(options.getOrDefault("--clients", "32"));
        var seed = Long.parseLong(options.getOrDefault("--seed", String.valueOf(System.nanoTime() % 1_000_000)));
        var parts = options.containsKey("--parts") ? List.of(options.get("--parts").split(",")) : List.<String>of();
        var plant = options.getOrDefault("--plant", "");
        System.out.printf("faults: %d faults, %d clients, seed %d%s%n", kills, clients, seed,
                plant.isEmpty() ? "" : ", planted: " + plant);

        var world = new World(new Api(options.get("--api")), new Api(options.get("--mails")));
        Plants.plant(plant);
        Files.createDirectories(Path.of("target/faults"));
        List<String> violations;
        try (var log = new Log(Path.of("target/faults/operations.log"))) {
            var over = new AtomicBoolean();
            var threads = new ArrayList<Thread>();
            for (var number = 0; number < clients; number++) {
                threads.add(Thread.ofPlatform()
                        .start(new Client(world, log, over, number, seed, plant.equals("no-key"))));
            }
            var breaker = new Breaker(log, seed);
            try {
                breaker.breakThings(kills, parts);
            } finally {
                over.set(true);
                for (var thread : threads) {
                    thread.join();
                }
            }
            System.out.printf("faults: %d operations, %d acknowledged; longest time without an acknowledgement:%n%s",
                    log.operations().size(), log.acknowledged(), breaker.report());
            // it may have got another one, back from being cut off
            var provider = Docker.address(Docker.containers("provider").getFirst(), "outside");
            violations = new Checker(world, log, new Api("http://" + provider + ":8090")).check();
        }
        if (!violations.isEmpty()) {
            System.out.printf("faults: %d broken, seed %d; the operations are in target/faults/operations.log%n",
                    violations.size(), seed);
            System.exit(1);
        }
        System.out.println("faults: nothing lost, nothing doubled");
    }
}
