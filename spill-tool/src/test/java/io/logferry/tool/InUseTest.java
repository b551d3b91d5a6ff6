package io.logferry.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logferry.frame.Codec;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands refuse. */
class InUseTest {
    private static final List<String> COMMANDS = List.of("inspect", "verify", "cat", "repair", "replay");

    @TempDir
    Path dir;

    private static Tool run(String command, Path dir) {
        return command.equals("replay") ? Tool.run(command, dir, "--tcp", Application.NOBODY) : Tool.run(command, dir);
    }

    private void assertInUse(Path target) {
        for (String command : COMMANDS) {
            Tool refused = run(command, target);
            assertEquals(ExitCode.IN_USE, refused.exitCode(), command + refused.err());
            assertEquals(1, refused.err().lines().count(), refused.err());
            assertTrue(refused.err().contains(Application.SLOT + " is in use by a running application"), refused.err());
            assertEquals("", refused.out());
        }
        assertTrue(Tool.run("inspect", target, "--json").json().get("inUse").asBoolean());
    }

    @Test
    void aSlotOfThisJvmIsLeftAlone_thatOfAnotherAppenderIsNot() {
        Application application = Application.start(dir, Application.NOBODY);
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(dir.resolve(Application.SLOT).resolve("identity"))) {
            assertTrue(System.nanoTime() < deadlineNanos, "not within 30 s");
            LockSupport.parkNanos(1_000_000);
        }
        application.log(0, 10);
        assertInUse(dir);
        assertInUse(dir.resolve(Application.SLOT));
        application.stop();
        assertEquals(Application.lines(0, 10), Tool.run("cat", dir).events());
    }

    @Test
    void aSlotOfAnotherProcessIsLeftAlone_untilItIsKilled() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggingMain.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals(LoggingMain.READY, out.readLine());
            assertInUse(dir);
            process.destroyForcibly();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(ExitCode.OK, Tool.run("verify", dir).exitCode());
        assertEquals(
                Application.lines(0, LoggingMain.EVENTS), Tool.run("cat", dir).events());
    }

    @Test
    void whatIsNoSlotIsSaidInOneSentence() throws Exception {
        assertRefused(ExitCode.USAGE, dir.resolve("none"), "is not there");
        assertRefused(ExitCode.USAGE, Files.createFile(dir.resolve("file")), "is no directory");
        assertRefused(ExitCode.USAGE, dir, "no slot in DIR=");
        assertRefused(ExitCode.USAGE, Files.createDirectory(dir.resolve("app-FERRY-0")), "no slot in DIR=");
    }

    @Test
    void aFolderWithoutPermissionIsSaidInOneSentence() throws Exception {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        Application.leave(dir, 0, 10, Codec.LZ4);
        Path slot = dir.resolve(Application.SLOT);
        assertTrue(slot.toFile().setReadable(false));
        try {
            assertRefused(ExitCode.IO, slot, "no permission");
        } finally {
            assertTrue(slot.toFile().setReadable(true));
        }
    }

    @Test
    void aSlotOfAnotherUserIsNotChanged_butLookedAt() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may give files away");
        Application.leave(dir, 0, 10, Codec.LZ4);
        Path slot = dir.resolve(Application.SLOT);
        Folders.flip(Folders.files(slot, ".seg").get(0), 100);
        Files.delete(slot.resolve("identity"));
        Files.delete(dir.resolve(Application.SLOT + ".lock"));
        Files.setOwner(
                slot, slot.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        Map<String, String> before = Folders.state(slot);
        for (String command : List.of("repair", "replay")) {
            Tool refused = run(command, dir);
            assertEquals(ExitCode.USAGE, refused.exitCode(), refused.err());
            assertEquals(1, refused.err().lines().count(), refused.err());
            assertTrue(refused.err().contains("run it as nobody, to whom slot folder="), refused.err());
        }
        for (String command : List.of("inspect", "verify", "cat")) {
            assertEquals(ExitCode.DAMAGE, run(command, dir).exitCode());
        }
        assertEquals(ExitCode.DAMAGE, Tool.run("repair", dir, "--dry-run").exitCode());
        assertEquals(before, Folders.state(slot));
        assertEquals(List.of(slot), Folders.files(dir, ""));
        Files.setOwner(slot, Files.getOwner(dir));
        assertEquals(ExitCode.OK, run("repair", dir).exitCode());
    }

    private static void assertRefused(int exitCode, Path target, String sentence) {
        for (String command : COMMANDS) {
            Tool refused = run(command, target);
            assertEquals(exitCode, refused.exitCode(), refused.err());
            assertTrue(refused.err().contains(sentence), refused.err());
            assertEquals(1, refused.err().lines().count(), refused.err());
        }
    }

    @Test
    void wrongOptionsAreWrongUsage() {
        assertEquals(ExitCode.USAGE, Tool.run("inspect").exitCode());
        assertEquals(ExitCode.USAGE, Tool.run("inspect", dir, "--nonsense").exitCode());
        assertEquals(ExitCode.USAGE, Tool.run(new String[0]).exitCode());
        Tool help = Tool.run("--help");
        assertEquals(ExitCode.OK, help.exitCode());
        assertTrue(help.out().contains("replay") && help.out().contains("Exit codes: 0"), help.out());
    }
}
