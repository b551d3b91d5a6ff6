package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.Await;
import io.logferry.contract.TestCollector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An appender that a program starts and stops itself, in ways that go wrong. */
final class StartAndStopTest {
    private final TestCollector collector = new TestCollector();

    @AfterEach
    void closeCollector() {
        collector.close();
    }

    private LogferryBuilder builder() {
        return LogferryAppender.newBuilder()
                .setName("OWN")
                .setSource("shop")
                .setTcpSink(
                        TcpSink.newBuilder().setEndpoints(collector.endpoint()).build());
    }

    private static LogferryAppender built(LogferryBuilder builder) {
        return Objects.requireNonNull(builder.build());
    }

    private static LogEvent event(String message) {
        return Log4jLogEvent.newBuilder()
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage(message))
                .build();
    }

    private static void assertEnded(LogferryAppender appender) {
        assertTrue(appender.isStopped(), appender::toString);
        Await.until(
                () -> Objects.requireNonNull(appender.stats()).settled(),
                () -> "its pipeline was not stopped: " + appender.stats());
    }

    @Test
    void ifAFilterDoesNotStartTheAppenderIsStopped_andHasNoPipeline() {
        LogferryAppender appender = built(builder().setFilter(new AbstractFilter() {
            @Override
            public void start() {
                throw new NoClassDefFoundError("org/example/Missing");
            }
        }));
        appender.start();
        assertEnded(appender);
    }

    @Test
    void ifAFilterDoesNotStopTheAppenderStopsNevertheless_andDelivers() {
        LogferryAppender appender = built(builder().setFilter(new AbstractFilter() {
            @Override
            public boolean stop(long timeout, TimeUnit unit) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
        }));
        appender.start();
        appender.append(event("m"));
        appender.stop();
        assertEnded(appender);
        assertEquals(1, collector.lines().size());
    }

    /** Its first event does not come out of it before the next one has come in. */
    private static final class StuckLayout extends AbstractStringLayout {
        private final CountDownLatch firstIn = new CountDownLatch(1);
        private final CountDownLatch secondIn = new CountDownLatch(1);
        private final CountDownLatch firstWritten = new CountDownLatch(1);

        StuckLayout() {
            super(StandardCharsets.UTF_8);
        }

        @Override
        public String toSerializable(LogEvent event) {
            return event.getMessage().getFormattedMessage();
        }

        @Override
        public void encode(LogEvent event, ByteBufferDestination destination) {
            byte[] text = getBytes(toSerializable(event));
            if (firstIn.getCount() > 0) {
                firstIn.countDown();
                await(secondIn);
                destination.writeBytes(text, 0, text.length);
                firstWritten.countDown();
            } else {
                secondIn.countDown();
                await(firstWritten);
                destination.writeBytes(text, 0, text.length);
            }
        }

        static void await(CountDownLatch latch) {
            Await.until(() -> latch.getCount() == 0, () -> "the other event does not come");
        }
    }

    @Test
    void anAppenderThatStartsAgainHasNothingInCommonWithTheSenderThatItLeftBehind() {
        StuckLayout layout = new StuckLayout();
        LogferryAppender appender = built(builder().setLayout(layout).setShutdownTimeoutMillis("100"));
        appender.start();
        appender.append(event("before"));
        StuckLayout.await(layout.firstIn);
        appender.stop();
        appender.start();
        appender.append(event("after"));
        Await.until(() -> collector.lines().contains("after"), () -> "arrived: " + collector.lines());
        appender.stop();
        assertEnded(appender);
        assertEquals(
                List.of("after"),
                collector.lines().stream()
                        .filter(line -> line.endsWith("after"))
                        .toList());
    }
}
