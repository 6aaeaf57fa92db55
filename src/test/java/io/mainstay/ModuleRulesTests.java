package io.mainstay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.reference.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/// The modules call only what they declare, and `docs/reference/modules.md` says so.
class ModuleRulesTests {

    private final ApplicationModules modules = ApplicationModules.of(Mainstay.class);

    @Test
    void callOnlyWhatTheyDeclare() {
        modules.verify();
    }

    @Test
    void areDocumentedAsTheyAre() {
        var page = new StringBuilder("""
                # Modules

                Each is one package under `io.mainstay`. Generated from `package-info.java`; the build fails if it's stale
                (`mvn verify -Dmainstay.docs=write` writes it anew).

                | module | what it guarantees | may call |
                |---|---|---|
                """);
        modules.stream().sorted(Comparator.comparing(module -> module.getIdentifier().toString())).forEach(module -> {
            var name = module.getIdentifier().toString();
            var declared = declaration(name);
            page.append("| `%s` | %s | %s |%n".formatted(name, guarantee(name),
                    java.util.Arrays.stream(declared.allowedDependencies()).sorted()
                            .map(dependency -> "`" + dependency + "`").collect(Collectors.joining(" "))));
        });
        Generated.check("modules.md", page.toString());
    }

    @Test
    void haveDiagramsForReaders() {
        new Documenter(modules).writeModulesAsPlantUml().writeModuleCanvases();

        assertThat(Path.of("target/spring-modulith-docs")).isDirectoryContaining("glob:**/components.puml");
    }

    private static ApplicationModule declaration(String module) {
        try {
            return Class.forName("io.mainstay." + module + ".package-info").getAnnotation(ApplicationModule.class);
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(module + " has no package-info", missing);
        }
    }

    private static String guarantee(String module) {
        try {
            return Files.readAllLines(Path.of("src/main/java/io/mainstay", module, "package-info.java")).stream()
                    .takeWhile(line -> line.startsWith("///")).map(line -> line.substring(3).strip())
                    .collect(Collectors.joining(" "));
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }
}
