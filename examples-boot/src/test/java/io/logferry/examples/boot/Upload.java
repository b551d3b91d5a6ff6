package io.logferry.examples.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** A request whose body comes line by line, and which is under way until it is ended. One thread. */
final class Upload {
    private final HttpURLConnection connection;
    private final OutputStream body;

    Upload(URL url) throws IOException {
        connection = (HttpURLConnection) url.openConnection();
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(0);
        connection.setRequestProperty("Content-Type", "text/plain");
        body = connection.getOutputStream();
    }

    void line(String line) throws IOException {
        body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    /** Ends the body; the answer. */
    String end() throws IOException {
        body.close();
        try (var answer = connection.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
