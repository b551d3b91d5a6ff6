package io.logferry.collector;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Who may import whom. */
final class LayoutTest {
    @Test
    void theCollectorImportsTheFrameTheJsonTheProtocolItsMessagesAndTlsOnly() {
        JavaClasses ours = new ClassFileImporter()
                .importUrl(Collector.class.getProtectionDomain().getCodeSource().getLocation());
        classes()
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("io.logferry..")
                        .or(resideInAPackage("io.logferry.collector"))
                        .or(resideInAPackage("io.logferry.frame"))
                        .or(resideInAPackage("io.logferry.json"))
                        .or(resideInAPackage("io.logferry.sink"))
                        .or(resideInAPackage("io.logferry.sink.tcp"))
                        .or(resideInAPackage("io.logferry.tls")))
                .check(ours);
    }
}
