package io.logferry.sink.tcp;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one clause what Java's TLS says in many exceptions. Any thread. */
final class TlsFailure {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    private static final Pattern ABOUT_CERTIFICATES = Pattern.compile("\\w*certificate\\w*|unknown_ca|access_denied");
    private static final Pattern NOT_TLS = Pattern.compile("(?i)unrecognized ssl message|plaintext connection");
    private static final Pattern OTHER_NAME = Pattern.compile("No (subject alternative|name matching).*");

    private TlsFailure() {}

    /** Tells why it failed, as a clause that follows the endpoint's name; null if that has nothing to do with TLS. */
    static @Nullable String reason(IOException failure) {
        if (!(failure instanceof SSLException)) {
            return null;
        }
        String said = String.valueOf(failure.getMessage());
        Matcher alert = ALERT.matcher(said);
        if (alert.find()) {
            return alert(alert.group(1));
        }
        if (said.equals(TlsChannel.CLOSED_IN_HANDSHAKE)) {
            return "closed the connection in the TLS handshake: is this the collector's plaintext port?";
        }
        if (NOT_TLS.matcher(said).find()) {
            return "does not speak TLS: is this the collector's plaintext port?";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = certificate(cause);
            if (reason != null) {
                return reason;
            }
        }
        return "broke TLS: " + said;
    }

    private static String alert(String alert) {
        if (ABOUT_CERTIFICATES.matcher(alert).matches()) {
            return "asks for a certificate, or for another one, in tcpSink.tls.certificateFile: alert=" + alert;
        }
        return switch (alert) {
            case "handshake_failure" -> // TLS 1.2 says this of several
                "has no cipher in common with this JVM, or asks for a certificate in tcpSink.tls.certificateFile: alert="
                        + alert;
            case "protocol_version", "insufficient_security" ->
                "has no TLS version and cipher in common with this JVM, which speaks TLS 1.3 and 1.2: alert=" + alert;
            default -> "ended TLS with alert=" + alert;
        };
    }

    private static @Nullable String certificate(Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateExpiredException) {
            return "has a certificate that has expired, " + said;
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "has a certificate that is not valid yet, " + said + " (is a clock wrong?)";
        }
        if (cause instanceof CertPathBuilderException) {
            return "has a certificate that nobody in tcpSink.tls.trustFile vouches for";
        }
        if (cause instanceof CertificateException && OTHER_NAME.matcher(said).matches()) {
            return "has a certificate for another name than that in tcpSink.endpoints: " + said;
        }
        if (cause instanceof CertificateException && said.startsWith("Illegal given domain name")) {
            return "has a name that Java compares with no certificate, mostly for an underscore: use another name, or its"
                    + " address, in tcpSink.endpoints (" + said + ")";
        }
        return null;
    }
}
