package org.ringback.crypto.internal;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The use of a server's leaf certificate. A leaf for one use is refused for the other. */
enum LeafUse {
    /** The leaf signs in TLS. */
    TLS("digitalSignature", KeyUsage.digitalSignature, 0, "serverAuth", "1.3.6.1.5.5.7.3.1"),
    /**
     * The leaf's X25519 key agrees on keys (RFC 8410 §5: keyAgreement). The extended key usage is our own, an arc under
     * a UUID (ITU-T X.667 §6), which needs no registration and which nobody else uses.
     */
    AGREEMENT(
            "keyAgreement",
            KeyUsage.keyAgreement,
            4,
            "Ringback key agreement",
            "2.25.38957331933549686859022070591070805707");

    private final String usageName;
    private final int usage;
    private final int usageBit;
    private final String purposeName;
    private final String purpose;

    LeafUse(String usageName, int usage, int usageBit, String purposeName, String purpose) {
        this.usageName = usageName;
        this.usage = usage;
        this.usageBit = usageBit;
        this.purposeName = purposeName;
        this.purpose = purpose;
    }

    /** The key usage's name (RFC 5280 §4.2.1.3). */
    String usageName() {
        return usageName;
    }

    /** The key usage, as Bouncy Castle counts bits. */
    int usage() {
        return usage;
    }

    /** The key usage, as the JDK counts bits. */
    int usageBit() {
        return usageBit;
    }

    /** The extended key usage's name. */
    String purposeName() {
        return purposeName;
    }

    /** The extended key usage (RFC 5280 §4.2.1.12). */
    KeyPurposeId purpose() {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose));
    }
}
