package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.frame.Level;
import io.logferry.frame.OtherJvm;
import org.junit.jupiter.api.Test;

/** A runtime that was made, as with jlink, without the modules for JFR and JMX. */
class SmallRuntimeTest {
    @Test
    void aPipelineWorksWithTheBaseModuleAlone() throws Exception {
        String printed = OtherJvm.printedBy(
                SmallRuntimeTest.class, System.getProperty("java.class.path"), "--limit-modules", "java.base");
        assertEquals("delivered=10 warnings=[]", printed.strip());
    }

    public static void main(String[] args) {
        MemorySink sink = new MemorySink();
        RecordingStatus status = new RecordingStatus();
        LogPipeline<String> pipeline = LogPipeline.start(LogPipelineTest.config(sink, null), new TextEncoder(), status);
        for (int i = 0; i < 10; i++) {
            pipeline.offer("e" + i, Level.INFO);
        }
        pipeline.stop(5_000);
        long delivered =
                sink.bodies.stream().filter(body -> body.startsWith("e")).count();
        System.out.println("delivered=" + delivered + " warnings=" + status.warnings);
    }
}
