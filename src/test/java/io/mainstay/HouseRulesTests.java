package io.mainstay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.time.LocalDateTime;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.data.repository.Repository;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.RestController;

/// The house rules that a machine can check.
@AnalyzeClasses(packages = "io.mainstay", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTests {

    @ArchTest
    static final ArchRule entitiesStayInTheirModule = classes().that().areAnnotatedWith(Entity.class).should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule repositoriesStayInTheirModule = classes().that().areAssignableTo(Repository.class).should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule controllersStayInTheirModule = classes().that().areAnnotatedWith(RestController.class)
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule entitiesHaveNoSetters = methods().that().areDeclaredInClassesThat()
            .areAnnotatedWith(Entity.class).should().haveNameNotMatching("set[A-Z].*");

    @ArchTest
    static final ArchRule dependenciesComeThroughTheConstructor = noFields().should().beAnnotatedWith(Autowired.class)
            .orShould().beAnnotatedWith(Value.class);

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses().should().callMethod(Instant.class, "now").orShould()
            .dependOnClassesThat().areAssignableTo(LocalDateTime.class)
            .because("tests must be able to set the time, and there is one time zone");

    @ArchTest
    static final ArchRule settingsAreValidated = classes().that().areAnnotatedWith(ConfigurationProperties.class)
            .should().beRecords().andShould().beAnnotatedWith(Validated.class);

    @ArchTest
    static final ArchRule newsBetweenModulesGoesThroughTheOutbox = noMethods().that()
            .areAnnotatedWith(EventListener.class).should().haveRawParameterTypes(
                    com.tngtech.archunit.base.DescribedPredicate.describe("an event of ours", types -> types.stream()
                            .anyMatch(type -> type.getPackageName().startsWith("io.mainstay"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses().should()
            .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Processor|Dto|DTO|VO|Base)");

    @ArchTest
    static final ArchRule logsGoThroughALogger = noClasses().that()
            .doNotHaveSimpleName("MigrateDatabase").and().doNotHaveSimpleName("VerifyLedger")
            .should(ACCESS_STANDARD_STREAMS)
            .because("only a command of its own speaks to the console");
}
