package org.ringback.api;

/**
 * Why an address of a server did not do, in words, and what a person does then. What tells more of the server stands later:
 * where one address was reached and did not prove itself, that another is silent says nothing.
 */
public enum ServerMiss {
    /** No address is known. */
    UNNAMED(
            "the server could not be found",
            "see that this machine is online and that its name service knows the name; else ask who runs the server"),
    /** The configuration of this machine leaves none that may be dialled. */
    BARRED(
            "no address of the server may be dialled",
            "set local in the configuration to an address of the server's family, or to none"),
    /** Nothing came back from there. */
    UNREACHED(
            "the server could not be reached",
            "see that this machine is online and that its network lets it reach the server; else ask who runs the server"),
    /** This machine did not go on: a limit of its own, or its own address. */
    NOT_DIALLED(
            "the server could not be dialled",
            "try again in a minute; if it stays so, see that local in the configuration is an address of this machine"),
    /** Nobody listens there, or who does hangs up. */
    DOWN(
            "the server takes no connection",
            "try again in a minute, as the server may be starting or full; if it stays so, ask who runs the server"),
    /** Something else than a server is there, or one that speaks otherwise. */
    STRANGE(
            "what answers does not speak as this server should",
            "see that nothing on the way answers in the server's place, as the log-in page of a network does; else ask"
                    + " who runs the server whether this is its port, and which version it runs"),
    /** Its certificate does not hold. */
    CHAIN(
            "the server's certificate does not hold",
            "see that this machine's clock is right; if it is, ask who runs the server to look at its clock, and whether"
                    + " this is one of its names"),
    /** It is another server. */
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

    /** {@return what to do, as a clause, where nothing more is known of what the server was wanted for} */
    public String next() {
        return next;
    }
}
