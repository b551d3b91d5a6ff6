package io.logferry.tool;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Main thread. */
@Command(
        name = "logferry-spill",
        description = "Looks at what applications left in their spill.dir, checks it, prints it, delivers it.",
        mixinStandardHelpOptions = true,
        versionProvider = SpillMain.Version.class,
        footer =
                "Exit codes: 0 all is well, 1 damage or not everything delivered, 2 wrong usage, 3 in use, 4 I/O error")
public final class SpillMain {
    private SpillMain() {}

    /** Runs one command and exits, with a code as the package's documentation says. */
    public static void main(String[] args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // Kafka's client: no word about a missing logger
        PrintStream err = System.err;
        System.exit(run(args, new FileOutputStream(FileDescriptor.out), err, isTerminal()));
    }

    static int run(String[] args, OutputStream out, PrintStream err, boolean isTerminal) {
        Screen screen = new Screen(out, err, isTerminal);
        CommandLine line = new CommandLine(new SpillMain())
                .addSubcommand(new InspectCommand(screen))
                .addSubcommand(new VerifyCommand(screen))
                .addSubcommand(new CatCommand(screen))
                .addSubcommand(new ReplayCommand(screen))
                .addSubcommand(new RepairCommand(screen));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((failed, command, parsed) -> failed(failed, screen));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError tooSmall) {
            screen.say("not enough memory, allowed is more: java -Xmx512m -jar ...");
            return ExitCode.IO;
        }
    }

    private static int failed(Exception failed, Screen screen) throws Exception {
        if (failed instanceof OutputException output && output.isReaderGone()) {
            return ExitCode.OK;
        }
        if (failed instanceof Refusal || failed instanceof IOException) {
            screen.say(SlotCommand.sentence(failed));
            return failed instanceof Refusal refusal ? refusal.exitCode : ExitCode.IO;
        }
        throw failed;
    }

    @SuppressWarnings("SystemConsoleNull") // asked for what it says on JDK 17
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // since JDK 22 there may be a console without a terminal
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SpillMain.class.getPackage().getImplementationVersion();
            return new String[] {"logferry-spill " + (version == null ? "(not packaged)" : version)};
        }
    }
}
