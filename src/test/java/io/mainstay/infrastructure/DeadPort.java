package io.mainstay.infrastructure;

import java.io.IOException;

/// A port that nobody listens on.
public final class DeadPort {

    private DeadPort() {}

    public static int find() throws IOException {
        return EmbeddedInfrastructure.freePort();
    }
}
