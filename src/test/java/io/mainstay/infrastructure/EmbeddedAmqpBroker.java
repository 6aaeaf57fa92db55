package io.mainstay.infrastructure;

import io.mainstay.messaging.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import tools.jackson.databind.json.JsonMapper;

/// Apache Qpid Broker-J, in process, where a RabbitMQ would stand: the same protocol. It ignores RabbitMQ's queue
/// arguments, so their effect is configured here, from the same [Topology].
final class EmbeddedAmqpBroker implements AutoCloseable {

    static final String USER = "guest";

    private final SystemLauncher launcher;
    private final int port;

    private EmbeddedAmqpBroker(SystemLauncher launcher, int port) {
        this.launcher = launcher;
        this.port = port;
    }

    int port() {
        return port;
    }

    static EmbeddedAmqpBroker start(DataFolder folder, int port) throws IOException {
        var work = folder.resolve("amqp");
        var configuration = Files.write(work.resolve("initial.json"),
                JsonMapper.shared().writeValueAsBytes(broker(port, virtualHost(folder.isKept(), work.toString()))));
        var failure = new AtomicReference<RuntimeException>();
        var launcher = new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener() {
            @Override
            public void errorOnStartup(RuntimeException cause) {
                failure.set(cause);
            }
        });
        var attributes = new HashMap<String, Object>();
        attributes.put("type", "Memory");
        attributes.put("startupLoggedToSystemOut", false);
        attributes.put("initialConfigurationLocation", configuration.toUri().toString());
        attributes.put("context", Map.of("qpid.work_dir", work.toString()));
        try {
            launcher.startup(attributes);
        } catch (Exception cause) {
            throw new IllegalStateException("the embedded AMQP broker did not start", cause);
        }
        if (failure.get() != null) {
            throw new IllegalStateException("the embedded AMQP broker did not start", failure.get());
        }
        return new EmbeddedAmqpBroker(launcher, port);
    }

    @Override
    public void close() {
        launcher.shutdown();
    }

    private static Map<String, Object> broker(int port, Map<String, Object> virtualHost) {
        return Map.of("name", "embedded", "modelVersion", "9.1", "context",
                Map.of("queue.behaviourOnUnknownDeclareArgument", "IGNORE",
                        "exchange.behaviourOnUnknownDeclareArgument", "IGNORE"),
                "authenticationproviders",
                List.of(Map.of("name", "plain", "type", "Plain", "secureOnlyMechanisms", List.of(), "users",
                        List.of(Map.of("name", USER, "type", "managed", "password", USER)))),
                "ports",
                List.of(Map.of("name", "AMQP", "type", "AMQP", "bindingAddress", "127.0.0.1", "port", port,
                        "authenticationProvider", "plain", "protocols", List.of("AMQP_0_9_1"), "virtualhostaliases",
                        List.of(Map.of("name", "nameAlias", "type", "nameAlias"),
                                Map.of("name", "defaultAlias", "type", "defaultAlias")))),
                "virtualhostnodes",
                List.of(Map.of("name", "default", "type", "Memory", "defaultVirtualHostNode", "true",
                        "virtualHostInitialConfiguration", JsonMapper.shared().writeValueAsString(virtualHost))));
    }

    /// One delivery attempt and an alternate binding make a rejected message a dead letter at once, as in RabbitMQ.
    private static Map<String, Object> virtualHost(boolean durable, String folder) {
        var queues = new ArrayList<Map<String, Object>>();
        var bindings = new ArrayList<Map<String, Object>>();
        for (var subscription : Topology.SUBSCRIPTIONS) {
            queues.add(Map.of("name", subscription.deadQueue(), "durable", true));
            bindings.add(Map.of("bindingKey", subscription.queue(), "destination", subscription.deadQueue()));
            queues.add(Map.of("name", subscription.queue(), "durable", true, "maximumDeliveryAttempts", 1,
                    "alternateBinding", Map.of("destination", subscription.deadQueue())));
        }
        var exchanges = List.of(
                Map.of("name", Topology.DEAD, "type", "direct", "durable", true, "durableBindings", bindings));
        return durable
                ? Map.of("type", "DERBY", "storePath", folder + "/store", "queues", queues, "exchanges", exchanges)
                : Map.of("type", "Memory", "queues", queues, "exchanges", exchanges);
    }
}
