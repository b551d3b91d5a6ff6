package io.logferry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which OpenSSL writes keys. */
class KeyFormsTest {
    static String file(String name) {
        try {
            return Path.of(Objects.requireNonNull(KeyFormsTest.class.getResource(name))
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Map<String, String> server(String keyFile) {
        Map<String, String> texts = new HashMap<>();
        String certificate = keyFile.replaceFirst("-.*", "") + "-certificate.pem";
        texts.put("certificateFile", file(keyFile.endsWith(".p12") ? keyFile : certificate));
        if (!keyFile.endsWith(".p12")) {
            texts.put("keyFile", file(keyFile));
        }
        texts.put("keyPassword", "changeit");
        return texts;
    }

    @ParameterizedTest
    @CsvSource({
        "ec-sec1.pem, TLSv1.3",
        "ec-sec1.pem, TLSv1.2",
        "ec-pkcs8.pem, TLSv1.3",
        "ec-encrypted.pem, TLSv1.3",
        "ec-v1.pem, TLSv1.3",
        "ec-openssl.p12, TLSv1.3",
        "rsa-pkcs1.pem, TLSv1.3",
        "rsa-pkcs1.pem, TLSv1.2",
        "rsa-pkcs8.pem, TLSv1.3",
        "ed25519-pkcs8.pem, TLSv1.3",
        "ed25519-pkcs8.pem, TLSv1.2"
    })
    void everyFormServesBothVersions_andBothSides(String keyFile, String version) throws Exception {
        List<String> mistakes = new ArrayList<>();
        Map<String, String> texts = server(keyFile);
        texts.put("trustFile", file(keyFile.replaceFirst("-.*", "-certificate.pem")));
        texts.put("verifyHostname", "false");
        TlsConfig both = TlsConfig.server(texts, UnaryOperator.identity(), mistakes);
        assertEquals(List.of(), mistakes);
        TlsContext context = new TlsContext(Objects.requireNonNull(both));
        assertNull(context.refresh());
        SSLEngine server = context.serverEngine();
        server.setEnabledProtocols(new String[] {version});
        SSLEngine client = context.clientEngine("collector", 1);
        Engines.connect(client, server);
        assertEquals(version, server.getSession().getProtocol());
        assertNotNull(server.getSession().getPeerCertificates());
    }

    private static String mistake(Map<String, String> texts) {
        List<String> mistakes = new ArrayList<>();
        assertNull(TlsConfig.server(texts, name -> "--" + name, mistakes));
        assertEquals(1, mistakes.size(), mistakes::toString);
        return mistakes.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-scrypt.pem", "ec-des3.pem", "ec-openssl.pem"})
    void whatThisJvmCannotDecryptSaysHowToConvertIt(String keyFile) {
        String mistake = mistake(server(keyFile));
        assertTrue(mistake.startsWith("--keyFile=" + file(keyFile) + " is encrypted in "), mistake);
        assertTrue(mistake.endsWith(": " + PrivateKeys.CONVERT), mistake);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-encrypted.pem", "ec-v1.pem", "ec-openssl.p12"})
    void aWrongPasswordIsCalledThat(String keyFile) {
        Map<String, String> texts = server(keyFile);
        texts.put("keyPassword", "wrong");
        String mistake = mistake(texts);
        assertTrue(
                mistake.endsWith(file(keyFile) + " does not open with this --keyPassword or --keyPasswordFile"),
                mistake);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-encrypted.pem", "ec-openssl.p12"})
    void aMissingPasswordIsNamed(String keyFile) {
        Map<String, String> texts = server(keyFile);
        texts.remove("keyPassword");
        String mistake = mistake(texts);
        assertTrue(mistake.endsWith(" and needs --keyPassword or --keyPasswordFile"), mistake);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs8.pem, 'begins with a certificate that is not of the key in --keyFile='",
        "ed25519-pkcs8.pem, 'begins with a certificate that is not of the key in --keyFile='"
    })
    void theKeyOfAnotherCertificateIsRefused(String keyFile, String reason) {
        Map<String, String> texts = server("ec-pkcs8.pem");
        texts.put("keyFile", file(keyFile));
        assertEquals("--certificateFile=" + file("ec-certificate.pem") + " " + reason + file(keyFile), mistake(texts));
    }

    @ParameterizedTest
    @CsvSource({
        "dsa-pkcs8.pem, 'holds a damaged key, or one of an algorithm that is not allowed, allowed are RSA, EC and Ed25519'",
        "ec-certificate.pem, 'holds no private key, but CERTIFICATE'",
        "README.md, 'is neither PEM nor PKCS12 (a JKS store: keytool -importkeystore)'",
        "ec-openssl.p12, 'is neither PEM nor PKCS12 (a JKS store: keytool -importkeystore)'"
    })
    void whatIsNoKeyIsRefused(String keyFile, String reason) {
        Map<String, String> texts = server("ec-pkcs8.pem");
        texts.put("keyFile", file(keyFile));
        assertEquals("--keyFile=" + file(keyFile) + " " + reason, mistake(texts));
    }
}
