package io.logferry.log4j2;

import io.logferry.contract.Hooks;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Encodes by its pattern, after the test's hook. */
@Plugin(name = "HookedLayout", category = Node.CATEGORY, elementType = Layout.ELEMENT_TYPE)
public final class HookedLayout extends AbstractStringLayout {
    private final PatternLayout layout;

    private HookedLayout(String pattern) {
        super(StandardCharsets.UTF_8);
        this.layout = PatternLayout.newBuilder()
                .withCharset(StandardCharsets.UTF_8)
                .withPattern(pattern)
                .build();
    }

    @PluginFactory
    public static HookedLayout create(@PluginAttribute("pattern") String pattern) {
        return new HookedLayout(pattern);
    }

    @Override
    public String toSerializable(LogEvent event) {
        Hooks.encoding(event.getMessage().getFormattedMessage());
        return layout.toSerializable(event);
    }

    @Override
    public void encode(LogEvent event, ByteBufferDestination destination) {
        Hooks.encoding(event.getMessage().getFormattedMessage());
        layout.encode(event, destination);
    }
}
