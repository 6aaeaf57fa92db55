package io.mainstay.infrastructure;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/// Chooses the parts by the system property `mainstay.infrastructure`: `embedded` (default), `containers` or
/// `external`. It's never guessed: a container engine that cannot pull an image must not change what a test means.
@TestConfiguration(proxyBeanMethods = false)
@Import({OutsideWorld.class, DevelopmentSecrets.class, Infrastructure.Choice.class})
public class Infrastructure {

    /// Ends the program with one line if another start beside this one holds the data, before anything is started.
    public static void requireNoOther() {
        try (var _ = DataFolder.open()) {
            // nobody else has it; it's opened again by those who use it
        } catch (AlreadyRunning running) {
            System.err.println(running.getMessage());
            System.exit(1);
        } catch (java.io.IOException unusable) {
            throw new java.io.UncheckedIOException(unusable);
        }
    }

    /// Not a deferred selector: that one runs beside the auto-configuration, which would then see no connection yet.
    static class Choice implements ImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata metadata) {
            return switch (System.getProperty("mainstay.infrastructure", "embedded")) {
                case "embedded" -> new String[]{EmbeddedInfrastructure.class.getName()};
                case "containers" -> new String[]{ContainerInfrastructure.class.getName()};
                case "external" -> new String[0];
                case String other -> throw new IllegalArgumentException(
                        "mainstay.infrastructure must be embedded, containers or external but is " + other);
            };
        }
    }
}
