package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.OtherJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frame from a JVM that has zstd-jni, on disk, in one that has not. */
class SessionWithoutZstdTest {
    private static final String FRAME_FILE = "logferry.test.frame";

    @TempDir
    Path dir;

    @Test
    void aFrameThatCantBeDecompressedFailsTheSessionOnceAllBeforeItIsThere_andIsKept() throws Exception {
        Path file = dir.resolve("frame");
        Files.write(file, zstdFrame().bytes());
        String withoutZstd = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("zstd-jni"))
                .collect(Collectors.joining(File.pathSeparator));
        String printed = OtherJvm.printedBy(Main.class, withoutZstd, "-D" + FRAME_FILE + "=" + file);
        String lastLine = printed.lines().reduce("", (before, line) -> line);
        assertEquals(
                "false null, false frame 7:0-0 (" + Files.size(file) + " bytes) can't be decompressed:"
                        + " com.github.luben:zstd-jni is not on the class path",
                lastLine);
    }

    private static Frame zstdFrame() {
        try (SinkDriver frames = driver()) {
            return new FrameEncoder(SinkDriver.STREAM, Codec.ZSTD).compressed(frames.frame("x".repeat(1_000)));
        }
    }

    private static SinkDriver driver() {
        return new SinkDriver(Map.of("bootstrap.servers", "127.0.0.1:1"), "logs");
    }

    /** Run in another JVM: what the session says while a record before it is under way, and after. */
    static final class Main {
        public static void main(String[] args) throws Exception {
            byte[] bytes = Files.readAllBytes(Path.of(System.getProperty(FRAME_FILE)));
            Frame frame = Objects.requireNonNull(Frame.read(bytes, SinkDriver.STREAM));
            var producer = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            var session = new Session(producer, new Records("logs", SinkDriver.STREAM, "shop", () -> 1_000), 0);
            try (SinkDriver frames = driver()) {
                session.send(frames.frame("before"));
                String first = session.send(frame) + " " + session.failure();
                session.poll(0, frames);
                System.out.println();
                System.out.print(first + ", " + session.send(frame) + " " + session.failure());
            }
        }
    }
}
