package org.ringback.api.control;

/** What is between this machine and its server, over one address family, as far as can be told from here. */
public enum Nat {
    /** Both ends are on this machine. */
    LOOPBACK("loopback", "both ends are on this machine"),
    /** The address is this machine's own, and connections come in. */
    OPEN("open", "no translation, connections come in"),
    /** The address is this machine's own, and no connection comes in. */
    FIREWALL("firewall", "no translation, but no connection comes in"),
    /** The address is this machine's own; nobody tried whether connections come in, as at a gateway, which takes none. */
    UNTRANSLATED("no translation", "nobody tried whether connections come in"),
    /** A router translates, and connections come in, at least from the server's address. */
    FORWARDED("translated, open", "connections come in, from the server's address at least"),
    /** A router translates, each own address and port to the same one towards all of the server's addresses. */
    MAPPING("mapping", "a router translates, one port to the same one for each address of the server"),
    /** A router translates, each destination differently. */
    SYMMETRIC("symmetric", "a router translates differently for each destination"),
    /** A router translates; how it does towards others cannot be told. */
    TRANSLATED("translated", "one address of the server: how it is for others cannot be told"),
    /** The own address is one of those that a carrier gives to its customers and translates further on. */
    CARRIER("carrier", "the own address is a carrier's shared one, which it translates"),
    /** The server is reached, and does not tell. */
    UNKNOWN("not told", "the server did not tell where it sees this machine"),
    /** No address of the server is reached over this family. */
    NONE("-", "no address of the server is reached");

    private final String label;
    private final String meaning;

    Nat(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** {@return one or two words} */
    public String label() {
        return label;
    }

    /** {@return what it means, as a clause} */
    public String meaning() {
        return meaning;
    }

    /** {@return whether a connection from outside comes in} */
    public boolean open() {
        return this == LOOPBACK || this == OPEN || this == FORWARDED;
    }
}
