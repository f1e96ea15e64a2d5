package org.ringback.api.crypto;

import java.util.Arrays;

/**
 * The protections that an enrolment may allow. The number is the wire's; 2 is reserved for {@code certificate-first}.
 */
public enum Protection {
    /** TLS 1.3, mutual, hybrid post-quantum group first. */
    TLS13(1, "tls13");

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
                .orElseThrow(
                        () -> new IllegalArgumentException("protection: " + number + " (expected: 1, which is tls13)"));
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
                .orElseThrow(() -> new IllegalArgumentException("protection: unknown name (expected: tls13)"));
    }
}
