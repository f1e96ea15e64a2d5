package org.ringback.wire;

/** Where a message arrives. A message type means something only at its door; everywhere else it is refused. */
public enum Door {
    /** UDP socket of the server; from anybody. */
    SERVER_UDP("UDP, to the server", false),
    /** UDP socket of the acceptor; from its server. */
    ACCEPTOR_UDP("UDP, to the acceptor", false),
    /** UDP socket of any STUN agent that probes; we only send there. */
    AGENT_UDP("UDP, to a STUN agent", false),
    /** Protected TCP connection at the server; from a device. */
    SERVER_TCP("TCP, to the server", true),
    /** Protected TCP connection at a device; from the server. */
    DEVICE_TCP("TCP, to the device", true),
    /** Call-back at the issuer; from the acceptor. */
    ISSUER_CALL("call-back, to the issuer", true),
    /** Call-back at the acceptor; from the issuer. */
    ACCEPTOR_CALL("call-back, to the acceptor", true);

    private final String title;
    private final boolean stream;

    Door(String title, boolean stream) {
        this.title = title;
        this.stream = stream;
    }

    /** {@return the words for documents} */
    public String title() {
        return title;
    }

    /** {@return whether messages follow each other on a byte stream, protected by its channel} */
    public boolean stream() {
        return stream;
    }

    /** {@return the longest message here, in bytes; on UDP it fits an IPv6 packet without fragments} */
    public int maxLength() {
        return stream ? 2_048 : 1_200;
    }
}
