package io.logferry.sink.tcp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server that knows the SRV records of one name, over UDP. Any thread. */
final class TinyDns implements AutoCloseable {
    private static final int NO_SUCH_NAME = 3;
    private static final int SRV = 33;

    /** Its records; their hosts without the dot at the end. */
    final List<Srv.Service> records = new CopyOnWriteArrayList<>();

    private final String name;
    private final DatagramSocket socket;
    volatile boolean silent;

    TinyDns(String name, Srv.Service... records) {
        this.name = name;
        this.records.addAll(List.of(records));
        try {
            socket = new DatagramSocket(0, ScriptedCollector.local(1));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Thread thread = new Thread(this::serve, "tiny-dns");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where it is, as the JDK's DNS client is told. */
    String provider() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket query = new DatagramPacket(new byte[512], 512);
                socket.receive(query);
                byte[] answer = answer(query.getData());
                if (!silent) {
                    socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        int end = 12;
        StringBuilder asked = new StringBuilder();
        while (query[end] != 0) {
            asked.append(asked.length() == 0 ? "" : ".")
                    .append(new String(query, end + 1, query[end], StandardCharsets.US_ASCII));
            end += 1 + query[end];
        }
        boolean isKnown = name.contentEquals(asked);
        List<Srv.Service> found = isKnown ? records : List.of();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2); // the query's number
        out.writeShort(0x8180 | (isKnown ? 0 : NO_SUCH_NAME));
        out.writeShort(1); // one question
        out.writeShort(found.size());
        out.writeInt(0);
        out.write(query, 12, end + 5 - 12); // the question
        for (Srv.Service record : found) {
            out.writeShort(0xC00C); // the question's name
            out.writeShort(SRV);
            out.writeShort(1);
            out.writeInt(0);
            byte[] host = encoded(record.host());
            out.writeShort(6 + host.length);
            out.writeShort(record.priority());
            out.writeShort(record.weight());
            out.writeShort(record.port());
            out.write(host);
        }
        return bytes.toByteArray();
    }

    private static byte[] encoded(String host) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String label : host.isEmpty() ? new String[0] : host.split("\\.", -1)) {
            bytes.write(label.length());
            bytes.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
