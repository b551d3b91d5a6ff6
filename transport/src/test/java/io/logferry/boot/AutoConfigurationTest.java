package io.logferry.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStand;
import io.logferry.frame.Level;
import io.logferry.micrometer.LogferryMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

/** Run with both lines of Spring Boot that are supported. */
class AutoConfigurationTest extends PipelineStand {
    @ImportAutoConfiguration(LogferryMetricsAutoConfiguration.class)
    static class Application {}

    @ImportAutoConfiguration(LogferryMetricsAutoConfiguration.class)
    static class ApplicationWithItsOwn {
        @Bean
        LogferryMetrics mine() {
            return new LogferryMetrics();
        }
    }

    @Test
    void springBootFindsItByItself() {
        List<String> found = ImportCandidates.load(
                        AutoConfiguration.class, getClass().getClassLoader())
                .getCandidates();
        assertTrue(found.contains(LogferryMetricsAutoConfiguration.class.getName()), SpringBootVersion.getVersion());
    }

    @Test
    void theMetricsAreABinder_whichIsClosedWithTheContext() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Application.class)) {
            context.getBean(MeterBinder.class).bindTo(registry);
            start("A", null).offer("e", Level.INFO);
            await(() -> registry.get("logferry.events.acked").functionCounter().count() == 1);
        }
        assertEquals(0, registry.getMeters().size());
    }

    @Test
    void anApplicationMayHaveItsOwn() {
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext(ApplicationWithItsOwn.class)) {
            assertEquals(List.of("mine"), List.of(context.getBeanNamesForType(LogferryMetrics.class)));
        }
    }
}
