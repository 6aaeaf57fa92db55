import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The containers of the composed system, by the command line; COMPOSE_PROJECT_NAME and COMPOSE_FILE say which.
final class Docker {

    private static final int PATIENCE_S = 60;

    private Docker() {}

    static List<String> containers(String service) {
        return run("docker", "compose", "ps", "--all", "--quiet", service).lines().toList();
    }

    static String address(String container, String network) {
        return run("docker", "inspect", "--format",
                "{{(index .NetworkSettings.Networks \"" + project() + "_" + network + "\").IPAddress}}", container);
    }

    static List<String> networks(String container) {
        return run("docker", "inspect", "--format", "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}",
                container).lines().flatMap(line -> List.of(line.strip().split(" ")).stream()).toList();
    }

    /// @param aliases by which others find it there
    static void connect(String network, String container, String service) {
        run("docker", "network", "connect", "--alias", service, network, container);
    }

    static String project() {
        return System.getenv("COMPOSE_PROJECT_NAME");
    }

    /// As the superuser, on the server's own socket.
    static String sql(String statement) {
        return run("docker", "compose", "exec", "-T", "postgres", "psql", "-U", "postgres", "-d", "mainstay", "-v",
                "ON_ERROR_STOP=1", "-qAt", "-c", statement);
    }

    static long count(String statement) {
        var text = sql(statement);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /// @throws IllegalStateException if it fails, or takes longer than a minute
    static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(new ArrayList<>(List.of(command)) + ": " + output);
            }
            return output;
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }
}
