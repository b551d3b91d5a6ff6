package io.logferry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalsTest {
    @TempDir
    Path dir;

    @Test
    void whatIsInNoFileNeverArrived_andWhatIsTwiceInThemIsARepeat() throws IOException {
        Path source = Files.createDirectory(dir.resolve("shop"));
        Files.writeString(source.resolve("a-1.log"), line(0) + line(1) + line(3));
        Files.writeString(source.resolve("a-2.log"), line(3) + line(4) + "{\"event.action\":\"logferry.end\"}\n");
        Files.writeString(source.resolve("a-2.idx"), line(2));
        assertEquals(new Arrivals(2, 1), Arrivals.read(dir, 6));
    }

    private static String line(int number) {
        return "{\"message\":\"Order " + number + " accepted, 3 items reserved in the warehouse within 1 ms\"}\n";
    }
}
