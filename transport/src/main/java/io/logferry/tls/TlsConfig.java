package io.logferry.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which files TLS is made of. Immutable; equal text gives equal objects, and its toString() holds no secret.
 *
 * @param trustFile PEM or PKCS12 with the certificates of those who are trusted to vouch for the other side; null for a
 *     client: the JVM's own, null for a server: clients are not asked for a certificate
 * @param trustPassword of a PKCS12 trustFile
 * @param certificateFile PEM with this side's certificate and those between it and the root, or PKCS12 with the key too;
 *     null for a client that has none
 * @param keyFile PEM with the key, null if it is in the PKCS12
 * @param keyPassword of the key, or of the PKCS12 that it is in
 * @param verifyHostname whether a client compares the server's certificate with the name that it connects to
 */
public record TlsConfig(
        @Nullable Path trustFile,
        @Nullable Secret trustPassword,
        @Nullable Path certificateFile,
        @Nullable Path keyFile,
        @Nullable Secret keyPassword,
        boolean verifyHostname) {
    /** Instead of a trustFile: the certificates that the JVM trusts. */
    public static final String SYSTEM = "system";

    /**
     * Reads a client's texts: {@code trustFile} (a path, or {@link #SYSTEM}), {@code trustPassword} or {@code
     * trustPasswordFile}, {@code certificateFile}, {@code keyFile}, {@code keyPassword} or {@code keyPasswordFile},
     * {@code verifyHostname}. Reads the files too, to see that they can be used. That there is a trustFile is the caller's
     * to see: without one, nobody else should be trusted by mistake.
     *
     * @param names gives such a text's name as messages show it
     * @param mistakes takes what is wrong, each one sentence without a full stop
     * @return null if something is
     */
    public static @Nullable TlsConfig client(
            Map<String, String> texts, UnaryOperator<String> names, List<String> mistakes) {
        return new TlsText(texts, names, mistakes).client();
    }

    /** Reads a server's texts: as {@link #client}, but certificateFile is needed. */
    public static @Nullable TlsConfig server(
            Map<String, String> texts, UnaryOperator<String> names, List<String> mistakes) {
        return new TlsText(texts, names, mistakes).server();
    }
}
