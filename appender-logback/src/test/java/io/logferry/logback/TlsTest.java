package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.util.StatusPrinter2;
import io.logferry.broker.CertificateAuthority;
import io.logferry.contract.Await;
import io.logferry.contract.TestCollector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The element tls and the shared key, as users type them. */
final class TlsTest {
    private static final String SECRET = "geheim-4711-geheim";

    @TempDir
    private Path dir;

    private final CertificateAuthority authority = new CertificateAuthority("authority");

    private String pemElements() throws IOException {
        authority.writeTrustPem(dir.resolve("trust.pem"));
        authority.issue("client").writePem(dir.resolve("own.pem"), dir.resolve("key.pem"));
        return """
                <trustFile>%1$s/trust.pem</trustFile>
                <certificateFile>%1$s/own.pem</certificateFile>
                <keyFile>%1$s/key.pem</keyFile>
                <verifyHostname>true</verifyHostname>
                """.formatted(dir);
    }

    private String pkcs12Elements(String password) throws IOException {
        authority.writeTrustPkcs12(dir.resolve("trust.p12"), SECRET);
        authority.issue("client").writePkcs12(dir.resolve("own.p12"), SECRET);
        Files.writeString(dir.resolve("password"), password);
        return """
                <trustFile>%1$s/trust.p12</trustFile>
                <trustPassword>%2$s</trustPassword>
                <certificateFile>%1$s/own.p12</certificateFile>
                <keyPasswordFile>%1$s/password</keyPasswordFile>
                """.formatted(dir, password);
    }

    private static String sink(String endpoint, String tls, String more) {
        return "<tcpSink><endpoints>" + endpoint + "</endpoints><tls>" + tls + "</tls>" + more + "</tcpSink>";
    }

    /**
     * All that the context was ever told, with stack traces; but for what Logback itself tells of each value that it
     * puts in for a variable, which is why users are told to keep secrets in files.
     */
    private static String told(LoggerContext context) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StatusPrinter2 printer = new StatusPrinter2();
        printer.setPrintStream(new PrintStream(out, true, StandardCharsets.UTF_8));
        printer.print(context);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.contains("\" substituted for \""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void eventsGoOverTls_withPemAndWithPkcs12() throws Exception {
        for (String tls : List.of(pemElements(), pkcs12Elements(SECRET))) {
            try (TestCollector collector = TestCollector.overTls(authority)) {
                String key = "<sharedKey>" + SECRET + "</sharedKey>";
                LoggerContext context = Contexts.with(sink(collector.endpoint(), tls, key));
                LogferryAppender appender = Contexts.ferry(context);
                assertTrue(appender.isStarted(), () -> told(context));
                context.getLogger("x").info("one");
                context.stop();
                Await.until(() -> collector.lines().size() == 1, () -> told(context));
                assertFalse((told(context) + appender).contains(SECRET), () -> told(context));
            }
        }
    }

    private static String refused(String elements) {
        LoggerContext context = Contexts.with(elements);
        LogferryAppender appender = Contexts.ferry(context);
        assertFalse(appender.isStarted());
        List<String> errors = Contexts.statuses(context, Status.ERROR);
        assertEquals(1, errors.size(), errors.toString());
        assertFalse((told(context) + appender).contains(SECRET), () -> told(context));
        return errors.get(0);
    }

    @Test
    void halfOfItIsRefused_withWhatIsMissing() throws Exception {
        String hint = "; Logback takes elements, not attributes";
        assertTrue(refused(sink("a:1", "", "")).contains("tcpSink.tls.trustFile is missing" + hint));
        assertTrue(refused("<tcpSink><endpoints>a:1</endpoints><tls trustFile='x'/></tcpSink>")
                .contains("tcpSink.tls.trustFile is missing" + hint));
        String half = refused(sink("a:1", pemElements().replaceAll("<keyFile>.*</keyFile>", "<trust>x</trust>"), ""));
        assertTrue(
                half.contains("tcpSink.tls.certificateFile=" + dir + "/own.pem is PEM and needs tcpSink.tls.keyFile"),
                half);
        assertTrue(
                half.contains("trust is no element here, allowed are certificateFile, keyFile, keyPassword, "), half);
        assertTrue(refused("<tcpSink><endpoints>a:1</endpoints><sharedKey>" + SECRET + "</sharedKey></tcpSink>")
                .contains("a shared key is given without tcpSink.tls"));
    }

    @Test
    void tlsThatIsSetAfterItsSinkIsNotForgotten() {
        LoggerContext context = new LoggerContext();
        LogferryAppender appender = new LogferryAppender();
        appender.setContext(context);
        appender.setName("FERRY");
        TcpSink sink = new TcpSink();
        appender.setTcpSink(sink);
        Tls tls = new Tls();
        sink.setTls(tls);
        sink.setEndpoints("a:1");
        tls.setVerifyHostname("true");
        appender.start();
        assertFalse(appender.isStarted());
        assertTrue(
                Contexts.statuses(context, Status.ERROR).get(0).contains("tcpSink.tls.trustFile is missing"),
                () -> told(context));
    }

    @Test
    void noSecretIsShown_whateverIsWrongWithIt() throws Exception {
        String twice = "<sharedKey>" + SECRET + "</sharedKey>";
        assertTrue(
                refused(sink("a:1", pemElements(), twice + twice)).contains("tcpSink.sharedKey is given twice, ***"));
        assertTrue(refused(sink("a:1", pemElements(), "<sharedKey>" + SECRET + "${nope}</sharedKey>"))
                .contains("tcpSink.sharedKey=*** contains a variable that is not defined"));
        String wrong = refused(sink("a:1", pkcs12Elements("no" + SECRET), "<sharedKeyFile>/no/file</sharedKeyFile>"));
        assertTrue(
                wrong.contains(
                        "tcpSink.tls.trustFile=" + dir
                                + "/trust.p12 does not open with this tcpSink.tls.trustPassword or tcpSink.tls.trustPasswordFile"),
                wrong);
        assertTrue(wrong.contains("tcpSink.tls.certificateFile=" + dir + "/own.p12 does not open with this "), wrong);
        assertTrue(wrong.contains("tcpSink.sharedKeyFile: file=/no/file can't be read"), wrong);
    }
}
