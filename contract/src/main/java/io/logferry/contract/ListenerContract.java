package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener of the user's, named in the configuration. */
abstract class ListenerContract extends ContractFixture {
    ListenerContract(Host host) {
        super(host);
        ToldListener.reset(() -> {});
    }

    @AfterEach
    void forgetAction() {
        ToldListener.reset(() -> {});
    }

    private Settings listened() {
        return plain().with("listener", ToldListener.class.getName());
    }

    private static void awaitCall(String beginning) {
        Await.until(
                () -> ToldListener.calls().stream().anyMatch(call -> call.startsWith(beginning)),
                () -> beginning + " is not in " + ToldListener.calls());
    }

    @Test
    void itIsToldWhereThePipelineIsConnected_andItsThreadEndsWithIt() {
        host.configure(listened());
        awaitCall("up " + collector.endpoint());
        host.stop();
        awaitNoOwnThreads();
    }

    @Test
    void itIsToldWhyTheDestinationIsDown_andWhatWasDroppedAtTheStop() {
        String down = downEndpoint();
        host.configure(listened().with("tcpSink.endpoints", down).with("shutdownTimeoutMillis", 200));
        awaitCall("down " + down + ": connect to " + down);
        host.info("never delivered");
        long dropped = stopped().drops().of(DropReason.SHUTDOWN);
        assertTrue(dropped > 0);
        Await.until(
                () -> ToldListener.drops(DropReason.SHUTDOWN) == dropped,
                () -> "of " + dropped + " drops " + ToldListener.drops(DropReason.SHUTDOWN) + " were told");
    }

    @Test
    void whatItLogsReachesNoLogferryAppender() {
        ToldListener.reset(() -> host.info("logged by the listener"));
        host.configure(listened());
        awaitCall("up");
        Await.until(() -> host.stats().suppressed() == 1, () -> host.stats().toString());
        host.info("logged by the application");
        host.stop();
        assertLines("logged by the application");
    }

    @Test
    void itMayStopItsAppender() {
        CountDownLatch stopped = new CountDownLatch(1);
        ToldListener.reset(() -> {
            host.stopAppender();
            stopped.countDown();
        });
        host.configure(listened());
        Await.until(() -> stopped.getCount() == 0, () -> "not stopped");
        Await.until(() -> host.stats().settled(), () -> "not ended: " + host.stats());
        awaitNoOwnThreads();
    }

    @Test
    void anotherConfigurationThatDiffersInTheListenerAlone_keepsThePipeline() {
        host.configure(listened());
        awaitCall("up");
        host.configure(plain());
        host.info("one");
        ToldListener.reset(() -> {});
        host.configure(listened());
        awaitCall("up");
        host.info("two");
        host.stop();
        assertLines("one", "two");
        assertEquals(1, collector.endCount());
        awaitNoOwnThreads();
    }
}
