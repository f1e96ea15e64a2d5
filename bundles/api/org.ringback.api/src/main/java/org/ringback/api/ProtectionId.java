package org.ringback.api;

import java.util.regex.Pattern;

/**
 * Names a protection by its number, as on the wire, in strings and on disk. People read and type the name that the
 * protection's bundle gives it. Immutable.
 *
 * @param number 1 to 127 as docs/protocol.md assigns them, 128 to 254 for trials; if nothing is configured, a device
 *     takes the lowest that its enrolment allows
 */
public record ProtectionId(int number) implements Comparable<ProtectionId> {
    /** TLS 1.3 with certificates at both ends; prefers a hybrid post-quantum group. */
    public static final ProtectionId TLS13 = new ProtectionId(1);

    /** The device checks the server's X.509 chain, then both run Noise NK on X25519; not post-quantum. */
    public static final ProtectionId CERTIFICATE_FIRST = new ProtectionId(2);

    private static final int MAX = 254;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    /** Checks the number. */
    public ProtectionId {
        if (!isNumber(number)) {
            throw Checks.bad("protection", number, "1 to " + MAX);
        }
    }

    /**
     * Tells whether a number may name a protection, even one that this version does not know.
     *
     * @param number any
     * @return whether it is 1 to 254
     */
    public static boolean isNumber(int number) {
        return number >= 1 && number <= MAX;
    }

    /**
     * Checks the form of a protection's name, not whether a bundle provides that protection.
     *
     * @param name what was typed
     * @return the same
     * @throws IllegalArgumentException if no protection can have that name
     */
    public static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Checks.bad("protection", name, "a name, for example tls13 or certificate-first");
        }
        return name;
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }

    @Override
    public int compareTo(ProtectionId other) {
        return Integer.compare(number, other.number);
    }
}
