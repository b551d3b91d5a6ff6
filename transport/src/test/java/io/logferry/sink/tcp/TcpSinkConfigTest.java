package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.logferry.sink.Endpoint;
import io.logferry.tls.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpSinkConfigTest {
    @Test
    void namesAddressesAndBracketsAreRead() {
        TcpSinkConfig config = TcpSinkConfig.parse("collector-1:4560, 10.0.0.7:1 ,[fe80::1%eth0]:65535,[::1]:4560");
        assertEquals(
                List.of(
                        new Endpoint("collector-1", 4560),
                        new Endpoint("10.0.0.7", 1),
                        new Endpoint("fe80::1%eth0", 65_535),
                        new Endpoint("::1", 4560)),
                config.endpoints());
        assertEquals(
                "TcpSinkConfig[endpoints=[collector-1:4560, 10.0.0.7:1, [fe80::1%eth0]:65535, [::1]:4560],"
                        + " strategy=FAILOVER, tls=null, sharedKey=null]",
                config.toString());
    }

    @Test
    void equalTextGivesEqualObjects() {
        assertEquals(TcpSinkConfig.parse("a:1,b:2"), TcpSinkConfig.parse("a:1,b:2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector",
                "collector:",
                ":4560",
                "collector:x",
                "collector:-1",
                "::1:4560",
                "[::1]",
                "[::1]4560",
                "[::1:4560",
                "[collector]:4560",
                "http://collector:4560",
                "a b:4560",
                "collector:99999999999",
                "a:1:2"
            })
    void whatIsNoEndpointIsNamedWithWhatIsAllowed(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TcpSinkConfig.parse(text));
        assertEquals(
                "endpoint=" + text
                        + " is none, allowed are host:port, [IPv6 address]:port and srv:_service._tcp.domain",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@collector:4560",
                "user:secret@collector:4560",
                "tcp://user:se,cr@et@collector:4560",
                "other:4560,user:secret@collector:4560"
            })
    void aUserIsRefused_withoutAWordOfWhatMayBeThePassword(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TcpSinkConfig.parse(text));
        assertEquals(
                "endpoint=***@collector:4560 is none, allowed are host:port, [IPv6 address]:port and srv:_service._tcp.domain, without a user",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "999999999"})
    void portsOutOfRangeAreNamed(String port) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TcpSinkConfig.parse("collector:" + port));
        assertEquals("port=" + port + " of host=collector, allowed are 1 to 65535", refused.getMessage());
    }

    @Test
    void everyMistakeIsNamed() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TcpSinkConfig.parse("a,b:2,c:0,"));
        assertEquals(
                "endpoint=a is none, allowed are host:port, [IPv6 address]:port and srv:_service._tcp.domain"
                        + "; port=0 of host=c, allowed are 1 to 65535"
                        + "; endpoint= is none, allowed are host:port, [IPv6 address]:port and srv:_service._tcp.domain",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void noEndpointAtAllIsRefused(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TcpSinkConfig.parse(text));
        assertEquals("endpoints= is empty, allowed is host:port,host:port,...", refused.getMessage());
    }

    @Test
    void aServiceIsReadAmongEndpoints() {
        TcpSinkConfig config = TcpSinkConfig.parse("srv:_logferry._tcp.example.com.,collector:4560");
        assertEquals(
                List.of(new Endpoint("_logferry._tcp.example.com", 0), new Endpoint("collector", 4_560)),
                config.endpoints());
        assertEquals("srv:_logferry._tcp.example.com", config.endpoints().get(0).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srv:",
                "srv:example.com",
                "srv:_logferry._tcp",
                "srv:_logferry._udp.example.com",
                "srv:_logferry._tcp.example.com:4560",
                "srv:_logferry._tcp.exam ple.com",
                "srv:_logferry._tcp.a..b",
                "srv:_logferry._tcp.a/b"
            })
    void whatIsNoServiceIsNamedWithWhatIsAllowed(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TcpSinkConfig.parse(text));
        assertEquals(
                "endpoint=" + text
                        + " is none, allowed are host:port, [IPv6 address]:port and srv:_service._tcp.domain",
                refused.getMessage());
    }

    @Test
    void theStrategyIsFailoverUnlessItIsSpread() {
        List<String> mistakes = new ArrayList<>();
        assertEquals(1, lanes(Map.of("endpoints", "a:1,b:2,c:3"), mistakes));
        assertEquals(1, lanes(Map.of("endpoints", "a:1,b:2,c:3", "strategy", "failover"), mistakes));
        assertEquals(3, lanes(Map.of("endpoints", "a:1,b:2,c:3", "strategy", "spread"), mistakes));
        assertEquals(2, lanes(Map.of("endpoints", "srv:_logferry._tcp.example.com", "strategy", "spread"), mistakes));
        assertEquals(List.of(), mistakes);
        assertEquals(0, lanes(Map.of("endpoints", "a:1", "strategy", "Spread"), mistakes));
        assertEquals(List.of("tcpSink.strategy=Spread is not allowed, allowed is failover or spread"), mistakes);
    }

    @Test
    void anythingOfTlsMeansTls() {
        List<String> mistakes = new ArrayList<>();
        TcpSinkConfig config = TcpSinkConfig.parse(Map.of("endpoints", "a:1", "tls.trustFile", "system"), mistakes);
        assertEquals(List.of(), mistakes);
        assertNotNull(Objects.requireNonNull(config).tls());
        assertNull(TcpSinkConfig.parse(Map.of("endpoints", "a:1", "tls.verifyHostname", "true"), mistakes));
        assertEquals(List.of("tcpSink.tls.trustFile is missing, allowed are a file and system"), mistakes);
    }

    @Test
    void aSharedKeyWithoutTlsIsRefused() {
        List<Endpoint> endpoints = List.of(new Endpoint("a", 1));
        Secret key = Secret.ofText("correct horse battery staple");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new TcpSinkConfig(endpoints, TcpSinkConfig.Strategy.FAILOVER, null, key));
        assertEquals("a sharedKey is allowed only with tls, which is not set", refused.getMessage());
    }

    private static int lanes(Map<String, String> texts, List<String> mistakes) {
        TcpSinkConfig config = TcpSinkConfig.parse(texts, mistakes);
        return config == null ? 0 : config.lanes();
    }
}
