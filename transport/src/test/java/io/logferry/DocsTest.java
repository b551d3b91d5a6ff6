package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of this repository is there. */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> DOCUMENTS = List.of(
            "README.md",
            "DESIGN.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
            "docs/kafka.md",
            "docs/operations.md",
            "docs/upgrading.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|Contract|IT))`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void everyTestThatStandsBehindAPromiseExists() throws IOException {
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files =
                Files.find(ROOT, 12, (file, is) -> file.toString().endsWith(".java"))) {
            Set<String> classes =
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            for (String document : DOCUMENTS) {
                Matcher test = TEST.matcher(Files.readString(ROOT.resolve(document)));
                while (test.find()) {
                    if (!classes.contains(test.group(1) + ".java")) {
                        missing.add(document + ": " + test.group(1));
                    }
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyFileThatIsLinkedToExists() throws IOException {
        for (String document : DOCUMENTS) {
            Matcher link = LINK.matcher(Files.readString(ROOT.resolve(document)));
            while (link.find()) {
                Path target = ROOT.resolve(document).resolveSibling(link.group(1));
                assertTrue(Files.exists(target), document + ": " + link.group(1));
            }
        }
    }

    @Test
    void nothingIsLeftToBeFilledIn() throws IOException {
        Pattern placeholder = Pattern.compile("\\b[A-Z]+_(?:GAP|GUARANTEE|ROWS|SECTION|TABLE|TEST)\\b");
        for (String document : DOCUMENTS) {
            assertFalse(
                    placeholder
                            .matcher(Files.readString(ROOT.resolve(document)))
                            .find(),
                    document);
        }
    }
}
