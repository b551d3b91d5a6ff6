package io.logferry.broker;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The main of a node; by reflection, as the broker's classes are of Scala and not in the compiler's class path. */
final class NodeMain {
    private NodeMain() {}

    /** Takes: file that exists once the data are formatted, server.properties, further arguments of the formatting. */
    public static void main(String[] args) throws ReflectiveOperationException {
        String serverProperties = args[1];
        if (!Files.exists(Path.of(args[0]))) {
            String[] format = Arrays.copyOfRange(args, 2, args.length);
            Object exit = Class.forName("kafka.tools.StorageTool")
                    .getMethod("execute", String[].class, PrintStream.class)
                    .invoke(null, format, System.out);
            if (!exit.equals(0)) {
                throw new IllegalStateException("formatting failed: exit=" + exit);
            }
        }
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object)
                new String[] {serverProperties});
    }
}
