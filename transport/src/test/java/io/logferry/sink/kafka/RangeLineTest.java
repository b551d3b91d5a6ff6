package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RangeLineTest {
    private static final UUID STREAM = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final LostRange LOST = new LostRange(DropReason.SPILL_FULL, 7, 10, 19);
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Test
    void theLineHasTheFieldsThatTheCollectorWrites() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("@timestamp", "2025-11-20T10:59:33.123Z");
        expected.put("log.level", "WARN");
        expected.put("message", "lost 10 records 7:10 to 7:19, reason SPILL_FULL");
        expected.put("ecs.version", "8.11");
        expected.put("service.name", "shop");
        expected.put("event.action", "logferry.loss");
        expected.put("logferry.stream", STREAM.toString());
        expected.put("logferry.epoch", "7");
        expected.put("logferry.from", "10");
        expected.put("logferry.to", "19");
        expected.put("logferry.reason", "SPILL_FULL");
        expected.put("logferry.count", "10");
        assertEquals(expected, fields("shop"));
    }

    @Test
    void aSourceOfAnyCharactersIsReadBack_loneSurrogatesAsQuestionMarks() throws IOException {
        StringBuilder any = new StringBuilder();
        for (char c = 0; c < 0x2100; c++) {
            any.append(c);
        }
        any.append("\ud83d\ude80").append("\uffff");
        assertEquals(any.toString(), fields(any.toString()).get("service.name"));
        assertEquals("a?z?", fields("a\ud800z\udc00").get("service.name"));
    }

    @Test
    void aSourceWithNewlinesStaysOneLine() {
        assertFalse(new String(line("a\r\nb"), StandardCharsets.UTF_8).contains("\n"));
    }

    private static byte[] line(String source) {
        return RangeLine.of(LOST, STREAM, source, 1_763_636_373_123L);
    }

    private static Map<String, String> fields(String source) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line(source))) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
                fields.put(parser.currentName(), parser.getText());
            }
            assertEquals(JsonToken.END_OBJECT, parser.currentToken());
            assertEquals(null, parser.nextToken());
        }
        return fields;
    }
}
