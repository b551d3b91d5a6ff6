package io.logferry.log4j2;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;

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
        Configurator.setLevel("com.tngtech.archunit", Level.WARN);
        JavaClasses adapter = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.logferry.log4j2");
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.logferry", "io.logferry.json", "io.logferry.log4j2")
                        .or(describe(
                                "",
                                type -> PUBLIC_FACE.contains(
                                        type.getBaseComponentType().getName())))
                        .or(resideInAnyPackage("java..", "org.apache.logging.log4j..", "org.jspecify.."))
                        .as("are of the pipeline's public face, Log4j or the JDK"))
                .check(adapter);
    }
}
