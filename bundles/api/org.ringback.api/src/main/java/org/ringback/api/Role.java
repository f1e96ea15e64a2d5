package org.ringback.api;

/** What an enrolled device may do with the server. The number is the wire's ROLE. */
public enum Role {
    /** Rings equipment. */
    ISSUER(1),
    /** Is a piece of equipment at a gateway and answers rings. */
    ACCEPTOR(2);

    private final int number;

    Role(int number) {
        this.number = number;
    }

    /** {@return the number on the wire} */
    public int number() {
        return number;
    }

    /**
     * Finds the role of a number.
     *
     * @param number the number on the wire
     * @return the role
     * @throws IllegalArgumentException if no role has that number
     */
    public static Role of(int number) {
        for (Role role : values()) {
            if (role.number == number) {
                return role;
            }
        }
        throw Checks.bad("role", number, "1 (issuer) or 2 (acceptor)");
    }
}
