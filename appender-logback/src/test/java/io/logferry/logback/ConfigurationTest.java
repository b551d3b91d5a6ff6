package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong configuration; the right one is started in the other tests. */
final class ConfigurationTest {
    private static final String SINK = "<tcpSink><endpoints>127.0.0.1:1</endpoints></tcpSink>";

    private static String refused(String elements) {
        LoggerContext context = Contexts.with(elements);
        LogferryAppender appender = Contexts.ferry(context);
        assertFalse(appender.isStarted());
        List<String> errors = Contexts.statuses(context, Status.ERROR);
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(context.getStatusManager().getCopyOfStatusListenerList().isEmpty());
        return errors.get(0);
    }

    @Test
    void allMistakesAreInOneError_andTheAppenderDoesNotStart() {
        String error = refused("""
                <tcpSink><endpoints>collector</endpoints><port>4560</port></tcpSink>
                <spill><dir>${SPOOL}</dir><maxBytes>1MB</maxBytes><mode>sometimes</mode></spill>
                <batch><maxBytes>1GB</maxBytes></batch>
                <ringCapacity>many</ringCapacity>
                <includeCallerData>yes</includeCallerData>
                <ringSize>8192</ringSize>
                """);
        for (String part : List.of(
                "Appender [FERRY] is not started",
                "tcpSink.endpoints: endpoint=collector",
                "port is no element here, allowed are endpoints",
                "spill.dir=SPOOL_IS_UNDEFINED contains a variable that is not defined",
                "spill.maxBytes=1MB is not allowed",
                "spill.mode=sometimes is not allowed, allowed is on-failure or always",
                "batch.maxBytes=1GB is not allowed",
                "ringCapacity=many is not allowed",
                "includeCallerData=yes is not allowed, allowed is true or false",
                "ringSize is no element here, allowed are batch, blockTimeoutMillis, compression, encoder, filter, "
                        + "includeCallerData, kafkaSink, listener, ringCapacity, shutdownTimeoutMillis, source, spill, tcpSink, whenFull")) {
            assertTrue(error.contains(part), part + " is not in: " + error);
        }
    }

    @Test
    void attributesAreLostByLogback_soWhatIsMissingSaysThat() {
        String hint = "Logback takes elements, not attributes";
        assertTrue(refused("<tcpSink endpoints='127.0.0.1:1'/>").contains("tcpSink.endpoints is missing; " + hint));
        assertTrue(refused(SINK + "<spill dir='/tmp'/>").contains("spill.dir is missing; " + hint));
        assertTrue(refused(SINK + "<batch maxBytes='1'/>").contains("batch has no elements; " + hint));
    }

    @Test
    void noSinkIsRefused_andSoAreTwo() {
        assertTrue(refused("").contains("a sink, for example tcpSink, is missing"));
        assertTrue(refused(SINK + SINK).contains("tcpSink is given twice"));
    }

    @Test
    void anElementGivenTwiceIsRefused_alsoTheEncoder() {
        assertTrue(refused(SINK + "<whenFull>drop</whenFull><whenFull>block</whenFull>")
                .contains("whenFull is given twice, drop and block"));
        String encoder = "<encoder class='ch.qos.logback.classic.encoder.PatternLayoutEncoder'>"
                + "<pattern>%m</pattern></encoder>";
        assertTrue(refused(SINK + encoder + encoder).contains("encoder is given twice"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<encoder class='org.example.NoSuchEncoder'/>",
                "<encoder class='java.lang.Object'/>",
                "<filter class='org.example.NoSuchFilter'/>",
                "<listener class='org.example.NoSuchListener'/>",
                "<listener class='java.lang.Object'/>",
                "<listener/>"
            })
    void anEncoderFilterOrListenerThatCannotBeMadeIsRefused_notLeftOut(String element) {
        LoggerContext context = Contexts.with(SINK + element);
        assertFalse(Contexts.ferry(context).isStarted());
        List<String> errors = Contexts.statuses(context, Status.ERROR);
        assertTrue(errors.stream().anyMatch(error -> error.contains("[FERRY] is not started")), errors::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<encoder/>", "<encoder><pattern>%nopex{</pattern></encoder>"})
    void aPatternThatIsMissingOrWrongIsRefused_becauseItWouldWriteNothing(String element) {
        LoggerContext context = Contexts.with(SINK + element);
        assertFalse(Contexts.ferry(context).isStarted());
        String encoder = "encoder ch.qos.logback.classic.encoder.PatternLayoutEncoder does not start";
        List<String> errors = Contexts.statuses(context, Status.ERROR);
        assertTrue(errors.stream().anyMatch(error -> error.contains(encoder)), errors::toString);
    }

    @Test
    void anAppenderThatDidNotStartTakesEventsAndDoesNothing() {
        LoggerContext context = Contexts.with("");
        context.getLogger("x").info("goes nowhere {}", 1);
        LogferryAppender appender = Contexts.ferry(context);
        assertNull(appender.stats());
        context.stop();
    }

    @Test
    void theMistakesOfAnotherAppenderAreNotItsOwn() {
        LoggerContext context = Contexts.empty();
        Contexts.configureXml(context, """
                <configuration>
                  <appender name="FERRY" class="io.logferry.logback.LogferryAppender"><a>1</a></appender>
                  <appender name="OTHER" class="io.logferry.logback.LogferryAppender"><b>1</b></appender>
                  <root><appender-ref ref="FERRY"/><appender-ref ref="OTHER"/></root>
                </configuration>
                """);
        List<String> errors = Contexts.statuses(context, Status.ERROR);
        assertEquals(2, errors.size());
        assertTrue(errors.get(0).contains("[FERRY]") && errors.get(0).contains("a is no element"));
        assertFalse(errors.get(0).contains("b is no element"));
        assertFalse(errors.get(1).contains("a is no element"));
    }

    @Test
    void anAppenderWithoutContextOrNameSaysSo_ifOnlyOnTheConsole() {
        LogferryAppender appender = new LogferryAppender();
        appender.start();
        assertFalse(appender.isStarted());
        LoggerContext context = Contexts.empty();
        appender.setContext(context);
        appender.start();
        assertTrue(Contexts.statuses(context, Status.ERROR).get(0).contains("the appender's name is missing"));
    }

    @Test
    void whatWasRefusedMayBeCorrectedAndStarted() {
        LoggerContext context = Contexts.with(SINK + "<ringCapacity>many</ringCapacity>");
        LogferryAppender appender = Contexts.ferry(context);
        assertFalse(appender.isStarted());
        appender.setRingCapacity("64");
        appender.setShutdownTimeoutMillis("0");
        appender.start();
        assertTrue(appender.isStarted(), Contexts.statuses(context, Status.ERROR)::toString);
        context.stop();
    }

    @Test
    void theRootLoggerGoesOnWithItsOtherAppenders() {
        LoggerContext context = Contexts.empty();
        Contexts.configureXml(context, """
                <configuration>
                  <appender name="FERRY" class="io.logferry.logback.LogferryAppender"><a>1</a></appender>
                  <appender name="LIST" class="ch.qos.logback.core.read.ListAppender"/>
                  <root><appender-ref ref="FERRY"/><appender-ref ref="LIST"/></root>
                </configuration>
                """);
        Logger logger = context.getLogger("x");
        logger.info("one");
        var list = (ch.qos.logback.core.read.ListAppender<?>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LIST");
        assertEquals(1, list.list.size());
    }
}
