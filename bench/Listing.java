import java.io.IOException;
import java.util.SplittableRandom;

record Listing(Api api, String path, String expected) implements Operation {

    @Override
    public void run(int client, SplittableRandom random) throws Exception {
        if (!api.call("GET", path, null, null, null, 200).body().contains(expected)) {
            throw new IOException("not a list");
        }
    }
}
