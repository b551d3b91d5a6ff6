package io.logferry.collector;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream: what its connections sent, in order, and which connection owns it. The methods without a group are for any
 * thread and only add to the work; the work is done by one storage thread at a time.
 */
final class Stream implements StorageThreads.Task {
    private static final System.Logger LOG = System.getLogger("io.logferry.collector");
    private static final int MAX_STEPS = 1024;
    /** So many refusals in a row end a connection. */
    private static final int MAX_NACKS = 3;

    @FunctionalInterface
    private interface Step {
        void run(GroupBuffer group) throws IOException;
    }

    private final StreamFiles files;
    private final UUID id;
    private final StreamStore store;
    private final StorageThreads threads;
    private final Counters counters;
    private final long retryNanos;
    private final Consumer<Stream> whenIdle;

    private final Deque<Step> steps = new ArrayDeque<>(); // guards itself and scheduled
    private boolean scheduled;

    // the storage thread that runs the stream
    private @Nullable Connection owner;
    private MarkerLines markers;
    private long ownerEpoch;
    /** A HELLO that is in no file yet: it goes before the first frame or range. */
    private @Nullable Hello unwritten;

    private @Nullable Position refused;
    private Position nackedAfter = Position.NONE;
    private int nacks;
    private @Nullable Intake intake;
    private long chargeBytes;
    private boolean failing;
    private long failedNanos;

    /**
     * A stream that knows nothing yet.
     *
     * @param whenIdle called when this object knows nothing that the files don't; {@link #isIdle} must still be asked
     */
    Stream(
            StreamFiles files,
            CollectorConfig config,
            Limits limits,
            StorageThreads threads,
            Counters counters,
            Consumer<Stream> whenIdle) {
        this.files = files;
        this.whenIdle = whenIdle;
        this.id = files.streamId();
        this.store = new StreamStore(files, config);
        this.threads = threads;
        this.counters = counters;
        this.retryNanos = limits.storageRetryMillis() * 1_000_000;
        this.markers = new MarkerLines("", id);
    }

    void join(Connection from, Hello hello) {
        add(group -> join(from, hello, group));
    }

    void frame(Connection from, byte[] bytes, long charge) {
        add(group -> {
            if (isOwner(from, charge)) {
                take(bytes, group);
            }
        });
    }

    void range(Connection from, LostRange range, long charge) {
        add(group -> {
            if (isOwner(from, charge)) {
                take(range, group);
            }
        });
    }

    void leave(Connection from) {
        add(group -> {
            commit(group);
            owner = owner == from ? null : owner;
            rest();
        });
    }

    /** Tries again to close the files of a stream without a connection. */
    void retryRest() {
        add(group -> {
            commit(group);
            rest();
        });
    }

    private void rest() throws IOException {
        if (owner == null) {
            store.rest();
        }
    }

    void close() {
        add(group -> {
            commit(group);
            owner = null;
            store.close();
        });
    }

    /** Deletes what nobody needs any more of the files with these numbers, if the stream has no connection. */
    void tidy(List<Long> indexes, long noContactSinceMillis) {
        add(group -> {
            commit(group);
            if (owner == null) {
                store.tidy(indexes, noContactSinceMillis);
            }
        });
    }

    StreamFiles files() {
        return files;
    }

    /** Tells whether no step is left. */
    boolean isIdle() {
        synchronized (steps) {
            return steps.isEmpty();
        }
    }

    private void add(Step step) {
        synchronized (steps) {
            steps.add(step);
            if (!scheduled) {
                scheduled = true;
                threads.ready(this);
            }
        }
    }

    @Override
    public void runOnce(GroupBuffer group) {
        for (int i = 0; i < MAX_STEPS && (intake == null || !group.isFull()); i++) {
            Step step;
            synchronized (steps) {
                step = steps.poll();
            }
            if (step == null) {
                break;
            }
            try {
                step.run(group);
            } catch (IOException | RuntimeException | Error failed) {
                fail(owner, failed);
            }
        }
        commit(group);
        if (owner == null && !store.isLoaded() && !failedLately()) {
            whenIdle.accept(this);
        }
        synchronized (steps) {
            scheduled = !steps.isEmpty();
            if (scheduled) {
                threads.ready(this);
            }
        }
    }

    private void join(Connection from, Hello hello, GroupBuffer group) {
        commit(group);
        if (failedLately()) {
            from.refuse(new Nack(Nack.Code.STORAGE, false, hello.epoch(), 0, 0, "storage failed a moment ago"));
            return;
        }
        try {
            admit(from, hello, group);
        } catch (IOException | RuntimeException | Error failed) {
            fail(from, failed); // whoever owns the stream: the newcomer waits for an answer
        }
    }

    private void admit(Connection from, Hello hello, GroupBuffer group) throws IOException {
        store.load();
        long highest = Math.max(store.state().helloEpoch(), unwritten == null ? 0 : unwritten.epoch());
        if (hello.epoch() < highest) {
            String text = "epoch=" + hello.epoch() + " is below the highest seen, " + highest;
            from.refuse(new Nack(Nack.Code.FENCED, true, hello.epoch(), 0, 0, text));
            return;
        }
        Connection before = owner;
        if (before != null) {
            before.supersede();
        }
        owner = from;
        ownerEpoch = hello.epoch();
        refused = null;
        nacks = 0;
        markers = new MarkerLines(hello.source(), id);
        StreamState known = store.state();
        boolean isNews = hello.epoch() > known.helloEpoch() || hello.base().compareTo(known.last()) > 0;
        unwritten = isNews ? hello : null;
        if (isNews && !known.equals(StreamState.NEW)) { // who only says HELLO, with ever new streams, gets no files
            begin(group);
        }
        if (write(group)) {
            from.welcome(last());
        }
    }

