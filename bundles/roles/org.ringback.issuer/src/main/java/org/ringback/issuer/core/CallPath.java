package org.ringback.issuer.core;

/** How a call-back reaches its issuer. */
enum CallPath {
    /** The gateway's dial came to the port where the issuer listens. */
    ACCEPTED("direct", "from %s"),
    /** The issuer dialled too, and the two dials met. */
    DIALLED("punched", "directly, as both ends dialled: %s"),
    /** Both ends went to the server. */
    RELAYED("relayed", "through the server's relay at %s, not directly");

    private final String label;
    private final String words;

    CallPath(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** {@return the name in counters} */
    String label() {
        return label;
    }

    /** For the story. */
    String words(String remote) {
        return String.format(words, remote);
    }
}
