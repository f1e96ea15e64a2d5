package org.ringback.api;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.ringback.api.configuration.NearMiss;

/**
 * The way in which a ring reaches the acceptor and what it must prove. The word "system" is the requirement's; it is
 * independent of the protection of the connections. The number is the wire's SYSTEM-REQUESTED.
 */
public enum RingSystem {
    /** The second connection request travels sealed in a datagram: the fastest ring. */
    DATAGRAM(1, "datagram", false),
    /** A wake-up makes the acceptor open a second TCP connection, over which the second request comes. */
    CALL_BACK(2, "call-back", false),
    /** Like call-back, and the request proves the equipment's password. */
    PASSWORD(3, "password", true),
    /**
     * Like password, over connections whose keys are agreed on only after the server's certificate was found valid; the
     * default.
     */
    CERTIFIED(4, "certified", true);

    private final int number;
    private final String label;
    private final boolean needsPassword;

    RingSystem(int number, String label, boolean needsPassword) {
        this.number = number;
        this.label = label;
        this.needsPassword = needsPassword;
    }

    /** {@return the number on the wire} */
    public int number() {
        return number;
    }

    /** {@return the name that people read and type} */
    public String label() {
        return label;
    }

    /** {@return whether the request must prove the password} */
    public boolean needsPassword() {
        return needsPassword;
    }

    /**
     * Finds the system of a number.
     *
     * @param number the number on the wire
     * @return the system
     * @throws IllegalArgumentException if no system has that number
     */
    public static RingSystem of(int number) {
        return Arrays.stream(values())
                .filter(system -> system.number == number)
                .findFirst()
                .orElseThrow(() -> Checks.bad("system", number, "one of " + names()));
    }

    /**
     * Finds the system of a name.
     *
     * @param label what was typed
     * @return the system
     * @throws IllegalArgumentException if no system has that name
     */
    public static RingSystem named(String label) {
        return Arrays.stream(values())
                .filter(system -> system.label.equals(label))
                .findFirst()
                .orElseThrow(() -> Checks.bad(
                        "system",
                        label,
                        "one of " + names()
                                + NearMiss.asked(
                                        label,
                                        Arrays.stream(values())
                                                .map(RingSystem::label)
                                                .toList())));
    }

    private static String names() {
        return Arrays.stream(values()).map(RingSystem::label).collect(Collectors.joining(", "));
    }
}
