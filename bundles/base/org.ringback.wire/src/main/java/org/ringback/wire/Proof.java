package org.ringback.wire;

/** What proves to the receiver who sent a message. */
public enum Proof {
    /** Nothing: the receiver relies on none of it, and on UDP answers it with no more bytes than it has. */
    NONE("nobody"),
    /** MESSAGE-INTEGRITY-SHA256 under a key derived from the lease, if the message has a NONCE; else nothing. */
    MAC_WITH_NONCE("MESSAGE-INTEGRITY-SHA256, once it carries a NONCE"),
    /** MESSAGE-INTEGRITY-SHA256 under a key derived from the lease. */
    MAC("MESSAGE-INTEGRITY-SHA256"),
    /** MESSAGE-INTEGRITY-SHA256 under the key of the ticket that the message names. */
    TICKET("MESSAGE-INTEGRITY-SHA256 under the ticket's key"),
    /** The SEALED attribute, which also authenticates everything before it. */
    SEALED("the sealed attribute, which covers all before it"),
    /** The certificates in the message, under an authority that the receiver pinned. */
    CHAIN("the chain in it, under a pinned CA"),
    /** The Noise NK message in the message; its key is that of the certificates sent before (Noise rev 34 §7.5). */
    NOISE("the Noise NK message in it"),
    /** The signature in the message, over the handshake. */
    SIGNATURE("the SIGNATURE in it"),
    /** The protected connection on which the message comes. */
    CHANNEL("the connection");

    private final String title;

    Proof(String title) {
        this.title = title;
    }

    /** {@return whether it is MESSAGE-INTEGRITY-SHA256} */
    public boolean isMac() {
        return this == MAC || this == MAC_WITH_NONCE || this == TICKET;
    }

    /** {@return the words for documents} */
    public String title() {
        return title;
    }
}
