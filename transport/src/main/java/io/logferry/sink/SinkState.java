package io.logferry.sink;

/**
 * Whether a destination takes records, as its sender sees it. Immutable; holds no secret.
 *
 * @param up whether it is connected and acknowledges what it is sent
 * @param sinceEpochMillis since when, in milliseconds since 1970
 * @param reason why it is down, the same clause as in the status line; empty while it is up
 * @param destination where it is connected to, or was last; before the first connection, all that is configured
 */
public record SinkState(boolean up, long sinceEpochMillis, String reason, String destination) {
    /** Why a sink is down that was not tried yet. */
    public static final String UNTRIED = "not connected yet";

    /** Tells whether it was neither up nor failed so far. */
    public boolean isUntried() {
        return reason.equals(UNTRIED);
    }
}
