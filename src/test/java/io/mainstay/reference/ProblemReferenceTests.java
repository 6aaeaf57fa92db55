package io.mainstay.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mainstay.problem.ProblemType;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/reference/problems.md` lists every problem that the code knows.
class ProblemReferenceTests {

    @Test
    void listsEveryProblem() {
        var problems = problems();
        var page = new StringBuilder("""
                # Problems

                Every error is a problem document (RFC 9457) of the type `urn:mainstay:problem:<code>`. Codes never change.
                Generated from the code; the build fails if it's stale (`mvn verify -Dmainstay.docs=write` writes it anew).

                | code | status | title | what to do |
                |---|---|---|---|
                """);
        problems.forEach(problem -> page.append("| `%s` | %d | %s | %s |%n".formatted(problem.code(),
                problem.status().value(), problem.title(), problem.remedy())));

        assertThat(problems).extracting(ProblemType::code).doesNotHaveDuplicates();
        Generated.check("problems.md", page.toString());
    }

    private static List<ProblemType> problems() {
        return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.mainstay").stream().filter(type -> type.getSimpleName().endsWith("Problems"))
                .map(JavaClass::reflect).flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.getType() == ProblemType.class && Modifier.isStatic(field.getModifiers()))
                .map(field -> {
                    try {
                        field.setAccessible(true);
                        return (ProblemType) field.get(null);
                    } catch (IllegalAccessException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                }).distinct()
                .sorted(Comparator.comparing((ProblemType problem) -> problem.status().value())
                        .thenComparing(ProblemType::code))
                .toList();
    }
}
