package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import io.logferry.PipelineStats;
import io.logferry.contract.Call;
import io.logferry.contract.Hooks;
import io.logferry.contract.Host;
import io.logferry.contract.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

/** Logback with one appender FERRY. */
final class LogbackHost implements Host {
    private final LoggerContext context = Contexts.empty();
    private @Nullable LogferryAppender appender;

    /** Encodes by its pattern, after the test's hook. */
    public static final class HookedEncoder extends PatternLayoutEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            Hooks.encoding(event.getFormattedMessage());
            return super.encode(event);
        }
    }

    /** Asks the test's hook. */
    public static final class HookedFilter extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return Hooks.accepts(event::getFormattedMessage) ? FilterReply.NEUTRAL : FilterReply.DENY;
        }
    }

    @Override
    public void configure(Settings settings) {
        context.reset();
        context.start();
        Contexts.configure(context, xml(settings));
        appender = Contexts.ferry(context);
        assertTrue(appender.isStarted(), errors()::toString);
    }

    private static String xml(Settings settings) {
        StringBuilder xml = new StringBuilder("<filter class='" + HookedFilter.class.getName() + "'/>");
        settings.elements().forEach((element, values) -> {
            xml.append(element.isEmpty() ? "" : "<" + element + ">");
            values.forEach((name, value) -> xml.append(element(name, value)));
            xml.append(element.isEmpty() ? "" : "</" + element + ">");
        });
        if (settings.pattern() != null) {
            String type = HookedEncoder.class.getName();
            xml.append("<encoder class='" + type + "'><pattern>" + settings.pattern() + "</pattern></encoder>");
        }
        return xml.toString();
    }

    private static String element(String name, String value) {
        return name.equals("listener")
                ? "<listener class='" + value + "'/>"
                : "<" + name + ">" + value + "</" + name + ">";
    }

    @Override
    public void configureNothing() {
        context.reset();
        appender = null;
        context.getStatusManager().clear(); // which keeps some statuses, with the appenders that told them
    }

    @Override
    public void log(Call call) {
        Logger logger = context.getLogger(call.logger());
        Marker marker = call.tag() == null ? null : marker(call.tag());
        @Nullable Object[] arguments = call.argumentsAndThrown();
        switch (call.level()) {
            case TRACE -> logger.trace(marker, call.message(), arguments);
            case DEBUG -> logger.debug(marker, call.message(), arguments);
            case INFO -> logger.info(marker, call.message(), arguments);
            case WARN -> logger.warn(marker, call.message(), arguments);
            default -> logger.error(marker, call.message(), arguments);
        }
    }

    @SuppressWarnings("deprecation") // references are, but users have them
    private static Marker marker(Call.Tag tag) {
        Marker marker = new BasicMarkerFactory().getMarker(tag.name());
        tag.references().forEach(reference -> marker.add(marker(reference)));
        return marker;
    }

    @Override
    public void logHere(Supplier<String> argument) {
        context.getLogger(Call.LOGGER).info("{}", argument.get());
    }

    @Override
    public void putMdc(String key, @Nullable String value) {
        context.getMDCAdapter().put(key, value);
    }

    @Override
    public void putMdc(Map<@Nullable String, String> all) {
        context.getMDCAdapter().setContextMap(all);
    }

    @Override
    public void clearMdc() {
        context.getMDCAdapter().clear();
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
    }

    @Override
    public PipelineStats stats() {
        return Objects.requireNonNull(ferry().stats());
    }

    @Override
    public Object appender() {
        return ferry();
    }

    @Override
    public List<String> errors() {
        return Contexts.statuses(context, Status.ERROR);
    }

    @Override
    public void onStatus(Runnable listener) {
        context.getStatusManager().add(status -> listener.run());
    }
}
