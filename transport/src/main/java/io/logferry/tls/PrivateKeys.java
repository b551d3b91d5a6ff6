package io.logferry.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads private keys. Any thread. */
final class PrivateKeys {
    /** How a key is brought into a form that is allowed. */
    static final String CONVERT = "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in OLD -out NEW";

    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA"};
    private static final String PBES2 = "1.2.840.113549.1.5.13";

    private PrivateKeys() {}

    /** Reads PKCS#8, which does not say in a way that Java tells which factory reads it. */
    static PrivateKey ofPkcs8(byte[] content) throws UnusableException, GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
            } catch (InvalidKeySpecException another) {
                // the next
            }
        }
        throw new UnusableException("holds a damaged key, or one of an algorithm that is not allowed,"
                + " allowed are RSA, EC and Ed25519");
    }

    static PrivateKey ofEncrypted(byte[] content, String password, String passwordNames)
            throws UnusableException, GeneralSecurityException {
        EncryptedPrivateKeyInfo info;
        Cipher cipher;
        try {
            info = new EncryptedPrivateKeyInfo(content);
            boolean named =
                    !info.getAlgName().equals("PBES2") && !info.getAlgName().equals(PBES2);
            // PBES2 is only the frame: its parameters say which hash and cipher
            String algorithm =
                    named ? info.getAlgName() : info.getAlgParameters().toString();
            SecretKey key =
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
            cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
        } catch (IOException | GeneralSecurityException | RuntimeException unsupported) {
            throw new UnusableException(
                    "is encrypted in a way that this JVM does not know (" + unsupported + "), convert it: " + CONVERT);
        }
        PKCS8EncodedKeySpec decrypted;
        try {
            decrypted = info.getKeySpec(cipher);
        } catch (InvalidKeySpecException wrong) {
            throw new UnusableException("does not open with this " + passwordNames);
        }
        return ofPkcs8(decrypted.getEncoded());
    }
}
