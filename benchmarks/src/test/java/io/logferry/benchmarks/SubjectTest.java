package io.logferry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubjectTest {
    private static List<Subject> all() {
        return Stream.concat(LogbackSubjects.ALL.stream(), Log4jSubjects.ALL.stream())
                .toList();
    }

    @Test
    void everySubjectIsFoundByItsLabel() {
        for (Subject subject : all()) {
            assertSame(subject, Subject.named(subject.label()));
        }
        assertEquals(all().size(), all().stream().map(Subject::label).distinct().count());
    }

    @Test
    void nothingIsLeftToBeReplacedInAConfiguration() {
        for (Subject subject : all()) {
            assertFalse(subject.xml(4560, true, "").contains("@"), subject.label());
        }
    }
}
