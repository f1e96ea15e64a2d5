package org.ringback.wire;

/**
 * STUN methods: RFC 8489 §18.2, RFC 6062 §6.1, and our own 0x0E0–0x0EF. Our own are unassigned at IANA, and we have not
 * registered them. They end before 0x100: from there on the first byte of a message is none that RFC 7983 gives to
 * STUN.
 */
final class Methods {
    static final int BINDING = 0x001;
    static final int CONNECT = 0x00A;
    static final int CONNECTION_BIND = 0x00B;
    static final int CONNECTION_ATTEMPT = 0x00C;

    static final int FIRST_OWN = 0x0E0;

    static final int ENROL = FIRST_OWN;
    static final int LEASE = 0x0E1;
    static final int INVITE = 0x0E2;
    static final int DATAGRAM_RING = 0x0E3;
    static final int RESULT = 0x0E4;
    static final int REPORT = 0x0E5;
    static final int COMMUNICATION = 0x0E6;
    static final int CERTIFICATE = 0x0E7;
    static final int KEY_GENERATION = 0x0E8;
    static final int DEVICE_PROOF = 0x0E9;
    static final int WITHDRAW = 0x0EA;
    static final int WAITING = 0x0EB;
    static final int PRESENCE = 0x0EC;
    static final int CALLING = 0x0ED;
    static final int NETWORK_CHECK = 0x0EE;
    static final int RELAY_BIND = 0x0EF;

    private Methods() {}
}
