package io.logferry.tool;

/** How a command ends; the highest of several counts. Any thread. */
final class ExitCode {
    static final int OK = 0;
    static final int DAMAGE = 1;
    static final int USAGE = 2;
    static final int IN_USE = 3;
    static final int IO = 4;

    private ExitCode() {}
}
