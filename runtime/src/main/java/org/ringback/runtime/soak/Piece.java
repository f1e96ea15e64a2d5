package org.ringback.runtime.soak;

/**
 * A piece of equipment, and how it is rung. Immutable.
 *
 * @param id what it is called
 * @param system the system in which it is rung
 * @param protection of connections with the server for it
 */
record Piece(String id, String system, String protection) {
    /** The service that it answers, by what the soak itself runs. */
    static final String SERVICE = "echo";

    /** {@return the words of a ring of it, to which more options may be added} */
    String ring() {
        return "ring " + id + " --system " + system + " --protection " + protection + " --service " + SERVICE;
    }

    /** {@return whether a ring of it asks for a password} */
    boolean asksForPassword() {
        return system.equals("password") || system.equals("certified");
    }
}
