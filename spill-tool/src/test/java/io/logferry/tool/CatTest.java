package io.logferry.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.frame.Position;
import io.logferry.spill.Journal;
import io.logferry.spill.JournalConfig;
import io.logferry.spill.RealDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.SlotFolder;
import io.logferry.spill.SlotName;
import io.logferry.spill.Sync;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatTest {
    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void eachEventIsOneLineInOrder_whateverTheyAreCompressedWith() {
        Application.leave(dir, 0, 500, Codec.LZ4);
        Application.leave(dir, 500, 600, Codec.ZSTD);
        Application.leave(dir, 600, 700, Codec.NONE);
        Tool run = Tool.run("cat", dir);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        Folders.assertSame(Application.lines(0, 700), run.events());
        assertEquals(703, run.lines().size(), "with three ENDs");
    }

    @Test
    void deliveredOnesArePrintedOnlyIfAskedFor() throws Exception {
        Application.leave(dir, 0, 100, Codec.LZ4);
        Path folder = dir.resolve(Application.SLOT).toRealPath();
        try (SlotFolder slot = Objects.requireNonNull(SlotFolder.open(folder, true))) {
            long epoch = Objects.requireNonNull(slot.identity().content()).epoch();
            slot.write(new SlotFolder.Settled(new Position(epoch, 49), 50, 1));
        }
        Folders.assertSame(Application.lines(50, 100), Tool.run("cat", dir).events());
        Folders.assertSame(
                Application.lines(0, 100), Tool.run("cat", dir, "--all").events());
        assertTrue(Tool.run("cat", dir, "--positions").lines().get(0).matches("\\d+:50 event 50.*"));
    }

    @Test
    void deadLettersArePrintedInsteadIfAskedFor() throws Exception {
        Application.leave(dir, 0, 300, Codec.LZ4);
        Path folder = dir.resolve(Application.SLOT).toRealPath();
        Slot slot = Objects.requireNonNull(Slot.claim(
                new RealDisk(), folder, Objects.requireNonNull(SlotName.parse(Application.SLOT)), 0, warnings::add));
        JournalConfig config = new JournalConfig(1 << 30, 1 << 20, 0, Sync.NONE);
        try (Journal journal = Journal.open(new RealDisk(), slot, config, warnings::add)) {
            Journal.Read.Loaded read = (Journal.Read.Loaded) journal.next(Position.NONE, 0);
            assertTrue(journal.deadLetter(read.frame()));
        } finally {
            slot.release();
        }
        assertEquals(List.of(), warnings);
        Tool run = Tool.run("cat", dir, "--dead-letters");
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        Folders.assertSame(Application.lines(0, run.events().size()), run.events());
        assertTrue(run.events().size() > 10);
        assertEquals(
                run.events().size(),
                Tool.run("inspect", dir, "--json")
                        .json()
                        .get("deadLetters")
                        .get("records")
                        .asInt());
        assertEquals(ExitCode.OK, Tool.run("verify", dir).exitCode());
    }

    @Test
    void anApplicationThatStartsMeanwhileGetsItsSlot_andWhatItDeletesIsPrintedAllTheSame() throws Exception {
        Application.leave(dir, 0, 3_000, Codec.LZ4);
        Path folder = dir.resolve(Application.SLOT).toRealPath();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream slow = new OutputStream() {
            private boolean isFirst = true;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (isFirst) {
                    isFirst = false;
                    Slot slot = Slot.claim(new RealDisk(), dir, "my-app", "FERRY", 0, warnings::add);
                    assertEquals(folder, slot.folder());
                    slot.release();
                    Folders.delete(folder);
                }
                out.write(bytes, offset, length);
            }
        };
        assertEquals(ExitCode.OK, SpillMain.run(new String[] {"cat", dir.toString()}, slow, System.err, false));
        Folders.assertSame(Application.lines(0, 3_000), new Tool(0, out.toString(StandardCharsets.UTF_8), "").events());
    }

    @Test
    void aReaderThatGoesAwayEndsItQuietly_aFullDiskDoesNot() {
        Application.leave(dir, 0, 3_000, Codec.LZ4);
        assertEquals(ExitCode.OK, runInto("Broken pipe"));
        assertEquals(ExitCode.IO, runInto("No space left on device"));
    }

    private int runInto(String failure) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        StringBuilder said = new StringBuilder();
        PrintStream err = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                said.append((char) b);
            }
        });
        int exitCode = SpillMain.run(new String[] {"cat", dir.toString()}, broken, err, false);
        err.flush();
        assertEquals(exitCode == ExitCode.OK ? 0 : 1, said.toString().lines().count(), said.toString());
        return exitCode;
    }
}
