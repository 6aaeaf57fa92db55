package io.mainstay.infrastructure;

import io.mainstay.messaging.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
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

    /// @param work the broker's own folder
    /// @param durable whether messages are kept there for the next start, or in memory
    static EmbeddedAmqpBroker start(Path work, boolean durable, int port) throws IOException {
        quieten(work);
        var configuration = Files.write(work.resolve("initial.json"),
                JsonMapper.shared().writeValueAsBytes(broker(port, virtualHost(durable, work.toString()))));
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

    private static void quieten(Path work) {
        System.setProperty("derby.stream.error.file", work.resolve("derby.log").toString());
        var logging = LoggingSystem.get(EmbeddedAmqpBroker.class.getClassLoader());
        logging.setLogLevel("org.apache.qpid", LogLevel.WARN);
        logging.setLogLevel("qpid", LogLevel.WARN);
        // at its end it may still be removing consumed messages while its store closes
        logging.setLogLevel("org.apache.qpid.server.util.ServerScopedRuntimeException", LogLevel.OFF);
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

    /// The broker's configuration is made anew at every start, so that it always follows the topology; only messages
    /// are stored. They belong to a queue's id, which therefore has to be the same one at the next start.
    private static String id(String queue) {
        return UUID.nameUUIDFromBytes(queue.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /// One delivery attempt and an alternate binding make a rejected message a dead letter at once, as in RabbitMQ.
    private static Map<String, Object> virtualHost(boolean durable, String folder) {
        var queues = new ArrayList<Map<String, Object>>();
        var bindings = new ArrayList<Map<String, Object>>();
        for (var subscription : Topology.SUBSCRIPTIONS) {
            queues.add(Map.of("id", id(subscription.deadQueue()), "name", subscription.deadQueue(), "durable", true));
            bindings.add(Map.of("bindingKey", subscription.queue(), "destination", subscription.deadQueue()));
            queues.add(Map.of("id", id(subscription.queue()), "name", subscription.queue(), "durable", true,
                    "maximumDeliveryAttempts", 1, "alternateBinding", Map.of("destination", subscription.deadQueue())));
        }
        var exchanges = List.of(
                Map.of("name", Topology.DEAD, "type", "direct", "durable", true, "durableBindings", bindings));
        return durable
                ? Map.of("type", "DERBY", "storePath", folder + "/store", "queues", queues, "exchanges", exchanges)
                : Map.of("type", "Memory", "queues", queues, "exchanges", exchanges);
    }
}
