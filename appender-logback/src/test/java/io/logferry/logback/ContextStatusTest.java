package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusBase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContextStatusTest {
    private final LoggerContext context = Contexts.empty();
    private final ContextStatus status = new ContextStatus(context, "FERRY");

    private String printedBy(Runnable call) {
        PrintStream stderr = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            call.run();
        } finally {
            System.setErr(stderr);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void troubleIsAWarning_neverAnError() {
        assertEquals("", printedBy(() -> {
            status.info("connected");
            status.warn("disconnected");
        }));
        assertEquals(List.of("connected"), Contexts.statuses(context, Status.INFO));
        assertEquals(List.of("disconnected"), Contexts.statuses(context, Status.WARN));
        assertEquals(List.of(), Contexts.statuses(context, Status.ERROR));
    }

    @Test
    void aStatusListenerThatThrowsDoesNotDisturbWhoTells() {
        context.getStatusManager().add(seen -> {
            throw new NoClassDefFoundError("org/example/Missing");
        });
        status.info("connected");
        status.warn("disconnected");
        assertEquals("", printedBy(() -> status.alert("drops began")));
    }

    @Test
    void anAlertIsPrintedWhereNobodyListens() {
        String line = "io.logferry.logback.LogferryAppender[FERRY]: drops began" + System.lineSeparator();
        assertEquals(line, printedBy(() -> status.alert("drops began")));
        context.getStatusManager().add(seen -> assertEquals(StatusBase.WARN, seen.getLevel()));
        assertEquals("", printedBy(() -> status.alert("drops ended: 7")));
        assertEquals(List.of("drops began", "drops ended: 7"), Contexts.statuses(context, Status.WARN));
    }
}
