package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several collectors. */
abstract class SpreadContract extends ContractFixture {
    SpreadContract(Host host) {
        super(host);
    }

    private static List<Integer> numbers(TestCollector collector) {
        return collector.lines().stream().map(Integer::valueOf).toList();
    }

    @Test
    void spreadGivesEachCollectorAShare_inOrder_andWithoutOneTheOthersGetAll() {
        TestCollector second = new TestCollector();
        try {
            host.configure(patient()
                    .with("tcpSink.endpoints", collector.endpoint() + "," + second.endpoint())
                    .with("tcpSink.strategy", "spread")
                    .with("batch.maxRecords", 10)
                    .with("batch.lingerMillis", 1));
            int logged = 0;
            while (collector.lines().isEmpty() || second.lines().isEmpty() || logged < 2_000) {
                host.info("{}", logged++);
            }
            int count = logged;
            Await.until(
                    () -> numbers(collector).size() + numbers(second).size() == count,
                    () -> "delivered=" + numbers(collector).size() + "+"
                            + numbers(second).size());
            assertEquals(numbers(collector).stream().sorted().toList(), numbers(collector));
            assertEquals(numbers(second).stream().sorted().toList(), numbers(second));
            List<Integer> early = new ArrayList<>(numbers(second));
            second.close();
            IntStream.range(count, count + 1_000).forEach(number -> host.info("{}", number));
            assertEquals(0, stopped().drops().total());
            early.addAll(numbers(collector));
            assertEquals(count + 1_000, early.stream().distinct().count());
            assertTrue(host.errors().isEmpty(), () -> host.errors().toString());
        } finally {
            second.close();
        }
    }
}
