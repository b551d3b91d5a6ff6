package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmxTest extends PipelineStand {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private @Nullable NotificationListener listener;

    /** Has this run, on the thread that does it, whenever this appender's MXBean is registered, or unregistered. */
    private void on(String type, String appender, Runnable call) throws JMException {
        listener = (notification, handback) -> {
            if (notification instanceof MBeanServerNotification change
                    && change.getType().equals(type)
                    && ObjectName.quote(appender).equals(change.getMBeanName().getKeyProperty("appender"))) {
                call.run();
            }
        };
        server.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, listener, null, null);
    }

    @AfterEach
    void removeListener() throws JMException {
        if (listener != null) {
            server.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, listener);
        }
    }

    private Set<String> names(String appender) {
        try {
            ObjectName pattern =
                    new ObjectName("io.logferry:type=Pipeline,appender=" + ObjectName.quote(appender) + ",*");
            return server.queryNames(pattern, null).stream()
                    .map(ObjectName::getCanonicalName)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (javax.management.MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyPipelineIsSeenUnderANumberOfItsOwn_andNoMoreOnceItIsStopped() {
        LogPipeline<String> first = start("J,=*?\"", null);
        LogPipeline<String> second = start("J,=*?\"", null);
        await(() -> names("J,=*?\"").size() == 2);
        assertTrue(first.stop(5_000));
        await(() -> names("J,=*?\"").size() == 1);
        assertTrue(second.stop(5_000));
        await(() -> names("J,=*?\"").isEmpty());
    }

    @Test
    void anAgentThatHoldsUpTheRegistrationHoldsUpNobody_andTheLateBeanIsTakenAway() throws Exception {
        assertHoldsUpNobody(MBeanServerNotification.REGISTRATION_NOTIFICATION, "N");
    }

    @Test
    void anAgentThatHoldsUpTheEndOfTheBeanHoldsUpNobody() throws Exception {
        assertHoldsUpNobody(MBeanServerNotification.UNREGISTRATION_NOTIFICATION, "O");
    }

    private void assertHoldsUpNobody(String type, String appender) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        on(type, appender, () -> {
            called.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        LogPipeline<String> pipeline = start(appender, null);
        await(() -> names(appender).size() == 1);
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> {
            pipeline.replaceListener(new PipelineListener() {});
            return pipeline.stop(5_000);
        });
        try {
            await(() -> called.getCount() == 0);
            await(stopped::isDone);
            assertTrue(stopped.join());
        } finally {
            goOn.countDown();
        }
        await(() -> names(appender).isEmpty());
    }

    @Test
    void whatItsListenersLogIsSuppressed_butNotWhatIsLoggedByThreadsThatTheyStart() throws Exception {
        LogPipeline<String> pipeline = start("P", null);
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CompletableFuture<Boolean> child = new CompletableFuture<>();
        on(MBeanServerNotification.REGISTRATION_NOTIFICATION, "Q", () -> {
            own.complete(pipeline.suppresses());
            new Thread(() -> child.complete(pipeline.suppresses())).start();
        });
        start("Q", null);
        await(child::isDone);
        assertTrue(own.join());
        assertFalse(child.join());
    }

    @Test
    void theAttributesOfOneRequestAreOfOneSnapshot_andAddUp(@TempDir Path dir) throws Exception {
        LogPipeline<String> pipeline = start("K", dir);
        await(() -> names("K").size() == 1);
        ObjectName name = new ObjectName(names("K").iterator().next());
        String[] parts = {"CarriedIn", "Accepted", "Acked", "Dropped", "InRing", "InBatch", "InFlight", "OnDisk"};
        for (int i = 0; i < 100; i++) {
            pipeline.offer("e" + i, Level.INFO);
        }
        await(() -> pipeline.stats().acked() == 100 && pipeline.stats().difference() == 0); // it lags while it runs
        AttributeList values = server.getAttributes(name, parts);
        List<Long> numbers = new ArrayList<>();
        values.asList().forEach(value -> numbers.add((Long) value.getValue()));
        assertEquals(List.of(0L, 100L, 100L, 0L, 0L, 0L, 0L, 0L), numbers);
        PipelineMXBean bean = JMX.newMXBeanProxy(server, name, PipelineMXBean.class);
        assertEquals("K", bean.getAppender());
        assertEquals("app", bean.getSource());
        assertTrue(bean.isSinkUp());
        assertTrue(bean.getSinks()[0].startsWith("up since 20"), bean.getSinks()[0]);
        assertTrue(bean.getSinks()[0].endsWith(": memory"), bean.getSinks()[0]);
        assertTrue(bean.isSpillConfigured());
        assertTrue(bean.isSpillUsable());
        assertEquals(1 << 20, bean.getSpillMaxBytes());
        assertEquals(256, bean.getRingCapacity());
        pipeline.countFailed(Level.WARN);
        assertEquals(1, bean.getDroppedByReason().get("ENCODE_FAILED"));
        sink.down = true;
        await(() -> !bean.isSinkUp());
        assertTrue(bean.getSinks()[0].endsWith(": memory: down"), bean.getSinks()[0]);
    }

    @Test
    void nothingCanBeChanged() throws Exception {
        LogPipeline<String> pipeline = start("L", null);
        await(() -> names("L").size() == 1);
        ObjectName name = new ObjectName(names("L").iterator().next());
        assertEquals(0, server.getMBeanInfo(name).getOperations().length);
        assertFalse(Arrays.stream(server.getMBeanInfo(name).getAttributes()).anyMatch(MBeanAttributeInfo::isWritable));
        assertThrows(
                javax.management.JMException.class,
                () -> server.setAttribute(name, new Attribute("Acked", 1L)),
                pipeline::toString);
    }

    @Test
    void aSpillThatCannotBeUsedIsSeen(@TempDir Path dir) throws Exception {
        LogPipeline<String> pipeline = start("M", Files.createFile(dir.resolve("a-file")));
        await(() -> names("M").size() == 1);
        ObjectName name = new ObjectName(names("M").iterator().next());
        PipelineMXBean bean = JMX.newMXBeanProxy(server, name, PipelineMXBean.class);
        await(() -> !bean.isSpillUsable());
        assertTrue(bean.isSpillConfigured());
        assertEquals(0, pipeline.stats().difference());
    }
}
