package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.logging.log4j.status.StatusConsoleListener;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users type, right and wrong. */
final class ConfigurationTest extends Log4jFixture {
    /** No listener, for what it is not. */
    public static final class NoListener {}

    private static final String XML = """
            <Configuration>
              <Appenders>
                <Logferry name="FERRY" source="shop" ringCapacity="1024" whenFull="block" blockTimeoutMillis="50"
                          shutdownTimeoutMillis="2000" includeCallerData="false" compression="none" ignoreExceptions="true">
                  <PatternLayout pattern="%level %m%n"/>
                  <ThresholdFilter level="INFO"/>
                  <TcpSink endpoints="@ENDPOINT@"/>
                  <Batch maxBytes="64KB" maxRecords="500" lingerMillis="5"/>
                  <Spill dir="@DIR@" maxBytes="64MB" segmentBytes="4MB" minFreeBytes="1MB" mode="always" sync="none"
                         whenFull="drop-newest"/>
                </Logferry>
              </Appenders>
              <Loggers><Root level="all"><AppenderRef ref="FERRY"/></Root></Loggers>
            </Configuration>
            """;
    private static final String YAML = """
            Configuration:
              Appenders:
                Logferry:
                  name: FERRY
                  source: shop
                  ringCapacity: 1024
                  whenFull: block
                  blockTimeoutMillis: 50
                  shutdownTimeoutMillis: 2000
                  includeCallerData: false
                  compression: none
                  ignoreExceptions: true
                  PatternLayout: {pattern: "%level %m%n"}
                  ThresholdFilter: {level: INFO}
                  TcpSink: {endpoints: "@ENDPOINT@"}
                  Batch: {maxBytes: 64KB, maxRecords: 500, lingerMillis: 5}
                  Spill: {dir: "@DIR@", maxBytes: 64MB, segmentBytes: 4MB, minFreeBytes: 1MB, mode: always, sync: none,
                          whenFull: drop-newest}
              Loggers:
                Root: {level: all, AppenderRef: {ref: FERRY}}
            """;
    private static final String JSON = """
            {"Configuration": {
              "Appenders": {"Logferry": {
                "name": "FERRY", "source": "shop", "ringCapacity": 1024, "whenFull": "block", "blockTimeoutMillis": 50,
                "shutdownTimeoutMillis": 2000, "includeCallerData": false, "compression": "none", "ignoreExceptions": true,
                "PatternLayout": {"pattern": "%level %m%n"},
                "ThresholdFilter": {"level": "INFO"},
                "TcpSink": {"endpoints": "@ENDPOINT@"},
                "Batch": {"maxBytes": "64KB", "maxRecords": 500, "lingerMillis": 5},
                "Spill": {"dir": "@DIR@", "maxBytes": "64MB", "segmentBytes": "4MB", "minFreeBytes": "1MB", "mode": "always",
                          "sync": "none", "whenFull": "drop-newest"}}},
              "Loggers": {"Root": {"level": "all", "AppenderRef": {"ref": "FERRY"}}}}}
            """;
    private static final String PROPERTIES = """
            appender.ferry.type = Logferry
            appender.ferry.name = FERRY
            appender.ferry.source = shop
            appender.ferry.ringCapacity = 1024
            appender.ferry.whenFull = block
            appender.ferry.blockTimeoutMillis = 50
            appender.ferry.shutdownTimeoutMillis = 2000
            appender.ferry.includeCallerData = false
            appender.ferry.compression = none
            appender.ferry.ignoreExceptions = true
            appender.ferry.layout.type = PatternLayout
            appender.ferry.layout.pattern = %level %m%n
            appender.ferry.filter.threshold.type = ThresholdFilter
            appender.ferry.filter.threshold.level = INFO
            appender.ferry.sink.type = TcpSink
            appender.ferry.sink.endpoints = @ENDPOINT@
            appender.ferry.batch.type = Batch
            appender.ferry.batch.maxBytes = 64KB
            appender.ferry.batch.maxRecords = 500
            appender.ferry.batch.lingerMillis = 5
            appender.ferry.spill.type = Spill
            appender.ferry.spill.dir = @DIR@
            appender.ferry.spill.maxBytes = 64MB
            appender.ferry.spill.segmentBytes = 4MB
            appender.ferry.spill.minFreeBytes = 1MB
            appender.ferry.spill.mode = always
            appender.ferry.spill.sync = none
            appender.ferry.spill.whenFull = drop-newest
            rootLogger.level = all
            rootLogger.appenderRef.ferry.ref = FERRY
            """;

