package io.logferry.collector;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The same, over TLS. */
final class ConnectionOverTlsTest extends ConnectionTest {
    private final Certificates certificates;

    ConnectionOverTlsTest(@TempDir Path files) throws IOException {
        certificates = new Certificates(files);
    }

    @Override
    CollectorConfig configure(CollectorConfig plain) {
        return plain.withTls(certificates.config(), null);
    }

    @Override
    Client connect() throws Exception {
        return new Client(certificates.connect(collector.address(), null));
    }
}
