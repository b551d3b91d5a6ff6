package io.logferry.tool;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Who may import whom. */
class LayoutTest {
    @Test
    void theToolImportsThePipelineTheFrameTheSpillAndTheSinksConfigurationsOnly() {
        JavaClasses ours = new ClassFileImporter()
                .importUrl(SpillMain.class.getProtectionDomain().getCodeSource().getLocation());
        classes()
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("io.logferry..")
                        .or(resideInAnyPackage(
                                "io.logferry",
                                "io.logferry.tool",
                                "io.logferry.frame",
                                "io.logferry.spill",
                                "io.logferry.sink",
                                "io.logferry.sink.tcp",
                                "io.logferry.sink.kafka")))
                .check(ours);
    }
}
