package io.logferry.logback;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import io.logferry.ConfigText;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sees what Logback only mentions while it configures an appender and then goes on without: elements that do not exist,
 * an encoder or a filter that cannot be made. Configuring thread only: statuses of other threads are not about this appender.
 */
final class ConfigurationWatch implements StatusListener {
    private static final Pattern UNKNOWN =
            Pattern.compile("Ignoring unknown property \\[(.+)] in \\[(io\\.logferry\\..+)]");

    private final Thread configuring = Thread.currentThread();
    private final ConfigText text;

    ConfigurationWatch(ConfigText text) {
        this.text = text;
    }

    @Override
    public void addStatusEvent(Status status) {
        if (Thread.currentThread() != configuring || status.getMessage() == null) {
            return;
        }
        Matcher unknown = UNKNOWN.matcher(status.getMessage());
        if (unknown.matches()) {
            text.addMistake(unknown.group(1) + " is no element here, allowed are " + elementsOf(unknown.group(2)));
        } else if (status.getLevel() == Status.ERROR && status.getMessage().startsWith("Could not ")) {
            text.addMistake(status.getMessage());
        }
    }

    private static String elementsOf(String className) {
        try {
            return Arrays.stream(Class.forName(className).getDeclaredMethods())
                    .map(method -> method.getName())
                    .filter(name -> name.matches("(set|add)[A-Z].*") && !name.matches("set(Context|Name)"))
                    .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (ClassNotFoundException e) {
            return "those of " + className;
        }
    }
}