    private Position last() {
        Position stored = store.state().last();
        Hello hello = unwritten;
        return hello == null || hello.base().compareTo(stored) < 0 ? stored : hello.base();
    }

    private boolean failedLately() {
        return failing && System.nanoTime() - failedNanos < retryNanos;
    }

    private boolean isOwner(Connection from, long charge) {
        if (from != owner) {
            from.free(charge); // it was refused or superseded after it sent this
            return false;
        }
        chargeBytes += charge;
        return true;
    }

    private void take(byte[] bytes, GroupBuffer group) throws IOException {
        Frame frame = Frame.read(bytes, id);
        if (frame == null) {
            FrameHeader header = FrameHeader.read(bytes, 0, id);
            Nack nack = header == null
                    ? new Nack(Nack.Code.CHECKSUM, false, ownerEpoch, 0, 0, "the frame's header is damaged")
                    : nack(Nack.Code.CHECKSUM, header, "the frame's payload is damaged");
            refuseOwner(nack, group);
            return;
        }
        FrameHeader header = frame.header();
        if (header.epoch() > ownerEpoch) {
            refuseOwner(nack(Nack.Code.REFUSED, header, "the frame's epoch is above HELLO's"), group);
            return;
        }
        String unreadable = header.codec().whyNotRead();
        if (unreadable != null) {
            refuseOwner(new Nack(Nack.Code.STORAGE, false, ownerEpoch, 0, 0, unreadable), group);
            return;
        }
        switch (begin(group).add(frame)) {
            case TAKEN -> refused = null;
            case GAP -> nackOwner(nack(Nack.Code.GAP, header, gapText(group)), group);
            case MALFORMED -> nackOwner(nack(Nack.Code.MALFORMED, header, "the records do not add up"), group);
        }
    }

    private void take(LostRange range, GroupBuffer group) throws IOException {
        int count = (int) Math.min(Integer.MAX_VALUE, range.count());
        if (range.epoch() > ownerEpoch) {
            String text = "the range's epoch is above HELLO's";
            refuseOwner(new Nack(Nack.Code.REFUSED, true, range.epoch(), range.fromSeq(), count, text), group);
        } else if (begin(group).add(range) == Intake.Outcome.TAKEN) {
            refused = null;
        } else {
            nackOwner(new Nack(Nack.Code.GAP, false, range.epoch(), range.fromSeq(), count, gapText(group)), group);
        }
    }

    private static String gapText(GroupBuffer group) {
        return "expected what follows " + group.state().last();
    }

    private static Nack nack(Nack.Code code, FrameHeader header, String text) {
        boolean permanent = code == Nack.Code.MALFORMED || code == Nack.Code.REFUSED;
        return new Nack(code, permanent, header.epoch(), header.firstSeq(), header.recordCount(), text);
    }

    /**
     * Says once that numbers are refused; what was in flight behind them is passed over without a word. Who is refused
     * again and again, and brings nothing new in between, has to connect anew.
     */
    private void nackOwner(Nack nack, GroupBuffer group) {
        Position first = new Position(nack.epoch(), nack.firstSeq());
        Position before = refused;
        if (before != null && first.compareTo(before) > 0) {
            return;
        }
        refused = first;
        Position last = group.state().last();
        nacks = last.equals(nackedAfter) ? nacks + 1 : 1;
        nackedAfter = last;
        Connection to = owner;
        if (nacks == MAX_NACKS) {
            refuseOwner(nack, group);
        } else if (commit(group) && to != null) {
            to.nack(nack);
        }
    }

    private void refuseOwner(Nack nack, GroupBuffer group) {
        Connection to = owner;
        if (commit(group) && to != null) {
            to.refuse(nack);
            owner = null;
        }
    }

    private Intake begin(GroupBuffer group) throws IOException {
        Intake current = intake;
        if (current == null) {
            store.begin(group);
            current = new Intake(group, markers);
            intake = current;
            Hello hello = unwritten;
            if (hello != null) {
                current.addHello(hello.epoch(), hello.base());
            }
        }
        return current;
    }

    /** Makes the group durable and acknowledges it; false if that failed. */
    private boolean commit(GroupBuffer group) {
        Connection to = owner;
        if (to == null || (intake == null && chargeBytes == 0)) {
            return true;
        }
        if (!write(group)) {
            return false;
        }
        to.stored(last(), chargeBytes);
        chargeBytes = 0;
        return true;
    }

    private boolean write(GroupBuffer group) {
        Intake current = intake;
        if (current == null) {
            return true;
        }
        try {
            store.commit(group);
        } catch (IOException | RuntimeException | Error failed) {
            fail(owner, failed);
            return false;
        }
        intake = null;
        unwritten = null;
        current.countInto(counters);
        if (failing && group.lineBytes().hasRemaining()) {
            failing = false;
            LOG.log(Level.INFO, "stream {0} is stored again", id);
        }
        return true;
    }

    private void fail(@Nullable Connection to, Throwable failure) {
        counters.storageErrors.increment();
        failedNanos = System.nanoTime();
        intake = null;
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, "stream {0} could not be stored, its connection is closed: {1}", id, failure);
        }
        if (to != null) {
            to.free(chargeBytes);
            to.refuse(new Nack(Nack.Code.STORAGE, false, ownerEpoch, 0, 0, "the frames could not be stored now"));
        }
        chargeBytes = 0;
        owner = to == owner ? null : owner;
    }
}
