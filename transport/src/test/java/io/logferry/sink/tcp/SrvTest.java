package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.OtherJvm;
import io.logferry.frame.Position;
import io.logferry.sink.Endpoint;
import io.logferry.sink.tcp.Srv.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SrvTest {
    private static final String NAME = "_logferry._tcp.example.com";
    private static final long WAIT_MILLIS = 2_000;

    private static Srv srv(TinyDns dns) {
        return new Srv(dns.provider(), WAIT_MILLIS, new Random(1));
    }

    private static String refusal(Srv srv, String name) {
        return String.valueOf(
                assertThrows(IOException.class, () -> srv.find(name)).getMessage());
    }

    @Test
    void recordsComeByPriority() throws Exception {
        Service first = new Service(10, 0, 4_560, "b.example.com");
        Service second = new Service(20, 5, 4_561, "a.example.com");
        Service third = new Service(30, 65_535, 65_535, "c");
        try (TinyDns dns = new TinyDns(NAME, third, first, second)) {
            assertEquals(List.of(first, second, third), srv(dns).find(NAME));
        }
    }

    @Test
    void withinAPriorityTheShareOfTheFirstPlaceIsThatOfTheWeight() throws Exception {
        Service heavy = new Service(1, 75, 1, "heavy");
        Service light = new Service(1, 25, 1, "light");
        Service weightless = new Service(1, 0, 1, "weightless");
        int[] firsts = new int[3];
        try (TinyDns dns = new TinyDns(NAME, light, weightless, heavy)) {
            Srv srv = srv(dns);
            for (int i = 0; i < 1_000; i++) {
                List<Service> found = srv.find(NAME);
                assertEquals(3, Set.copyOf(found).size());
                firsts[List.of(heavy, light, weightless).indexOf(found.get(0))]++;
            }
        }
        assertTrue(firsts[0] > 700 && firsts[0] < 800, "of 1000, with this seed: " + firsts[0]);
        assertTrue(firsts[1] > 200 && firsts[1] < 300, "of 1000, with this seed: " + firsts[1]);
        assertTrue(firsts[2] > 0 && firsts[2] < 50, "of 1000, with this seed: " + firsts[2]);
    }

    @Test
    void aNameWithoutRecordsIsSaidToHaveNone() {
        try (TinyDns dns = new TinyDns(NAME)) {
            assertEquals("has no SRV records", refusal(srv(dns), NAME));
            assertEquals("has no SRV records", refusal(srv(dns), "_other._tcp.example.com"));
            dns.records.add(new Service(0, 0, 0, "")); // decidedly not available, says RFC 2782
            assertEquals("has no SRV records", refusal(srv(dns), NAME));
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerIsSaidToBeSilent() {
        try (TinyDns dns = new TinyDns(NAME)) {
            dns.silent = true;
            Srv srv = new Srv(dns.provider(), 10, new Random(1));
            assertEquals("could not be looked up: the name server does not answer", refusal(srv, NAME));
        }
    }

    @Test
    void anAttemptGoesThroughTheServicesAndAsksAnewEachTime() {
        int nobody = ScriptedCollector.closedPort();
        try (ScriptedCollector collector = new ScriptedCollector();
                TinyDns dns = new TinyDns(
                        NAME, new Service(1, 0, nobody, "one.test"), new Service(2, 0, collector.port(), "two.test"));
                SinkDriver driver = new SinkDriver(
                        host -> new InetAddress[] {ScriptedCollector.local(1)},
                        srv(dns)::find,
                        600_000,
                        "srv:" + NAME)) {
            driver.connectTo(collector).close();
            driver.expect("disconnected two.test:" + collector.port() + " closed the connection");
            assertEquals("two.test:" + collector.port(), driver.sink.destination());
            dns.records.clear();
            driver.sink.connect(SinkDriver.HELLO);
            driver.expect("disconnected srv:" + NAME + " has no SRV records");
            dns.records.add(new Service(0, 0, collector.port(), "three.test"));
            driver.connectTo(collector).close();
            driver.expect("disconnected three.test:" + collector.port() + " closed the connection");
        }
    }

    @Test
    void overTlsOnlyHostsOfTheConfiguredDomainAreUsed_becauseDnsMustNotChooseTheNameThatIsVerified() {
        TestTls tls = TestTls.of("TLSv1.3")
                .showing(TestTls.AUTHORITY.issue("collector", "A.Example.com", "evil.test", "notexample.com"));
        try (ScriptedCollector collector = new ScriptedCollector(tls);
                TinyDns dns = new TinyDns(
                        NAME,
                        new Service(1, 0, collector.port(), "evil.test"),
                        new Service(2, 0, collector.port(), "notexample.com"));
                SinkDriver driver = new SinkDriver(
                        SinkDriver.config(tls.client(), "srv:" + NAME),
                        host -> new InetAddress[] {ScriptedCollector.local(1)},
                        srv(dns)::find,
                        600_000)) {
            driver.sink.connect(SinkDriver.HELLO);
            String unused = ":" + collector.port() + ", which is not used: over TLS allowed are hosts in example.com";
            driver.expect("disconnected srv:" + NAME + " names evil.test" + unused + ", srv:" + NAME
                    + " names notexample.com" + unused);
            dns.records.add(new Service(3, 0, collector.port(), "A.Example.com"));
            driver.connectTo(collector).close();
            driver.expect("disconnected A.Example.com:" + collector.port() + " closed the connection");
        }
    }

    @Test
    void aServiceOfABetterPriorityIsGoneBackTo() {
        try (ScriptedCollector first = new ScriptedCollector();
                ScriptedCollector second = new ScriptedCollector();
                TinyDns dns = new TinyDns(
                        NAME,
                        new Service(5, 0, ScriptedCollector.closedPort(), "first.test"),
                        new Service(10, 0, second.port(), "second.test"));
                SinkDriver driver = new SinkDriver(
                        host -> new InetAddress[] {ScriptedCollector.local(1)},
                        srv(dns)::find,
                        600_000,
                        "srv:" + NAME)) {
            try (Peer old = driver.connectTo(second)) {
                dns.records.set(0, new Service(5, 0, first.port(), "first.test"));
                driver.advanceMillis(TcpSink.PROBE_MILLIS / 2);
                old.send(Wire.ack(Position.NONE)); // not silent
                driver.expect("acked 0:-1");
                driver.advanceMillis(TcpSink.PROBE_MILLIS / 2);
                driver.poll();
                try (Peer back = first.accept()) {
                    CompletableFuture<Peer.Message> hello = CompletableFuture.supplyAsync(back::read);
                    Await.until(() -> driver.poll() || hello.isDone(), () -> "HELLO");
                    back.send(Wire.welcome(new Wire.Welcome(Position.NONE, 1)));
                    driver.expect("connected 0:-1 1");
                    assertEquals("first.test:" + first.port(), driver.sink.destination());
                }
            }
            driver.nextReport();
        }
    }

    @Test
    void aRuntimeWithoutTheModulesSaysSo() throws Exception {
        String classPath = System.getProperty("java.class.path");
        assertEquals(
                "srv:" + NAME + " needs the JDK's module jdk.naming.dns, which this runtime does not have",
                OtherJvm.printedBy(Asking.class, classPath, "--limit-modules", "java.naming")
                        .strip());
        assertEquals(
                "srv:" + NAME + " needs the JDK's module java.naming, which this runtime does not have",
                OtherJvm.printedBy(Asking.class, classPath, "--limit-modules", "java.base")
                        .strip());
    }

    /** Asks for the records and prints why there are none. */
    static final class Asking {
        public static void main(String[] args) {
            Targets targets = new Targets(
                    List.of(new Endpoint(NAME, 0)),
                    0,
                    InetAddress::getAllByName,
                    name -> new Srv("dns://127.0.0.1:1", WAIT_MILLIS, new Random(1)).find(name),
                    false);
            Set<String> reasons = new LinkedHashSet<>();
            List<Target> found = new ArrayList<>(targets.at(0, reasons));
            System.out.println(found.isEmpty() ? String.join(", ", reasons) : found);
        }
    }
}
