package org.ringback.wire;

/** What makes a message believed. */
public enum Proof {
    /** Nothing: it is believed in nothing, and on UDP answered with no more bytes than it has. */
    NONE("nobody"),
    /** MESSAGE-INTEGRITY-SHA256 under a key derived from the lease, once a NONCE stands in it. */
    MAC_WITH_NONCE("MESSAGE-INTEGRITY-SHA256, once it carries a NONCE"),
    /** MESSAGE-INTEGRITY-SHA256 under a key derived from the lease. */
    MAC("MESSAGE-INTEGRITY-SHA256"),
    /** The sealed attribute covers everything before it. */
    SEALED("the sealed attribute, which covers all before it"),
    /** The certificates in it, under an authority that the receiver pinned. */
    CHAIN("the chain in it, under a pinned CA"),
    /** The Noise NK message that it carries, which goes on from the certificates (Noise rev 34 §7.5). */
    NOISE("the Noise NK message in it"),
    /** The signature in it, over the handshake. */
    SIGNATURE("the SIGNATURE in it"),
    /** The protected connection on which it comes. */
    CHANNEL("the connection");

    private final String title;

    Proof(String title) {
        this.title = title;
    }

    /** {@return whether it is MESSAGE-INTEGRITY-SHA256} */
    public boolean isMac() {
        return this == MAC || this == MAC_WITH_NONCE;
    }

    /** {@return the words for documents} */
    public String title() {
        return title;
    }
}
