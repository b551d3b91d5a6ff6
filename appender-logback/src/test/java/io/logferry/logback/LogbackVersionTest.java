package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class LogbackVersionTest {
    private final String version = System.getProperty("logback.version", "unknown");

    @Test
    void theTestsRunOnTheVersionThatTheBuildSays() {
        assertTrue(jarOf(LoggerContext.class).endsWith("logback-classic-" + version + ".jar"), version);
        assertTrue(jarOf(Context.class).endsWith("logback-core-" + version + ".jar"), version);
    }

    @Test
    void onlyOneLogbackIsOnTheClassPath() throws Exception {
        String classFile = LoggerContext.class.getName().replace('.', '/') + ".class";
        assertEquals(
                1,
                Collections.list(getClass().getClassLoader().getResources(classFile))
                        .size());
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }
}
