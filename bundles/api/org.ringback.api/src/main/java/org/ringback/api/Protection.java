package org.ringback.api;

import java.util.Arrays;

/**
 * The protections that an enrolment may allow. The number is the wire's. In the order in which a device takes the
 * first that its enrolment allows, where nothing is configured.
 */
public enum Protection {
    /** TLS 1.3, mutual, hybrid post-quantum group first. */
    TLS13(1, "tls13"),
    /** The server's X.509 chain first, then Noise NK on X25519; not post-quantum. */
    CERTIFICATE_FIRST(2, "certificate-first");

    private final int number;
    private final String label;

    Protection(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /** {@return the number on the wire and in strings} */
    public int number() {
        return number;
    }

    /** {@return the name that people read and type} */
    public String label() {
        return label;
    }

    /**
     * Finds the protection of a number.
     *
     * @param number the number on the wire
     * @return the protection
     * @throws IllegalArgumentException if this version knows none of that number
     */
    public static Protection of(int number) {
        return Arrays.stream(values())
                .filter(protection -> protection.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "protection: " + number + " (expected: 1 tls13, 2 certificate-first)"));
    }

    /**
     * Finds the protection of a name.
     *
     * @param label what was typed
     * @return the protection
     * @throws IllegalArgumentException if this version knows none of that name
     */
    public static Protection named(String label) {
        return Arrays.stream(values())
                .filter(protection -> protection.label.equals(label))
                .findFirst()
                .orElseThrow(() -> Checks.bad("protection", label, "tls13 or certificate-first"));
    }
}
