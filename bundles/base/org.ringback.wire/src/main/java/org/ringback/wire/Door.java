package org.ringback.wire;

/** The kind of socket or connection at which a message arrives. A message type is valid at its own door only. */
public enum Door {
    /** UDP socket of the server; from anybody. */
    SERVER_UDP("UDP, to the server", Door.DATAGRAM),
    /** UDP socket of the acceptor; from its server. */
    ACCEPTOR_UDP("UDP, to the acceptor", Door.DATAGRAM),
    /** UDP socket of any STUN agent that sent a probe; we send to it and never read there. */
    AGENT_UDP("UDP, to a STUN agent", Door.DATAGRAM),
    /** TCP connection at the server before certificate-first has made keys; from a stranger. */
    SERVER_AGREEMENT("key agreement, to the server", 512),
    /** TCP connection at a device before certificate-first has made keys; from a server not yet proved. */
    DEVICE_AGREEMENT("key agreement, to the device", 8_192),
    /** First record of certificate-first at the server; from a device not yet proved. */
    SERVER_FIRST_RECORD("first record, to the server", 512),
    /** TCP connection at the server, unprotected; from whoever holds the ticket of one ring. */
    SERVER_RELAY("relay, to the server", 128),
    /** TCP connection at a device that waits to be relayed, unprotected; from the server. */
    DEVICE_RELAY("relay, to the device", 128),
    /** Protected TCP connection at the server; from a device. */
    SERVER_TCP("TCP, to the server", Door.MESSAGE),
    /** Protected TCP connection at a device; from the server. */
    DEVICE_TCP("TCP, to the device", Door.MESSAGE),
    /** Call-back at the issuer; from the acceptor. */
    ISSUER_CALL("call-back, to the issuer", Door.MESSAGE),
    /** Call-back at the acceptor; from the issuer. */
    ACCEPTOR_CALL("call-back, to the acceptor", Door.MESSAGE);

    /** Bytes of a message on UDP: it fits the smallest IPv6 packet that all links carry, so it is never fragmented. */
    private static final int DATAGRAM = 1_200;

    private static final int MESSAGE = 2_048;

    private final String title;
    private final int maxLength;

    Door(String title, int maxLength) {
        this.title = title;
        this.maxLength = maxLength;
    }

    /** {@return the words for documents} */
    public String title() {
        return title;
    }

    /** {@return whether messages follow each other on a byte stream} */
    public boolean stream() {
        return maxLength != DATAGRAM;
    }

    /** {@return the longest message here, in bytes} */
    public int maxLength() {
        return maxLength;
    }
}
