package io.logferry.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.jvm.Events;
import io.logferry.contract.jvm.Jvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The example, running in a JVM of its own, and its customers. One thread at a time. */
final class Shop implements AutoCloseable {
    /** What a JVM that SIGTERM ended exits with. */
    private static final int TERMINATED = 143;

    /** With the class path of the tests. */
    static final List<String> BOOK_SHOP =
            List.of("-cp", System.getProperty("java.class.path"), BookShop.class.getName());

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    final Jvm jvm;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI uri;

    private Shop(Jvm jvm) {
        this.jvm = jvm;
        jvm.await("Started BookShop");
        Matcher port = PORT.matcher(jvm.output());
        assertTrue(port.find(), jvm::output);
        uri = URI.create("http://127.0.0.1:" + port.group(1));
    }

    /** Returns when it has started, under the Spring Boot that the tests are to run with. */
    static Shop open(Path dir, String... arguments) throws IOException {
        Shop shop = new Shop(jvm(dir, BOOK_SHOP, arguments));
        String version = "(v" + System.getProperty("boot.version") + ")";
        assertTrue(shop.jvm.output().contains(version), shop.jvm::output);
        return shop;
    }

    /** Returns when the runnable jar has started. */
    static Shop openJar(Path jar, Path dir, String... arguments) throws IOException {
        return new Shop(jvm(dir, List.of("-jar", jar.toString()), arguments));
    }

    /**
     * Starts a JVM.
     *
     * @param program options, main class or jar
     */
    static Jvm jvm(Path dir, List<String> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.add("--server.port=0");
        command.add("--logging.pattern.console=@@ [%t] %p %c - %m%nopex%n");
        command.addAll(List.of(arguments));
        return new Jvm(dir, command);
    }

    /** So many customers, all at once. */
    void buy(int customers) {
        List<CompletableFuture<Integer>> answers = IntStream.rangeClosed(1, customers)
                .mapToObj(i -> request("/buy/emma/" + i).build())
                .map(request ->
                        client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::statusCode))
                .toList();
        for (CompletableFuture<Integer> answer : answers) {
            assertEquals(200, answer.join(), jvm::output);
        }
    }

    /** The answer to a GET. */
    String get(String path) {
        HttpResponse<String> answer = send(request(path));
        assertEquals(200, answer.statusCode(), answer::body);
        return answer.body();
    }

    /** POSTs JSON. */
    void post(String path, String json) {
        HttpResponse<String> answer =
                send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
        assertEquals(204, answer.statusCode(), answer::body);
    }

    /** What the application tells Prometheus under this name, with these tags; -1 if nothing. */
    double metric(String nameAndTags) {
        return get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith(nameAndTags + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(nameAndTags.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    /** A list of prices that ends when the customer says so. */
    Upload upload() throws IOException {
        return new Upload(uri.resolve("/prices").toURL());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri.resolve(path));
    }

    /** What it has printed. */
    List<String> events() {
        return events(jvm);
    }

    /** What it has printed. */
    static List<String> events(Jvm jvm) {
        return Events.of(jvm.output().lines());
    }

    /** Waits for the end that SIGTERM brings. */
    void awaitEnd() throws InterruptedException {
        assertEquals(TERMINATED, jvm.awaitExit(), jvm::output);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
