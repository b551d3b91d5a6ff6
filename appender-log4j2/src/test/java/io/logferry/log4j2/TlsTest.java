package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.CertificateAuthority;
import io.logferry.contract.Await;
import io.logferry.contract.TestCollector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The element Tls and the shared key, as users type them. */
final class TlsTest extends Log4jFixture {
    private static final String SECRET = "geheim-4711-geheim";

    private final CertificateAuthority authority = new CertificateAuthority("authority");
    private final Everything everything = new Everything();

    /** What Log4j is told, DEBUG too, with stack traces. */
    private static final class Everything implements StatusListener {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void log(StatusData data) {
            StringWriter thrown = new StringWriter();
            if (data.getThrowable() != null) {
                data.getThrowable().printStackTrace(new PrintWriter(thrown));
            }
            told.add(data.getMessage().getFormattedMessage() + thrown);
        }

        @Override
        public Level getStatusLevel() {
            return Level.ALL;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void listenToEverything() {
        StatusLogger.getLogger().registerListener(everything);
    }

    @AfterEach
    void noSecretWasTold() {
        StatusLogger.getLogger().removeListener(everything);
        List<String> telling =
                everything.told.stream().filter(text -> text.contains(SECRET)).toList();
        assertEquals(List.of(), telling);
    }

    private String pem() throws IOException {
        authority.writeTrustPem(dir.resolve("trust.pem"));
        authority.issue("client").writePem(dir.resolve("own.pem"), dir.resolve("key.pem"));
        return "trustFile='%1$s/trust.pem' certificateFile='%1$s/own.pem' keyFile='%1$s/key.pem' verifyHostname='true'"
                .formatted(dir);
    }

    private String pkcs12(String password) throws IOException {
        authority.writeTrustPkcs12(dir.resolve("trust.p12"), SECRET);
        authority.issue("client").writePkcs12(dir.resolve("own.p12"), SECRET);
        Files.writeString(dir.resolve("password"), password);
        return ("trustFile='%1$s/trust.p12' trustPassword='%2$s' certificateFile='%1$s/own.p12'"
                        + " keyPasswordFile='%1$s/password'")
                .formatted(dir, password);
    }

    private static String sink(String attributes, String tls) {
        return appenders("<Logferry name='FERRY'><TcpSink " + attributes + "><Tls " + tls + "/></TcpSink></Logferry>");
    }

    @Test
    void eventsGoOverTls_withPemAndWithPkcs12() throws Exception {
        for (String tls : List.of(pem(), pkcs12(SECRET))) {
            try (TestCollector overTls = TestCollector.overTls(authority)) {
                start(sink("endpoints='" + overTls.endpoint() + "' sharedKey='" + SECRET + "'", tls));
                assertEquals(List.of(), errors());
                logger().info("one");
                assertFalse(appender("FERRY").toString().contains(SECRET), appender("FERRY")::toString);
                stopped();
                Await.until(() -> overTls.lines().size() == 1, everything.told::toString);
            }
        }
    }

    @Test
    void aProgramBuildsItToo() throws Exception {
        pkcs12(SECRET);
        Tls tls = Tls.newBuilder()
                .setTrustFile(dir.resolve("trust.p12").toString())
                .setTrustPasswordFile(dir.resolve("password").toString())
                .setCertificateFile(dir.resolve("own.p12").toString())
                .setKeyPassword(SECRET)
                .setVerifyHostname("false")
                .build();
        LogferryAppender built = LogferryAppender.newBuilder()
                .setName("FERRY")
                .setTcpSink(TcpSink.newBuilder()
                        .setEndpoints("a:1")
                        .setTls(tls)
                        .setSharedKey(SECRET)
                        .build())
                .build();
        assertTrue(
                String.valueOf(built).contains("trustPassword=in " + dir.resolve("password")), () -> "built " + built);
        assertTrue(
                String.valueOf(built).contains("keyPassword=***, verifyHostname=false], sharedKey=***"),
                () -> "" + built);
    }

    /** The one ERROR that is ours. */
    private String refused(String xml) {
        everything.told.clear();
        errors().clear();
        start(xml);
        List<String> ours = errors().stream()
                .filter(message -> message.startsWith("Appender [FERRY] is not built"))
                .toList();
        assertEquals(1, ours.size(), () -> errors().toString());
        assertNull(context.getConfiguration().getAppender("FERRY"));
        noSecretWasTold();
        StatusLogger.getLogger().registerListener(everything);
        return ours.get(0);
    }

    @Test
    void halfOfItIsRefused_withWhatIsMissing() throws Exception {
        String missing = refused(sink("endpoints='a:1'", ""));
        assertTrue(missing.contains("tcpSink.tls.trustFile is missing; if one was given, "), missing);
        String half = refused(sink("endpoints='a:1'", pem().replaceAll(" keyFile='.*?'", " trust='x'")));
        assertTrue(
                half.contains("tcpSink.tls.certificateFile=" + dir + "/own.pem is PEM and needs tcpSink.tls.keyFile"),
                half);
        assertTrue(half.contains("not known is tcpSink.tls.trust, allowed is certificateFile, keyFile, keyPassword, "));
        String plain = refused(
                appenders("<Logferry name='FERRY'><TcpSink endpoints='a:1' sharedKey='" + SECRET + "'/></Logferry>"));
        assertTrue(plain.contains("a shared key is given without tcpSink.tls"), plain);
    }

    @Test
    void noSecretIsShown_whateverIsWrongWithIt() throws Exception {
        String undefined = refused(sink("endpoints='a:1' sharedKey='${env:NOPE_" + SECRET + "}'", pem()));
        assertTrue(undefined.contains("tcpSink.sharedKey=*** contains a variable that is not defined"), undefined);
        String wrong = refused(sink("endpoints='a:1' sharedKeyFile='/no/file'", pkcs12("no" + SECRET)));
        assertTrue(
                wrong.contains(
                        "tcpSink.tls.trustFile=" + dir
                                + "/trust.p12 does not open with this tcpSink.tls.trustPassword or tcpSink.tls.trustPasswordFile"),
                wrong);
        assertTrue(wrong.contains("tcpSink.tls.certificateFile=" + dir + "/own.p12 does not open with this "), wrong);
        assertTrue(wrong.contains("tcpSink.sharedKeyFile: file=/no/file can't be read"), wrong);
    }
}
