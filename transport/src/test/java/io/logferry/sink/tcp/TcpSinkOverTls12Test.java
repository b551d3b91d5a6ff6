package io.logferry.sink.tcp;

/** The same over TLS 1.2. */
final class TcpSinkOverTls12Test extends TcpSinkTest {
    @Override
    TestTls tls() {
        return TestTls.of("TLSv1.2");
    }
}
