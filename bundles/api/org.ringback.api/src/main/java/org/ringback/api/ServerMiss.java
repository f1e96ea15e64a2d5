package org.ringback.api;

/**
 * Why a device could not use an address of its server, and what a person can do, in words. Of several addresses the
 * last in this order is told, as it says most about the server: if one address answered with a wrong proof, it does not
 * matter that another was silent.
 */
public enum ServerMiss {
    /** No address is known. */
    UNNAMED(
            "the server could not be found",
            "see that this machine is online and that its name service knows the name; else ask who runs the server"),
    /** The configuration of this machine forbids to dial each address that is known. */
    BARRED(
            "no address of the server may be dialled",
            "set local in the configuration to an address of the server's family, or to none"),
    /** Nothing at the address answered. */
    UNREACHED(
            "the server could not be reached",
            "see that this machine is online and that its network lets it reach the server; else ask who runs the server,"
                    + " where a network lets out port 443 alone to have it listen there too"),
    /** This machine could not dial: it is at a limit of its own, or lacks the local address. */
    NOT_DIALLED(
            "the server could not be dialled",
            "try again in a minute; if it stays so, see that local in the configuration is an address of this machine"),
    /** Nobody listens at the address, or whoever does closes the connection. */
    DOWN(
            "the server takes no connection",
            "try again in a minute, as the server may be starting or full; if it stays so, ask who runs the server, where a"
                    + " network lets out port 443 alone to have it listen there too"),
    /** Something other than a Ringback server is there, or one of another version. */
    STRANGE(
            "what answers does not speak as this server should",
            "see that nothing on the way answers in the server's place, as the log-in page of a network does; else ask"
                    + " who runs the server whether this is its port, and which version it runs"),
    /** The server's certificate is not valid. */
    CHAIN(
            "the server's certificate does not hold",
            "see that this machine's clock is right; if it is, ask who runs the server to look at its clock, and whether"
                    + " this is one of its names"),
    /** Another server is there. */
    OTHER(
            "another server answers",
            "ask who runs the server whether it was set up anew; if not, something else is at its address");

    private final String happened;
    private final String next;

    ServerMiss(String happened, String next) {
        this.happened = happened;
        this.next = next;
    }

    /** {@return what happened, as a clause} */
    public String happened() {
        return happened;
    }

    /** {@return what to do, as a clause, whatever the server was wanted for} */
    public String next() {
        return next;
    }
}
