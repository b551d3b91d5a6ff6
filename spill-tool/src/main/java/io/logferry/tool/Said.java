package io.logferry.tool;

import io.logferry.StatusListener;

/** Passes on what a replay says. The replay's thread. */
record Said(Screen screen) implements StatusListener {
    @Override
    public void info(String message) {
        // a connection is no news
    }

    @Override
    public void warn(String message) {
        screen.say(message);
    }

    @Override
    public void alert(String message) {
        // drops are counted at the end
    }
}
