package io.logferry.sink.tcp;

/** The same over TLS 1.3. */
final class TcpSinkOverTls13Test extends TcpSinkTest {
    @Override
    TestTls tls() {
        return TestTls.of("TLSv1.3");
    }
}
