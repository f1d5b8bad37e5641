package dev.muster.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between modules and packages, and the habits that names and packages keep. */
class ArchitectureTest {
    private static final JavaClasses MUSTER =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.muster");

    @Test
    void rulesSeeTheWholeOfMuster() {
        assertThat(MUSTER.size()).isGreaterThan(100);
        assertThat(packages())
                .contains(
                        "dev.muster.contract",
                        "dev.muster.stores",
                        "dev.muster.records",
                        "dev.muster.records.order",
                        "dev.muster.restore.fetch",
                        "dev.muster.restore.archive",
                        "dev.muster.restore.postgres",
                        "dev.muster.restore.verify",
                        "dev.muster.cli");
    }

    @ParameterizedTest
    @CsvSource({
        "contract, manifest|stores|records|trigger|restore|report|cli",
        "manifest, stores|records|trigger|restore|report|cli",
        "stores,   manifest|records|trigger|restore|report|cli",
        "records,  manifest|stores|trigger|restore|report|cli",
        "trigger,  restore|report|cli",
        "restore,  trigger|report|cli",
        "report,   stores|trigger|restore|cli"
    })
    void arrowsBetweenModulesPointDown(String module, String above) {
        noClasses()
                .that(resideInAnyPackage("dev.muster." + module + ".."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                List.of(above.split("\\|")).stream()
                                        .map(name -> "dev.muster." + name + "..")
                                        .toArray(String[]::new)))
                .allowEmptyShould(true)
                .check(MUSTER);
    }

    @ParameterizedTest
    @CsvSource({
        "fetch,    archive|postgres|verify",
        "archive,  fetch|postgres|verify",
        "postgres, fetch|archive|verify",
        "verify,   fetch|archive|postgres",
        "lz4,      fetch|archive|postgres|verify",
        "tar,      fetch|archive|postgres|verify"
    })
    void stagesOfTheRestoreTaskDoNotKnowOneAnother(String stage, String others) {
        noClasses()
                .that(resideInAnyPackage("dev.muster.restore." + stage + ".."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                List.of(others.split("\\|")).stream()
                                        .map(name -> "dev.muster.restore." + name + "..")
                                        .toArray(String[]::new)))
                .orShould()
                .dependOnClassesThat(directlyIn("dev.muster.restore"))
                .allowEmptyShould(true)
                .check(MUSTER);
    }

    @Test
    void contractKnowsNoServiceAndNoDatabase() {
        noClasses()
                .that(resideInAnyPackage("dev.muster.contract.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "software.amazon..",
                                "com.amazonaws..",
                                "java.sql..",
                                "org.postgresql..",
                                "java.net.http.."))
                .check(MUSTER);
    }

    @Test
    void onlyStoresAndSecretsKnowAws() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                "dev.muster.restore.archive..", "dev.muster.restore.verify.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("software.amazon.."))
                .check(MUSTER);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.muster.(**)")
                .should()
                .beFreeOfCycles()
                // The one place that knows how every document of the contract is written.
                .ignoreDependency(belongTo("dev.muster.contract.ContractJson"), alwaysTrue())
                .check(MUSTER);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked =
                MUSTER.stream()
                        .map(JavaClass::getPackage)
                        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .collect(Collectors.toSet());
        assertThat(unmarked).isEmpty();
    }

    /** What the task writes to its standard output is its log. */
    @Test
    void onlyTheCommandLineAndTheTaskWriteToTheScreen() {
        noClasses()
                .that(
                        DescribedPredicate.not(
                                resideInAnyPackage(
                                        "dev.muster.cli..", "dev.muster.restore.task..")))
                // CloudWatch reads metrics on standard output.
                .and(DescribedPredicate.not(belongTo("dev.muster.report.metrics.MetricLog")))
                .should(ACCESS_STANDARD_STREAMS)
                .check(MUSTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Util", "Utils", "Helper", "Manager", "Impl", "Service"})
    void noNameIsEmpty(String suffix) {
        classes().should().haveSimpleNameNotEndingWith(suffix).check(MUSTER);
    }

    @Test
    void packagesAreStagesAndNotKindsOfClass() {
        assertThat(packages())
                .noneMatch(name ->
                        name.matches(".*\\.(util|common|impl|helper|manager|service)s?(\\..*)?"));
    }

    private static Set<String> packages() {
        return MUSTER.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    }

    private static DescribedPredicate<JavaClass> belongTo(String name) {
        return DescribedPredicate.describe(
                "belong to " + name, javaClass -> javaClass.getName().equals(name));
    }

    private static DescribedPredicate<JavaClass> directlyIn(String name) {
        return DescribedPredicate.describe(
                "lie in " + name, javaClass -> javaClass.getPackageName().equals(name));
    }
}
