package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.logferry.PipelineStats;
import io.logferry.contract.Await;
import io.logferry.contract.Call;
import io.logferry.contract.ConfigurationFile;
import io.logferry.contract.Host;
import io.logferry.contract.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/** Log4j2 with one appender FERRY. */
final class Log4j2Host implements Host {
    /** Every so many changes of a file, Log4j's own timer is to see it. */
    private static final int TIMED = 25;

    private final LoggerContext context = new LoggerContext("test");
    private final List<Listener> listeners = new ArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private @Nullable LogferryAppender appender;
    private int fileConfigurations;

    /** Passes on what Log4j is told. */
    private record Listener(Level level, Consumer<StatusData> told) implements StatusListener {
        @Override
        public void log(StatusData status) {
            told.accept(status);
        }

        @Override
        public Level getStatusLevel() {
            return level;
        }

        @Override
        public void close() {}
    }

    private void listen(Level level, Consumer<StatusData> told) {
        Listener listener = new Listener(level, told);
        listeners.add(listener);
        StatusLogger.getLogger().registerListener(listener);
    }

    private void noteError(StatusData status) {
        String message = status.getMessage().getFormattedMessage();
        if (!message.contains("log events are being dropped") && !message.contains("drops ended")) {
            errors.add(message);
        }
    }

    @Override
    public void configure(Settings settings) {
        if (listeners.isEmpty()) {
            listen(Level.ERROR, this::noteError);
        }
        Configuration configuration = configure(appender(settings), "<AppenderRef ref='FERRY'/>");
        appender = assertInstanceOf(LogferryAppender.class, configuration.getAppender("FERRY"), errors::toString);
    }

    @Override
    public void configure(Path file, Settings settings) {
        boolean first = !Files.exists(file);
        LogferryAppender before = appender;
        ConfigurationFile.write(file, file(settings));
        if (first) {
            listen(Level.ERROR, this::noteError);
            context.setConfigLocation(file.toUri());
            context.start();
        } else if (fileConfigurations % TIMED != 1) {
            checkFiles();
        }
        Await.until(
                () -> context.getConfiguration().getAppender("FERRY") instanceof LogferryAppender now && now != before,
                () -> "the file's change was not seen: " + errors);
        appender = context.getConfiguration().getAppender("FERRY");
    }

    @Override
    public String file(Settings settings) {
        fileConfigurations++;
        String seconds = fileConfigurations % TIMED == 0 ? "1" : "3600"; // Log4j knows no shorter interval
        return xml("monitorInterval='" + seconds + "'", appender(settings), "<AppenderRef ref='FERRY'/>");
    }

    @Override
    public Class<WebApplication> application() {
        return WebApplication.class;
    }

    /** What the timer does. Asked for by name, because the compiler warns of annotations that its class needs. */
    private void checkFiles() {
        try {
            Object watchManager =
                    Configuration.class.getMethod("getWatchManager").invoke(context.getConfiguration());
            watchManager.getClass().getMethod("checkFiles").invoke(watchManager);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private Configuration configure(String appenders, String references) {
        String xml = xml("", appenders, references);
        try {
            Configuration configuration = new XmlConfiguration(
                    context, new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
            context.start(configuration);
            return configuration;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String xml(String attributes, String appenders, String references) {
        return "<Configuration packages='io.logferry.log4j2' " + attributes + "><Appenders>" + appenders
                + "</Appenders><Loggers><Root level='TRACE'>" + references + "</Root></Loggers></Configuration>";
    }

    private static String appender(Settings settings) {
        StringBuilder attributes = new StringBuilder();
        StringBuilder elements = new StringBuilder("<HookedFilter/>");
        settings.elements().forEach((element, values) -> {
            if (element.isEmpty()) {
                attributes.append(attributes(values));
            } else {
                String plugin = Character.toUpperCase(element.charAt(0)) + element.substring(1);
                elements.append("<" + plugin + attributes(values) + "/>");
            }
        });
        if (settings.pattern() != null) {
            elements.append("<HookedLayout pattern='" + settings.pattern() + "'/>");
        }
        return "<Logferry name='FERRY'" + attributes + ">" + elements + "</Logferry>";
    }

    private static String attributes(Map<String, String> values) {
        StringBuilder attributes = new StringBuilder();
        values.forEach((name, value) -> attributes.append(" " + name + "='" + value + "'"));
        return attributes.toString();
    }

    @Override
    public void configureNothing() {
        Configuration unused = configure("", "");
        appender = null;
    }

    @Override
    public void log(Call call) {
        Logger logger = context.getLogger(call.logger());
        Level level = Level.valueOf(call.level().name());
        Marker marker = call.tag() == null ? null : marker(call.tag());
        @Nullable Object[] arguments = call.argumentsAndThrown();
        if (call.arguments().length == 0 && call.thrown() != null) {
            logger.log(level, marker, call.message(), call.thrown()); // else it would fill a {} in the message
            return;
        }
        switch (arguments.length) {
            case 0 -> logger.log(level, marker, call.message());
            case 1 -> logger.log(level, marker, call.message(), arguments[0]);
            case 2 -> logger.log(level, marker, call.message(), arguments[0], arguments[1]);
            default -> logger.log(level, marker, call.message(), arguments);
        }
    }

    private static Marker marker(Call.Tag tag) {
        Marker marker = MarkerManager.getMarker(tag.name());
        if (!marker.hasParents()) {
            tag.references().forEach(reference -> marker.addParents(marker(reference)));
        }
        return marker;
    }

    @Override
    public void logHere(Supplier<String> argument) {
        context.getLogger(Call.LOGGER).info("{}", argument.get());
    }

    @Override
    public void putMdc(String key, @Nullable String value) {
        ThreadContext.put(key, value);
    }

    @Override
    public void putMdc(Map<@Nullable String, String> all) {
        ThreadContext.putAll(all);
    }

    @Override
    public void clearMdc() {
        ThreadContext.clearMap();
    }

    private LogferryAppender ferry() {
        return Objects.requireNonNull(appender, "not configured");
    }

    @Override
    public void stopAppender() {
        ferry().stop();
    }

    @Override
    public void startAppender() {
        ferry().start();
    }

    @Override
    public void stop() {
        context.stop();
        listeners.forEach(StatusLogger.getLogger()::removeListener);
        listeners.clear();
    }

    @Override
    public PipelineStats stats(Object any) {
        return Objects.requireNonNull(((LogferryAppender) any).stats());
    }

    @Override
    public Object appender() {
        return ferry();
    }

    @Override
    public List<String> errors() {
        return errors;
    }

    @Override
    public void onStatus(Runnable listener) {
        listen(Level.ERROR, status -> listener.run());
    }
}