    private Path spool() {
        return dir.resolve("spool");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "yaml", "json", "properties"})
    void everyFormatOfLog4jsSaysTheSame(String format) throws Exception {
        String text = switch (format) {
            case "yaml" -> YAML;
            case "json" -> JSON;
            case "properties" -> PROPERTIES;
            default -> XML;
        };
        text = text.replace("@ENDPOINT@", collector.endpoint()).replace("@DIR@", spool().toString());
        start(new LoggerContext(
                "test", null, write("log4j2-test." + format, text).toUri()));
        assertTrue(
                appender("FERRY")
                        .toString()
                        .startsWith(
                                "io.logferry.log4j2.LogferryAppender[name=FERRY, state=STARTED, config=PipelineConfig[name=FERRY, source=shop, ringCapacity=1024, "
                                        + "whenFull=BLOCK, blockTimeoutMillis=50, shutdownTimeoutMillis=2000, codec=NONE, "
                                        + "batch=BatchConfig[maxBytes=65536, maxRecords=500, lingerMillis=5], spill=SpillConfig[dir="
                                        + spool()
                                        + ", maxBytes=67108864, segmentBytes=4194304, minFreeBytes=1048576, mode=ALWAYS, "
                                        + "sync=NONE, whenFull=DROP_NEWEST]"),
                appender("FERRY")::toString);
        logger().debug("filtered");
        logger().info("one");
        assertEquals(List.of("INFO one"), lines());
        assertEquals(List.of(), errors());
        try (Stream<Path> spooled = Files.list(spool())) {
            assertTrue(spooled.findAny().isPresent(), "the spill was used");
        }
    }

    @Test
    void log4jsOwnConfigurationBuilderMakesTheSame() {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.add(builder.newAppender("FERRY", "Logferry")
                .addAttribute("ringCapacity", 64)
                .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%m%n"))
                .addComponent(builder.newComponent("TcpSink").addAttribute("endpoints", collector.endpoint())));
        builder.add(builder.newRootLogger(Level.ALL).add(builder.newAppenderRef("FERRY")));
        LoggerContext built = new LoggerContext("test");
        built.start(builder.build(false));
        context = built;
        logger().info("one");
        assertEquals(List.of("one"), lines());
    }

    @Test
    void aProgramBuildsTheAppenderItself() {
        context = new LoggerContext("test");
        context.start();
        LogferryAppender ferry = Objects.requireNonNull(LogferryAppender.newBuilder()
                .setConfiguration(context.getConfiguration())
                .setName("FERRY")
                .setSource("shop")
                .setTcpSink(
                        TcpSink.newBuilder().setEndpoints(collector.endpoint()).build())
                .setBatch(Batch.newBuilder().setLingerMillis("5").build())
                .setSpill(Spill.newBuilder().setDir(spool().toString()).build())
                .build());
        assertNull(ferry.stats());
        ferry.start();
        context.getConfiguration().addAppender(ferry);
        context.getRootLogger().addAppender(ferry);
        logger().error("one");
        String line = lines().get(0);
        assertTrue(line.contains("\"message\":\"one\"") && line.contains("\"service.name\":\"shop\""), line);
    }

    /** The one ERROR that is ours. */
    private String refusal() {
        List<String> ours = errors().stream()
                .filter(message -> message.startsWith("Appender [FERRY] is not built"))
                .toList();
        assertEquals(1, ours.size(), () -> errors().toString());
        assertNull(context.getConfiguration().getAppender("FERRY"));
        return ours.get(0);
    }

    @Test
    void allThatIsWrongIsNamedInOneError() {
        start(appenders("""
                <Logferry name='FERRY' whenFull='wait' ringCapcity='64' ignoreExceptions='no' includeCallerData='${nope}'>
                  <TcpSink endpoints='one, two:x' endpoint='a:1'/>
                  <TcpSink endpoints='localhost:4560'/>
                  <KafkaSink bootstrapServers='kafka:9092'><Property name='acks'>0</Property></KafkaSink>
                  <Spill maxBytes='ten' folder='/tmp'/>
                  <Batch lingerMilis='5'/>
                  <Console name='C'/>
                  <queueSize>17</queueSize>
                </Logferry>"""));
        String refusal = refusal();
        for (String mistake : List.of(
                "whenFull=wait is not allowed, allowed is drop or block",
                "not known is queueSize, ringCapcity, Console, allowed is Batch, KafkaSink, ",
                "ignoreExceptions=no is not allowed, allowed is true or false",
                "includeCallerData=${nope} contains a variable that is not defined",
                "TcpSink is given twice, allowed is one",
                "not known is tcpSink.endpoint, allowed is Tls, endpoints, ",
                "tcpSink.endpoints: ",
                "tcpSink and kafkaSink are given, allowed is one sink",
                "kafkaSink.topic is missing",
                "acks",
                "spill.dir is missing; if one was given, Log4j has told before why it left it out;",
                "spill.maxBytes=ten is not allowed",
                "not known is spill.folder, allowed is dir, maxBytes, ",
                "not known is batch.lingerMilis, allowed is lingerMillis, maxBytes, maxRecords")) {
            assertTrue(refusal.contains(mistake), () -> mistake + " is not in " + refusal);
        }
        assertFalse(refusal.contains("\n"), refusal);
    }

    @Test
    void withoutASinkOrANameItIsRefused() {
        start(appenders("<Logferry name='FERRY'/>"));
        assertTrue(refusal().contains("a sink, for example tcpSink, is missing"), refusal());
        assertNull(LogferryAppender.newBuilder().build());
        String last = errors().get(errors().size() - 1);
        assertTrue(last.contains("the appender's name is missing"), last);
    }

    @Test
    void secretsOfTheKafkaProducerAreNotShown() {
        start(appenders("<Logferry name='FERRY'><KafkaSink bootstrapServers='k:1' topic='t'>"
                + "<Property name='ssl.key.password'>${env:NOPE_SECRET_geheim}</Property>"
                + "<Property name='acks'>0</Property></KafkaSink></Logferry>"));
        assertTrue(refusal().contains("ssl.key.password"), refusal());
        assertFalse(refusal().contains("geheim"), refusal());
    }

    @Test
    void theKafkaSinksPropertiesComeThrough() {
        start(appenders("<Logferry name='FERRY'><KafkaSink bootstrapServers='localhost:1' topic='t'>"
                + "<Property name='linger.ms'>20</Property></KafkaSink></Logferry>"));
        assertTrue(appender("FERRY").toString().contains("producerConfig=[linger.ms]"), appender("FERRY")::toString);
        assertNotNull(KafkaSink.newBuilder()
                .setBootstrapServers("k:1")
                .setTopic("t")
                .setProperties(Property.createProperty("linger.ms", "20"))
                .build());
    }

    /** Log4j tells on DEBUG what it builds an appender from. */
    @Test
    void elementsAreToldByTheirNames() {
        List<String> told = new CopyOnWriteArrayList<>();
        StatusListener listener = new StatusConsoleListener(Level.DEBUG, System.out) {
            @Override
            public void log(StatusData data) {
                told.add(data.getMessage().getFormattedMessage());
            }
        };
        StatusLogger.getLogger().registerListener(listener);
        start(xml("", "<Batch lingerMillis='5'/><Spill dir='" + spool() + "'/>"));
        StatusLogger.getLogger().removeListener(listener);
        List<String> building = told.stream()
                .filter(text -> text.startsWith("LogferryBuilder("))
                .toList();
        assertEquals(1, building.size(), told::toString);
        assertFalse(building.get(0).matches(".*log4j2\\.\\w+@.*"), building::toString);
    }

    @Test
    void log4jsDescriptorAndGraalVmsMetadataNameAllElements() throws IOException {
        String graal =
                resource("META-INF/native-image/log4j-generated/io.logferry/logferry-log4j2/reflect-config.json");
        String descriptor = resource("META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat");
        for (Class<?> element :
                List.of(LogferryAppender.class, TcpSink.class, Tls.class, KafkaSink.class, Spill.class, Batch.class)) {
            assertTrue(graal.contains('"' + element.getName() + '"'), graal);
            assertTrue(descriptor.contains(element.getName()), descriptor);
        }
        assertTrue(graal.contains('"' + LogferryBuilder.class.getName() + '"'), graal);
    }

    /** Ours, not Log4j's of the same name, nor that of the tests. */
    private static String resource(String name) throws IOException {
        String classes = LogferryAppender.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return Files.readString(Path.of(classes, name), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"org.example.NoSuchListener", "io.logferry.log4j2.ConfigurationTest$NoListener", "", "no class"})
    void aListenerThatCannotBeMadeIsRefused(String name) {
        start(xml("listener='" + name + "'", ""));
        assertNull(context.getConfiguration().getAppender("FERRY"));
        String allowed = "allowed is the name of a class that implements io.logferry.PipelineListener and has a public"
                + " constructor without parameters";
        assertTrue(
                errors().stream().anyMatch(e -> e.contains("listener=" + name + " is not") && e.contains(allowed)),
                errors()::toString);
    }
}
