package io.logferry.collector;

import io.logferry.frame.Codec;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line. Main thread, but for the shutdown hook. */
@Command(
        name = "logferry-collector",
        description = "Receives application logs over TCP and stores each stream in order as lines.",
        mixinStandardHelpOptions = true,
        versionProvider = CollectorMain.Version.class,
        sortOptions = false)
public final class CollectorMain implements Callable<Integer> {
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = Address.class,
            description = "required: where to listen; port 0 picks a free one")
    private @Nullable InetSocketAddress listen;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "required: where to store; one folder per source is made in it")
    private @Nullable Path dir;

    @Option(
            names = "--roll-bytes",
            paramLabel = "SIZE",
            defaultValue = "256MB",
            converter = Size.class,
            description = "begin a new log at this size, like 64MB or 1GB (default: ${DEFAULT-VALUE})")
    private long rollBytes;

    @Option(
            names = "--roll-hours",
            paramLabel = "HOURS",
            defaultValue = "" + CollectorConfig.ROLL_HOURS,
            converter = Positive.class,
            description = "begin a new log at this age (default: ${DEFAULT-VALUE})")
    private long rollHours;

    @Option(
            names = "--status-seconds",
            paramLabel = "SECONDS",
            defaultValue = "60",
            converter = NotNegative.class,
            description = "how often to print a status line, 0 for never (default: ${DEFAULT-VALUE})")
    private long statusSeconds;

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Spec
    private @Nullable CommandSpec command;

    private CollectorMain() {}

    /** Runs until SIGTERM or SIGINT; exit code 1 if it can't start, 2 for wrong options. */
    public static void main(String[] args) {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
        }
        if (System.getProperty(NO_RENEGOTIATION) == null) { // of TLS 1.2: costs this side much, and nobody needs it
            System.setProperty(NO_RENEGOTIATION, "true");
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new CollectorMain());
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(command).commandLine();
        if (listen == null || dir == null) { // not picocli's to check: it would not name an unknown option then
            String missing = (listen == null ? " --listen=HOST:PORT" : "") + (dir == null ? " --dir=DIR" : "");
            throw new CommandLine.ParameterException(line, "Missing required:" + missing);
        }
        List<String> mistakes = new ArrayList<>();
        CollectorConfig plain = CollectorConfig.of(listen, dir).withRoll(rollBytes, rollHours * 3_600_000);
        CollectorConfig config = tls.applyTo(plain, mistakes);
        if (!mistakes.isEmpty()) {
            throw new CommandLine.ParameterException(line, String.join(System.lineSeparator(), mistakes));
        }
        String noZstd = Codec.ZSTD.whyNotRead();
        if (noZstd != null) {
            line.getErr().println("logferry-collector: frames compressed with zstd can't be taken: " + noZstd);
        }
        Collector collector;
        try {
            collector = Collector.start(config);
        } catch (IOException failed) {
            line.getErr().println("logferry-collector: " + failed.getMessage());
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(collector), "logferry-stop"));
        print("logferry-collector listening on " + listen.getHostString() + ":"
                + collector.address().getPort() + terms(config));
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(statusSeconds == 0 ? Long.MAX_VALUE : statusSeconds, TimeUnit.SECONDS)) {
            print("logferry-collector " + collector.stats());
        }
        return 0;
    }

    /** What a client needs, for the first line. */
    private static String terms(CollectorConfig config) {
        if (config.tls() == null) {
            return "";
        }
        return " over TLS" + (config.tls().trustFile() == null ? "" : " with client certificates")
                + (config.sharedKey() == null ? "" : " with a shared key");
    }

    private static void stop(Collector collector) {
        collector.close();
        print("logferry-collector stopped " + collector.stats());
        Runtime.getRuntime().halt(0); // a signal that was obeyed is success; the JVM's own code would be 128 + signal
    }

    private static void print(String line) {
        PrintStream out = System.out;
        out.println(line);
        out.flush();
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CollectorMain.class.getPackage().getImplementationVersion();
            return new String[] {"logferry-collector " + (version == null ? "(not packaged)" : version)};
        }
    }

    static final class Address implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
                throw new TypeConversionException("'" + text + "' is no HOST:PORT with a port from 0 to 65535");
            }
            return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(port));
        }
    }

    static final class Size implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(KB|MB|GB)?");

        @Override
        public Long convert(String text) {
            Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
            if (!size.matches()) {
                throw new TypeConversionException("'" + text + "' is no size like 65536, 512KB, 64MB or 1GB");
            }
            String unit = size.group(2) == null ? "" : size.group(2);
            int shift = unit.isEmpty() ? 0 : 10 * ("KMG".indexOf(unit.charAt(0)) + 1);
            return Long.parseLong(size.group(1)) << shift;
        }
    }

    static final class Positive implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return number(text, 1);
        }
    }

    static final class NotNegative implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return number(text, 0);
        }
    }

    private static long number(String text, long least) {
        if (!text.matches("[0-9]{1,6}") || Long.parseLong(text) < least) {
            throw new TypeConversionException("'" + text + "' is no number from " + least + " to 999999");
        }
        return Long.parseLong(text);
    }
}
