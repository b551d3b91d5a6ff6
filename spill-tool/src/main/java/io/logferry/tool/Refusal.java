package io.logferry.tool;

/** Why a command does not begin, as one sentence. One thread at a time. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    final int exitCode;

    Refusal(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }
}
