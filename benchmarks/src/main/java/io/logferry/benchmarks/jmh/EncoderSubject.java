package io.logferry.benchmarks.jmh;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.logferry.frame.RecordEncoder;
import io.logferry.log4j2.HeldEncoding;
import io.logferry.logback.DefaultEncoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntUnaryOperator;
import net.logstash.logback.encoder.LogstashEncoder;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;

/** What writes events as JSON. Immutable. */
public enum EncoderSubject {
    LOGBACK_LOGFERRY("logback-logferry") {
        @Override
        IntUnaryOperator start(ShopEvents shop) {
            List<ILoggingEvent> events = shop.logback(new LoggerContext());
            RecordEncoder<ILoggingEvent> encoder = DefaultEncoding.of("shop");
            ByteBuffer into = ByteBuffer.allocate(MOST_BYTES);
            return index -> {
                encoder.encode(events.get(index), into.clear());
                return into.position();
            };
        }
    },
    /** Into a stream that is used again, as its own TCP appender does. */
    LOGBACK_LOGSTASH("logback-logstash") {
        @Override
        IntUnaryOperator start(ShopEvents shop) {
            LoggerContext context = new LoggerContext();
            List<ILoggingEvent> events = shop.logback(context);
            LogstashEncoder encoder = new LogstashEncoder();
            encoder.setContext(context);
            encoder.start();
            ByteArrayOutputStream into = new ByteArrayOutputStream(MOST_BYTES);
            return index -> {
                into.reset();
                try {
                    encoder.encode(events.get(index), into);
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
                return into.size();
            };
        }
    },
    LOG4J2_LOGFERRY("log4j2-logferry") {
        @Override
        IntUnaryOperator start(ShopEvents shop) {
            return intoBuffer(HeldEncoding.ofDefault("shop", shop.log4j()));
        }
    },
    /** Into the sender's buffer, which is how it makes no garbage. */
    LOG4J2_JSON_TEMPLATE("log4j2-json-template") {
        @Override
        IntUnaryOperator start(ShopEvents shop) {
            String xml = "<Configuration><Appenders><Console name='A'><JsonTemplateLayout "
                    + "eventTemplateUri='classpath:EcsLayout.json'/></Console></Appenders></Configuration>";
            ByteArrayInputStream stream = new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
            XmlConfiguration configuration =
                    new XmlConfiguration(new org.apache.logging.log4j.core.LoggerContext("encoder"), sourceOf(stream));
            configuration.initialize();
            Layout<?> layout = configuration.<ConsoleAppender>getAppender("A").getLayout();
            return intoBuffer(HeldEncoding.of(layout, shop.log4j()));
        }
    };

    private static final int MOST_BYTES = 16_384;

    private final String label;

    EncoderSubject(String label) {
        this.label = label;
    }

    /** Gets ready to write any of these events, again and again; the function takes its index and gives its bytes. */
    abstract IntUnaryOperator start(ShopEvents shop);

    private static ConfigurationSource sourceOf(InputStream stream) {
        try {
            return new ConfigurationSource(stream);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static IntUnaryOperator intoBuffer(HeldEncoding encoding) {
        ByteBuffer into = ByteBuffer.allocate(MOST_BYTES);
        return index -> {
            encoding.encode(index, into.clear());
            return into.position();
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
