package io.logferry.logback;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the adapter may import: the pipeline's public face and its own framework. */
class LayoutTest {
    private static final Set<String> PUBLIC_FACE = Set.of(
            "io.logferry.frame.RecordEncoder",
            "io.logferry.frame.Level",
            "io.logferry.sink.SinkConfig",
            "io.logferry.sink.tcp.TcpSinkConfig",
            "io.logferry.sink.kafka.KafkaSinkConfig");

    @Test
    void theAdapterImportsThePipelinesPublicFaceOnly() {
        ((Logger) LoggerFactory.getLogger("com.tngtech.archunit")).setLevel(Level.WARN);
        JavaClasses adapter = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.logferry.logback");
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.logferry", "io.logferry.json", "io.logferry.logback")
                        .or(describe(
                                "",
                                type -> PUBLIC_FACE.contains(
                                        type.getBaseComponentType().getName())))
                        .or(resideInAnyPackage("java..", "org.slf4j..", "ch.qos.logback..", "org.jspecify.."))
                        .as("are of the pipeline's public face, Logback, SLF4J or the JDK"))
                .allowEmptyShould(true)
                .check(adapter);
    }
}
