import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/// The password hash that a log-in can't do without, with the parameters that the database's hashes name, as many
/// at a time as there are processors. By reflection: the driver compiles without Bouncy Castle.
final class PasswordHash implements Operation {

    private static final Pattern PARAMETERS = Pattern
            .compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$.*");
    private static final String PACKAGE = "org.bouncycastle.crypto.";

    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final Class<?> generator;
    private final Object parameters;
    private final Method init;
    private final Method generate;

    private PasswordHash(int memoryKib, int iterations, int lanes) throws ReflectiveOperationException {
        var builder = Class.forName(PACKAGE + "params.Argon2Parameters$Builder");
        var built = builder.getConstructor(int.class).newInstance(2);
        builder.getMethod("withVersion", int.class).invoke(built, 0x13);
        builder.getMethod("withMemoryAsKB", int.class).invoke(built, memoryKib);
        builder.getMethod("withIterations", int.class).invoke(built, iterations);
        builder.getMethod("withParallelism", int.class).invoke(built, lanes);
        builder.getMethod("withSalt", byte[].class).invoke(built, (Object) new byte[16]);
        this.parameters = builder.getMethod("build").invoke(built);
        this.generator = Class.forName(PACKAGE + "generators.Argon2BytesGenerator");
        this.init = generator.getMethod("init", parameters.getClass());
        this.generate = generator.getMethod("generateBytes", byte[].class, byte[].class);
    }

    /// Null without Bouncy Castle, or where passwords are hashed by something else.
    static PasswordHash find(Database database) throws SQLException, ReflectiveOperationException {
        try {
            Class.forName(PACKAGE + "generators.Argon2BytesGenerator");
        } catch (ClassNotFoundException _) {
            return null;
        }
        if (database.number("select count(*) from information_schema.columns"
                + " where (table_schema, table_name, column_name) = ('auth', 'account', 'password_hash')") == 0) {
            return null;
        }
        var stored = PARAMETERS.matcher(database.text("select password_hash from auth.account limit 1"));
        return stored.matches() ? new PasswordHash(Integer.parseInt(stored.group(1)),
                Integer.parseInt(stored.group(2)), Integer.parseInt(stored.group(3))) : null;
    }

    @Override
    public void run(int client, SplittableRandom random) throws Exception {
        processors.acquire();
        try {
            var hashing = generator.getConstructor().newInstance();
            init.invoke(hashing, parameters);
            generate.invoke(hashing, "a-password-of-usual-length".getBytes(StandardCharsets.UTF_8), new byte[32]);
        } finally {
            processors.release();
        }
    }
}
