package io.logferry.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool as its users start it. */
final class RunnableJarIT {
    @TempDir
    Path dir;

    @TempDir
    Path received;

    private static Process start(String... args) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx32m", "-XX:TieredStopAtLevel=1", "-jar"));
        command.add(Path.of("target", "logferry-spill.jar").toString());
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static Tool run(String... args) throws Exception {
        Process process = start(args);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Tool(process.exitValue(), output, "");
    }

    @Test
    void looksAtASlotAndDeliversIt() throws Exception {
        Application.leave(dir, 0, 100_000, Codec.ZSTD);
        String slots = dir.toString();
        assertEquals(
                100_001,
                new Tool(0, run("verify", slots, "--json").out(), "")
                        .json()
                        .get("records")
                        .asInt());
        try (Receiver receiver = new Receiver(received)) {
            Tool replay = run("replay", slots, "--tcp", receiver.endpoint(), "--no-progress");
            assertEquals("my-app-FERRY-0: acked=100001 rejected=0 corrupt=0 left=0\n", replay.out());
            assertEquals(ExitCode.OK, replay.exitCode());
            Folders.assertSame(Application.lines(0, 100_000), receiver.events());
        }
    }

    @Test
    void aReaderThatGoesAwayEndsItQuietly_andAnInterruptLeavesTheRest() throws Exception {
        Application.leave(dir, 0, 100_000, Codec.LZ4);
        Process cat = new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$0\" -jar target/logferry-spill.jar cat \"$1\" 2>&1 | head -1",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        dir.toString())
                .start();
        String printed = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(Application.line(0) + "\n", printed);

        Process replay = start("replay", dir.toString(), "--tcp", Application.NOBODY);
        try (BufferedReader out = replay.inputReader(StandardCharsets.UTF_8)) {
            lineWith(out, "not connected to the sink");
            replay.toHandle().destroy(); // process.destroy() would close its output
            assertEquals(
                    "my-app-FERRY-0: acked=0 rejected=0 corrupt=0 left=100001, not everything is delivered: what is left"
                            + " stays for next time",
                    lineWith(out, Application.SLOT + ": "));
            assertTrue(replay.waitFor(60, TimeUnit.SECONDS));
            assertEquals(ExitCode.DAMAGE, replay.exitValue());
        } finally {
            replay.destroyForcibly();
        }
        assertEquals(ExitCode.OK, Tool.run("verify", dir).exitCode());
    }

    /** The next one that has this in it: a slow machine gives time to say more. */
    private static String lineWith(BufferedReader out, String text) throws IOException {
        String line = out.readLine();
        while (line != null && !line.contains(text)) {
            line = out.readLine();
        }
        return Objects.requireNonNull(line, "no line with " + text);
    }

    @Test
    void sayWhatItIs() throws Exception {
        assertTrue(run("--version").out().matches("logferry-spill \\d.*\n"));
        assertEquals(ExitCode.USAGE, run("inspect").exitCode());
    }
}
