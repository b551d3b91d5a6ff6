package io.logferry;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom. Rules also name packages that are not written yet. */
class LayoutTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(LogPipeline.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void thereAreClassesToLookAt() {
        assertFalse(CLASSES.isEmpty());
    }

    @Test
    void ringFrameJsonAndTlsImportNothingOfOurs() {
        assertUsesOnly("ring");
        assertUsesOnly("tls");
        assertUsesOnly("frame");
        assertUsesOnly("json");
    }

    @Test
    void spillAndSinkImportFrameOnly() {
        assertUsesOnly("spill", "frame");
        assertUsesOnly("sink", "frame");
    }

    @Test
    void theSinksImportTheSeamAndFrameOnly_theTcpSinkAlsoTls_theKafkaSinkTheRecordsIdentity() {
        assertUsesOnly("sink.tcp", "sink", "frame", "tls");
        assertUsesOnly("sink.kafka", "sink", "frame", "kafka");
    }

    @Test
    void whatConsumersUseImportsFrameOnly() {
        assertUsesOnly("kafka", "frame");
    }

    @Test
    void theSenderImportsRingFrameSinkSpillAndJfrOnly() {
        assertUsesOnly("sender", "ring", "frame", "sink", "spill", "jfr");
        assertUsesOnly("jfr", "frame");
    }

    @Test
    void noPackageIsUnlisted() {
        // a new package must be given a rule here
        classes()
                .should()
                .resideInAnyPackage(
                        "io.logferry",
                        "io.logferry.ring",
                        "io.logferry.frame",
                        "io.logferry.json",
                        "io.logferry.spill",
                        "io.logferry.tls",
                        "io.logferry.sink",
                        "io.logferry.sink.tcp",
                        "io.logferry.sink.kafka",
                        "io.logferry.kafka",
                        "io.logferry.jfr",
                        "io.logferry.micrometer",
                        "io.logferry.boot",
                        "io.logferry.sender")
                .check(CLASSES);
    }

    @Test
    void noLoggingFrameworkIsImported() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.slf4j..", "ch.qos..", "org.apache.logging..", "org.apache.log4j..", "java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void onlyTheKafkaSinkImportsKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.logferry.sink.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(CLASSES);
    }

    private static void assertUsesOnly(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Stream.of(others))
                .map(other -> "io.logferry." + other)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("io.logferry." + name)
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("io.logferry..")).or(resideInAnyPackage(allowed)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
