package io.logferry.tool;

import io.logferry.sink.SinkConfig;
import io.logferry.sink.kafka.KafkaSinkConfig;
import io.logferry.sink.tcp.TcpSinkConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sink on the command line, by the names that the appenders' configuration has. Main thread. */
final class SinkOptions {
    /** What goes with {@code --tcp-option}: a name that is not known would else be ignored, tls and all. */
    private static final Set<String> TCP_OPTIONS = Set.of(
            "tls.trustFile",
            "tls.trustPassword",
            "tls.trustPasswordFile",
            "tls.certificateFile",
            "tls.keyFile",
            "tls.keyPassword",
            "tls.keyPasswordFile",
            "tls.verifyHostname",
            "sharedKey",
            "sharedKeyFile");

    @Option(names = "--tcp", paramLabel = "HOST:PORT[,...]", description = "send to collectors")
    private @Nullable String endpoints;

    @Option(
            names = "--tcp-option",
            paramLabel = "NAME=VALUE",
            description =
                    "what an appender's tcpSink has besides endpoints, like tls.trustFile=ca.pem; may be repeated")
    private Map<String, String> tcpOptions = new LinkedHashMap<>();

    @Option(names = "--kafka", paramLabel = "HOST:PORT[,...]", description = "send to these bootstrap servers")
    private @Nullable String bootstrapServers;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "required with --kafka")
    private @Nullable String topic;

    @Option(
            names = "--producer-config",
            paramLabel = "NAME=VALUE",
            description = "a property of Kafka's producer; may be repeated")
    private Map<String, String> producerConfig = new LinkedHashMap<>();

    /** The sink; null if something is wrong, which mistakes takes. */
    @Nullable SinkConfig parse(List<String> mistakes) {
        if ((endpoints == null) == (bootstrapServers == null)) {
            mistakes.add("exactly one of --tcp and --kafka is needed");
        } else if (endpoints != null && (topic != null || !producerConfig.isEmpty())) {
            mistakes.add("--topic and --producer-config go with --kafka");
        } else if (bootstrapServers != null && (topic == null || !tcpOptions.isEmpty())) {
            mistakes.add("--kafka needs --topic, and --tcp-option goes with --tcp");
        }
        for (String name : tcpOptions.keySet()) {
            if (!TCP_OPTIONS.contains(name)) {
                mistakes.add("--tcp-option " + name + " is not known, allowed are " + new TreeSet<>(TCP_OPTIONS));
            }
        }
        if (!mistakes.isEmpty()) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        if (endpoints != null) {
            texts.putAll(tcpOptions);
            texts.put("endpoints", endpoints);
            if (tcpOptions.keySet().stream().anyMatch(name -> name.startsWith("tls."))) {
                texts.put("tls", ""); // in a configuration the element itself; without it all would go out in the clear
                if (!tcpOptions.containsKey("tls.trustFile")) {
                    mistakes.add("tcpSink.tls.trustFile is missing, allowed are a file and system");
                }
            }
            return TcpSinkConfig.parse(texts, mistakes);
        }
        producerConfig.forEach((name, value) -> texts.put("producerConfig." + name, value));
        texts.put("bootstrapServers", String.valueOf(bootstrapServers));
        texts.put("topic", String.valueOf(topic));
        return KafkaSinkConfig.parse(texts, mistakes);
    }

    /** All mistakes as one sentence. */
    static String sentence(List<String> mistakes) {
        return String.join("; ", mistakes);
    }
}
