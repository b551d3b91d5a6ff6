package io.logferry.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.contract.TestCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same small application with each framework, as a module and on the class path: it prints what it prints, and no more. */
class ModulesIT {
    private static final List<String> ORDERS =
            IntStream.range(0, 100).mapToObj(i -> "order " + i).toList();

    private final TestCollector collector = new TestCollector();

    @TempDir
    private Path dir = Path.of("");

    @AfterEach
    void close() {
        collector.close();
    }

    private void assertShips(String framework, boolean modular, String module, List<Path> jars)
            throws IOException, InterruptedException {
        Application application = new Application(framework, modular, jars, dir);
        String printed = application.run("tcp.xml", "-Dendpoint=" + collector.endpoint());
        assertEquals(
                List.of("accepted=100", "in " + module), printed.strip().lines().toList());
        assertEquals(ORDERS, collector.lines());
        assertEquals(1, collector.endCount());
    }

    @Test
    void theLogbackAppenderIsAModule() throws Exception {
        assertShips("logback", true, "io.logferry.logback", Jars.of(Jars.LOGBACK));
    }

    @Test
    void theLog4j2AppenderIsAModule() throws Exception {
        assertShips("log4j2", true, "io.logferry.log4j2", Jars.of(Jars.LOG4J2));
    }

    @Test
    void theLogbackAppenderRunsOnTheClassPath() throws Exception {
        assertShips("logback", false, "null", Jars.of(Jars.LOGBACK));
    }

    @Test
    void theLog4j2AppenderRunsOnTheClassPath() throws Exception {
        assertShips("log4j2", false, "null", Jars.of(Jars.LOG4J2));
    }
}
