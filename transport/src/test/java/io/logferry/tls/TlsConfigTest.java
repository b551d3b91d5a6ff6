package io.logferry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsConfigTest {
    private static final String SECRET = "geheim-4711";

    @TempDir
    private Path dir;

    private final List<String> mistakes = new ArrayList<>();
    private Runnable whileWaiting = () -> {};

    @BeforeEach
    void certificates() throws IOException {
        CertificateAuthority authority = new CertificateAuthority("authority");
        authority.writeTrustPem(dir.resolve("trust.pem"));
        authority.writeTrustPkcs12(dir.resolve("trust.p12"), SECRET);
        CertificateAuthority.Issued own = authority.issue("client");
        own.writePem(dir.resolve("own.pem"), dir.resolve("key.pem"));
        own.writePkcs12(dir.resolve("own.p12"), SECRET);
        Files.writeString(dir.resolve("password"), SECRET + "\n");
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    private @Nullable TlsConfig client(String... namesAndTexts) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        mistakes.clear();
        return new TlsText(texts, name -> "tls." + name, mistakes, whileWaiting).client();
    }

    private void assertRefused(String sentence, String... namesAndTexts) {
        assertNull(client(namesAndTexts));
        assertEquals(List.of(sentence), mistakes);
    }

    @Test
    void pemAndPkcs12AreReadForBothSides_withAndWithoutAPasswordFile() {
        assertNotNull(client("trustFile", file("trust.pem")), mistakes::toString);
        assertNotNull(client("trustFile", "system"), mistakes::toString);
        assertNotNull(
                client("trustFile", file("trust.pem"), "certificateFile", file("own.pem"), "keyFile", file("key.pem")),
                mistakes::toString);
        assertNotNull(
                client(
                        "trustFile", file("trust.p12"),
                        "trustPassword", SECRET,
                        "certificateFile", file("own.p12"),
                        "keyPasswordFile", file("password")),
                mistakes::toString);
    }

    @Test
    void aBlockWhoseEndIsInItsBeginningIsCutOff() throws Exception {
        Files.writeString(dir.resolve("odd.pem"), "-----BEGIN CERTIFICATE-----END CERTIFICATE-----");
        assertRefused(
                "tls.trustFile=" + file("odd.pem") + " is cut off: it has a PEM block without an end",
                "trustFile",
                file("odd.pem"));
    }

    @Test
    void filesThatAreJustBeingReplacedAreReadAgain_fourTimes() throws Exception {
        byte[] whole = Files.readAllBytes(dir.resolve("trust.pem"));
        Files.write(dir.resolve("trust.pem"), Arrays.copyOf(whole, whole.length / 2));
        AtomicInteger pauses = new AtomicInteger();
        whileWaiting = pauses::incrementAndGet;
        assertRefused(
                "tls.trustFile=" + file("trust.pem") + " is cut off: it has a PEM block without an end",
                "trustFile",
                file("trust.pem"));
        assertEquals(4, pauses.getAndSet(0));
        whileWaiting = () -> {
            if (pauses.incrementAndGet() == 4) {
                try {
                    Files.write(dir.resolve("trust.pem"), whole);
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
        };
        assertNotNull(client("trustFile", file("trust.pem")), mistakes::toString);
        assertRefused(
                "tls.verifyHostname=x is not allowed, allowed is true or false",
                "trustFile",
                file("no.pem"),
                "verifyHostname",
                "x");
        assertEquals(4, pauses.get(), "what is wrong with the text is told at once");
    }

    @Test
    void halfOfItIsRefusedWithWhatIsMissing() {
        String trust = file("trust.pem");
        assertRefused(
                "tls.certificateFile=" + file("own.pem") + " is PEM and needs tls.keyFile",
                "trustFile",
                trust,
                "certificateFile",
                file("own.pem"));
        assertRefused(
                "tls.keyFile is given without tls.certificateFile", "trustFile", trust, "keyFile", file("key.pem"));
        assertRefused(
                "tls.keyPassword is given without tls.certificateFile", "trustFile", trust, "keyPassword", SECRET);
        assertRefused(
                "tls.certificateFile=" + file("own.p12")
                        + " is PKCS12 and needs tls.keyPassword or tls.keyPasswordFile",
                "trustFile",
                trust,
                "certificateFile",
                file("own.p12"));
        assertRefused(
                "tls.certificateFile=" + file("own.p12") + " is PKCS12, which holds the key too: leave out tls.keyFile",
                "trustFile",
                trust,
                "certificateFile",
                file("own.p12"),
                "keyFile",
                file("key.pem"),
                "keyPassword",
                SECRET);
        assertRefused(
                "tls.trustFile=" + file("trust.p12")
                        + " is PKCS12 and needs tls.trustPassword or tls.trustPasswordFile",
                "trustFile",
                file("trust.p12"));
        assertRefused(
                "tls.trustFile=" + trust
                        + " is PEM, which has no password: leave out tls.trustPassword or tls.trustPasswordFile",
                "trustFile",
                trust,
                "trustPassword",
                SECRET);
        assertRefused(
                "a trust password is given, but tls.trustFile=system has none",
                "trustFile",
                "system",
                "trustPassword",
                SECRET);
        assertNull(TlsConfig.server(Map.of(), name -> "--" + name, mistakes));
        assertTrue(mistakes.contains("--certificateFile is missing, allowed is a PEM or PKCS12 file"));
    }

    @Test
    void aPasswordComesFromOnePlace_andIsOneLine() throws IOException {
        String p12 = file("trust.p12");
        assertRefused(
                "tls.trustPassword and tls.trustPasswordFile are given, allowed is one",
                "trustFile",
                p12,
                "trustPassword",
                SECRET,
                "trustPasswordFile",
                file("password"));
        assertRefused("tls.trustPassword is empty", "trustFile", p12, "trustPassword", "");
        assertRefused(
                "tls.trustPasswordFile=" + file("nowhere") + " does not exist",
                "trustFile",
                p12,
                "trustPasswordFile",
                file("nowhere"));
        Files.writeString(dir.resolve("empty"), "\n");
        assertRefused(
                "tls.trustPasswordFile=" + file("empty") + " is empty, allowed is one line",
                "trustFile",
                p12,
                "trustPasswordFile",
                file("empty"));
        Files.writeString(dir.resolve("lines"), SECRET + "\nmore\n");
        assertRefused(
                "tls.trustPasswordFile=" + file("lines") + " has several lines, allowed is one line",
                "trustFile",
                p12,
                "trustPasswordFile",
                file("lines"));
        assertRefused(
                "tls.trustFile=" + p12 + " does not open with this tls.trustPassword or tls.trustPasswordFile",
                "trustFile",
                p12,
                "trustPassword",
                "wrong");
    }

    @Test
    void aFileThatCannotBeUsedIsNamedWithTheReason() throws IOException {
        assertRefused("tls.trustFile=" + file("nowhere") + " does not exist", "trustFile", file("nowhere"));
        assertRefused("tls.trustFile=" + dir + " is no regular file", "trustFile", dir.toString());
        assertRefused("tls.trustFile= is not allowed, allowed is a file's path", "trustFile", "");
        assertRefused("tls.trustFile=\0 is not allowed, allowed is a file's path", "trustFile", "\0");
        Files.writeString(dir.resolve("blank"), " \n");
        assertRefused("tls.trustFile=" + file("blank") + " is empty", "trustFile", file("blank"));
        assertRefused(
                "tls.trustFile=" + file("key.pem") + " holds no certificate, but PRIVATE KEY",
                "trustFile",
                file("key.pem"));
        String whole = Files.readString(dir.resolve("trust.pem"));
        Files.writeString(dir.resolve("cut"), whole.substring(0, whole.length() / 2));
        assertRefused(
                "tls.trustFile=" + file("cut") + " is cut off: it has a PEM block without an end",
                "trustFile",
                file("cut"));
        Files.writeString(dir.resolve("damaged"), whole.replaceFirst("MI", "AA"));
        assertNull(client("trustFile", file("damaged")));
        assertTrue(mistakes.get(0).contains("damaged holds a certificate that is damaged: "), mistakes::toString);
        Files.write(dir.resolve("cut.p12"), java.util.Arrays.copyOf(Files.readAllBytes(dir.resolve("trust.p12")), 99));
        assertNull(client("trustFile", file("cut.p12"), "trustPassword", SECRET));
        assertTrue(mistakes.get(0).contains("cut.p12 is damaged, or encrypted in a way"), mistakes::toString);
        assertNull(client("trustFile", KeyFormsTest.file("trust-openssl.p12"), "trustPassword", "changeit"));
        assertTrue(mistakes.get(0).contains("holds no trusted certificate; "), mistakes::toString);
        assertNull(client("trustFile", file("own.p12"), "trustPassword", SECRET));
        assertTrue(mistakes.get(0).contains("holds no trusted certificate; "), mistakes::toString);
        assertRefused(
                "tls.certificateFile=" + file("trust.p12") + " holds no private key",
                "trustFile",
                file("trust.pem"),
                "certificateFile",
                file("trust.p12"),
                "keyPassword",
                SECRET);
    }

    @Test
    void allMistakesAreNamed_andNoSecretWithThem() {
        assertNull(client(
                "trustFile",
                file("trust.p12"),
                "trustPassword",
                "x" + SECRET,
                "certificateFile",
                file("own.p12"),
                "keyPassword",
                "y" + SECRET));
        assertEquals(2, mistakes.size(), mistakes::toString);
        assertFalse(mistakes.toString().contains(SECRET), mistakes::toString);
        assertNull(client("trustFile", "\0", "certificateFile", "", "verifyHostname", "yes"));
        assertEquals(3, mistakes.size(), mistakes::toString);
        assertTrue(mistakes.contains("tls.verifyHostname=yes is not allowed, allowed is true or false"));
    }

    @Test
    void textBetweenTheBlocksOfPemIsLeftOut_andOneFileMayHoldAll() throws IOException {
        String all =
                "0 is how this comment begins\r\n" + Files.readString(dir.resolve("key.pem")) + "\nsubject=client\n"
                        + Files.readString(dir.resolve("own.pem")).replace("\n", "\r\n");
        Files.write(dir.resolve("all.pem"), all.getBytes(StandardCharsets.UTF_8));
        assertNotNull(
                client("trustFile", file("all.pem"), "certificateFile", file("all.pem"), "keyFile", file("all.pem")),
                mistakes::toString);
    }

    @Test
    void equalTextGivesEqualObjects_whichDoNotShowTheSecret() {
        String[] texts = {
            "trustFile", file("trust.p12"),
            "trustPassword", SECRET,
            "certificateFile", file("own.p12"),
            "keyPasswordFile", file("password")
        };
        TlsConfig config = client(texts);
        assertEquals(client(texts), config);
        assertEquals(
                "TlsConfig[trustFile=" + file("trust.p12") + ", trustPassword=***, certificateFile=" + file("own.p12")
                        + ", keyFile=null, keyPassword=in " + file("password") + ", verifyHostname=true]",
                String.valueOf(config));
        assertNotEquals(Secret.ofText("a"), Secret.ofText("b"));
    }
}
