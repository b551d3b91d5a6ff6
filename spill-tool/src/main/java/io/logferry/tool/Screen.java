package io.logferry.tool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Where commands write: what was asked for to one stream, sentences and progress to the other. One thread at a
 * time, but where it says otherwise. */
final class Screen {
    private final OutputStream out;
    private final PrintStream err;
    private final boolean isTerminal;

    /**
     * Takes the streams.
     *
     * @param isTerminal whether somebody looks at err
     */
    Screen(OutputStream out, PrintStream err, boolean isTerminal) {
        this.out = new BufferedOutputStream(out, 64 * 1024);
        this.err = err;
        this.isTerminal = isTerminal;
    }

    void line(String text) throws OutputException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    void write(byte[] bytes, int length) throws OutputException {
        try {
            out.write(bytes, 0, length);
        } catch (IOException failed) {
            throw new OutputException(failed);
        }
    }

    void json(List<?> slots) throws OutputException {
        JsonMapper mapper = JsonMapper.builder()
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .build();
        try {
            mapper.writerWithDefaultPrettyPrinter().writeValue(out, Map.of("slots", slots));
            out.write('\n');
        } catch (IOException failed) {
            throw new OutputException(failed);
        }
    }

    void flush() throws OutputException {
        try {
            out.flush();
        } catch (IOException failed) {
            throw new OutputException(failed);
        }
    }

    /** Says a sentence. Any thread. */
    void say(String sentence) {
        err.println((isTerminal ? Progress.CLEAR_LINE : "") + "logferry-spill: " + sentence);
    }

    /** Begins a bar that somebody sees, or none. */
    Progress progress(String task, String unit, long unitSize, long max) {
        return isTerminal ? Progress.shown(err, task, unit, unitSize, max) : Progress.NONE;
    }

    boolean isTerminal() {
        return isTerminal;
    }
}
