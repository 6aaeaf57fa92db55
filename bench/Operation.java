import java.util.SplittableRandom;

/// One piece of work, as one client does it.
interface Operation {

    void run(int client, SplittableRandom random) throws Exception;

    default void prepare() throws Exception {}
}
