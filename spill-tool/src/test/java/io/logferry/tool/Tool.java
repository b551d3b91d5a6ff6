package io.logferry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of the command line gave. Immutable.
 *
 * @param exitCode its exit code
 * @param out standard output
 * @param err standard error
 */
record Tool(int exitCode, String out, String err) {
    static Tool run(String command, Path dir, String... options) {
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(List.of(options));
        args.add(dir.toString());
        return run(args.toArray(String[]::new));
    }

    static Tool run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = SpillMain.run(args, out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        return new Tool(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Of the first slot. */
    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out).get("slots").get(0);
        } catch (IOException noJson) {
            throw new IllegalStateException(out, noJson);
        }
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** Without markers. */
    List<String> events() {
        return out.lines().filter(line -> !line.contains("event.action")).toList();
    }
}
