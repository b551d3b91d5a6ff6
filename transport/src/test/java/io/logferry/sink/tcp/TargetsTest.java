package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.sink.Endpoint;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetsTest {
    /** Every name has three addresses. */
    private static InetAddress[] three(String host) {
        return new InetAddress[] {ScriptedCollector.local(1), ScriptedCollector.local(2), ScriptedCollector.local(3)};
    }

    private static List<String> of(int lane, int order, String endpoints) {
        Targets targets = new Targets(Endpoint.parseAll(endpoints), lane, TargetsTest::three, name -> List.of(), false);
        return targets.at(order, new HashSet<>()).stream()
                .map(target -> target.endpoint() + "/" + target.address().getHostAddress())
                .toList();
    }

    @Test
    void aNameWithSeveralAddressesIsSeveralTargets() {
        assertEquals(List.of("a:1/127.0.0.1", "a:1/127.0.0.2", "a:1/127.0.0.3"), of(0, 0, "a:1,b:2"));
        assertEquals(List.of("b:2/127.0.0.1", "b:2/127.0.0.2", "b:2/127.0.0.3"), of(0, 1, "a:1,b:2"));
    }

    @Test
    void everyLanePrefersAnotherEndpoint_andWithFewerEndpointsAnotherAddress() {
        assertEquals("b:2/127.0.0.1", of(1, 0, "a:1,b:2,c:3").get(0));
        assertEquals("c:3/127.0.0.1", of(2, 0, "a:1,b:2,c:3").get(0));
        assertEquals("a:1/127.0.0.1", of(2, 1, "a:1,b:2,c:3").get(0));
        assertEquals(List.of("a:1/127.0.0.2", "a:1/127.0.0.3", "a:1/127.0.0.1"), of(1, 0, "a:1"));
    }

    @Test
    void theBestOfSrvRecordsIsTheBest_whateverItsPriority() {
        Targets targets = new Targets(
                Endpoint.parseAllAndServices("srv:_logferry._tcp.example.org"),
                0,
                TargetsTest::three,
                name -> List.of(
                        new Srv.Service(10, 1, 1, "a"), new Srv.Service(10, 1, 2, "b"), new Srv.Service(30, 1, 3, "c")),
                false);
        List<Target> found = targets.at(0, new HashSet<>());
        assertTrue(found.get(0).isBest());
        assertTrue(found.get(3).isBest());
        assertFalse(found.get(6).isBest());
        assertTrue(found.get(0).isBetterThan(found.get(6)));
    }

    @Test
    void theAddressesOfOneNameAreAlike() {
        Set<String> reasons = new HashSet<>();
        Targets targets = new Targets(Endpoint.parseAll("a:1,b:2"), 0, TargetsTest::three, name -> List.of(), false);
        List<Target> first = targets.at(0, reasons);
        List<Target> second = targets.at(1, reasons);
        assertFalse(first.get(0).isBetterThan(first.get(1)));
        assertTrue(first.get(2).isBetterThan(second.get(0)));
        assertFalse(second.get(0).isBetterThan(first.get(2)));
        assertTrue(first.get(2).isBest());
        assertFalse(second.get(0).isBest());
    }
}
