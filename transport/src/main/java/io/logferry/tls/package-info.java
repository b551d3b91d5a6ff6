/**
 * TLS out of files: certificates, keys and passwords become what encrypts one connection.
 *
 * <p>Owner: any thread; reading files may wait, so that the sender thread never does it.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>What is half-configured is refused, with a sentence that says what is missing.
 *   <li>The files are read again for each connection. What became unusable stops nothing: what was read before stays in
 *       use, and one sentence per change of the files says why.
 *   <li>All files are read before any is used, so that a certificate is never paired with a key that came later.
 *   <li>A certificate that has expired is refused, whoever vouches for it, also if it is trusted itself.
 *   <li>No password and no key is in a text that people see; names of files are.
 *   <li>TLS 1.3 and 1.2 only.
 * </ul>
 *
 * Files are PEM or PKCS12. PEM: certificates in blocks {@code CERTIFICATE}, the owner's first; the key in a block {@code
 * PRIVATE KEY}, {@code ENCRYPTED PRIVATE KEY} (PKCS#8), {@code RSA PRIVATE KEY} (PKCS#1) or {@code EC PRIVATE KEY}
 * (SEC 1). Keys are RSA, EC or Ed25519.
 */
@NullMarked
package io.logferry.tls;

import org.jspecify.annotations.NullMarked;
