package io.logferry.log4j2;

import io.logferry.contract.Hooks;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/** Asks the test's hook. */
@Plugin(name = "HookedFilter", category = Node.CATEGORY, elementType = Filter.ELEMENT_TYPE)
public final class HookedFilter extends AbstractFilter {
    private HookedFilter() {}

    @PluginFactory
    public static HookedFilter create() {
        return new HookedFilter();
    }

    @Override
    public Result filter(LogEvent event) {
        return Hooks.accepts(() -> event.getMessage().getFormattedMessage()) ? Result.NEUTRAL : Result.DENY;
    }
}
