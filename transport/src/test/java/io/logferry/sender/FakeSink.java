package io.logferry.sender;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A sink whose every answer is given by the test. */
final class FakeSink implements Sink {
    final List<Hello> hellos = new ArrayList<>();
    final List<Object> sent = new ArrayList<>();
    final ArrayDeque<Consumer<SinkListener>> answers = new ArrayDeque<>();
    int disconnects;
    boolean takes = true;

    void connected(Position last) {
        answers.add(listener -> listener.connected(last, 1 << 20));
    }

    void acked(Position last) {
        answers.add(listener -> listener.acked(last));
    }

    void nacked(Nack.Code code, boolean permanent, Frame frame) {
        answers.add(listener -> listener.nacked(new Nack(
                code,
                permanent,
                frame.header().epoch(),
                frame.header().firstSeq(),
                frame.header().recordCount(),
                "as the test says")));
    }

    void rejected(Position record) {
        answers.add(listener -> listener.rejected(record, "as the test says"));
    }

    void disconnected() {
        answers.add(listener -> listener.disconnected("as the test says"));
    }

    Frame frame(int index) {
        return (Frame) sent.get(index);
    }

    @Override
    public void connect(Hello hello) {
        hellos.add(hello);
    }

    @Override
    public boolean send(Frame frame) {
        return takes && sent.add(frame);
    }

    @Override
    public boolean send(LostRange range) {
        return takes && sent.add(range);
    }

    @Override
    public boolean poll(long nowNanos, SinkListener listener) {
        Consumer<SinkListener> answer = answers.poll();
        if (answer == null) {
            return false;
        }
        answer.accept(listener);
        return true;
    }

    @Override
    public String destination() {
        return "fake:1";
    }

    @Override
    public void disconnect() {
        disconnects++;
    }

    @Override
    public void close() {}
}
