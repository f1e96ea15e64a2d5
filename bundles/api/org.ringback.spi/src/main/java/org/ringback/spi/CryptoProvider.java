package org.ringback.spi;

/**
 * Everything that a crypto bundle gives but protections of connections with a server ({@link ConnectionProtection}). The one
 * OSGi service of a crypto bundle: whoever uses it takes all of it at once. Before it is seen, all of it has run once, so that
 * what was begun goes on after its bundle has stopped. Stateless, thread-safe.
 */
public interface CryptoProvider {
    /** {@return the bundle's symbolic name, for people} */
    String name();

    /** {@return the primitives of registrations and rings} */
    RingCrypto rings();

    /** {@return prints and reads the strings that people carry} */
    Strings strings();

    /** {@return makes and reads device keys} */
    Identities identities();

    /** {@return makes the server's authority and the leaves under it} */
    ServerAuthorities authorities();

    /** {@return validates chains of servers} */
    ServerChains chains();

    /** {@return protects call-backs} */
    CallProtection calls();
}
