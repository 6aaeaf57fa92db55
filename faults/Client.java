import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// A closed loop: places an order, pays it, refunds a part of one that was paid, sends money from wallet to wallet; and
/// repeats whatever has no clear answer, with the same key, until it has one.
final class Client implements Runnable {

    private static final long LONGEST_TRY_MS = 180_000;

    private final World world;
    private final Log log;
    private final AtomicBoolean over;
    private final int number;
    private final boolean withoutKey;
    private final SplittableRandom random;
    /// What is paid, by any client, and can be refunded.
    private static final Queue<String> paid = new ConcurrentLinkedQueue<>();

    /// @param withoutKey plants a fault: each try has a key of its own
    Client(World world, Log log, AtomicBoolean over, int number, long seed, boolean withoutKey) {
        this.world = world;
        this.log = log;
        this.over = over;
        this.number = number;
        this.withoutKey = withoutKey;
        this.random = new SplittableRandom(seed + number);
    }

    @Override
    public void run() {
        while (!over.get()) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> checkout();
                case 5, 6 -> refund();
                default -> transfer();
            }
        }
    }

    private void checkout() {
        var product = world.products.get(random.nextInt(world.products.size()));
        var placed = until(Log.Kind.PLACE, me(), "/v1/orders",
                "{\"lines\":[{\"productId\":\"%s\",\"quantity\":1}]}".formatted(product), World.PRICE);
        if (placed.isEmpty() || random.nextInt(10) == 0) {
            return;
        }
        // every now and then a card that is declined, and one whose charge is never answered
        var method = switch (random.nextInt(20)) {
            case 0 -> "tok_0002";
            case 1 -> "tok_timeout";
            default -> "tok_4242";
        };
        until(Log.Kind.PAY, me(), "/v1/orders/" + placed.get() + "/pay", "{\"paymentMethod\":\"" + method + "\"}",
                World.PRICE).ifPresent(paid::add);
    }

    private void refund() {
        var payment = paid.poll();
        if (payment == null) {
            return;
        }
        var amount = 1 + random.nextInt(World.PRICE / 2);
        until(Log.Kind.REFUND, world.operator, "/v1/payments/" + payment + "/refunds",
                "{\"amount\":{\"amount\":%d,\"currency\":\"EUR\"},\"reason\":\"Faults\"}".formatted(amount), amount);
        if (random.nextBoolean()) {
            paid.add(payment);
        }
    }

    private void transfer() {
        // half of them to the same wallet
        var to = random.nextBoolean() ? world.customers.getFirst() : world.customers.get(random.nextInt(World.CUSTOMERS));
        if (to == me()) {
            return;
        }
        var amount = 1 + random.nextInt(20_000);
        until(Log.Kind.TRANSFER, me(), "/v1/wallet-transfers",
                "{\"to\":\"%s\",\"amount\":{\"amount\":%d,\"currency\":\"EUR\"}}".formatted(to.id, amount), amount);
    }

    private World.Person me() {
        return world.customers.get(number % World.CUSTOMERS);
    }

    /// @return what was made; empty if it was refused
    private Optional<String> until(Log.Kind kind, World.Person who, String path, String body, long amount) {
        var key = UUID.randomUUID().toString();
        var end = System.currentTimeMillis() + LONGEST_TRY_MS;
        var tries = 0;
        while (System.currentTimeMillis() < end) {
            tries++;
            var answer = world.api.send("POST", path, who.token(), withoutKey ? UUID.randomUUID().toString() : key, body);
            if (answer.isPresent() && answer.get().isClear()) {
                var id = answer.get().member("id").orElse("");
                var done = new Log.Done(kind, key, path, body, number, tries, answer.get().status(), answer.get().body(), id,
                        amount);
                log.add(done);
                return done.isAcknowledged() ? Optional.of(id) : Optional.empty();
            }
            if (answer.isPresent() && answer.get().status() == 401) {
                who.logIn(world.api);
            }
            World.pause(random.nextInt(50, 400));
        }
        log.add(new Log.Done(kind, key, path, body, number, tries, 0, "", "", amount));
        return Optional.empty();
    }
}
