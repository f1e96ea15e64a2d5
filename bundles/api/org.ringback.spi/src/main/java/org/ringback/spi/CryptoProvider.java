package org.ringback.spi;

/**
 * All that a crypto bundle provides except protections of connections with a server ({@link ConnectionProtection}). It
 * is one OSGi service, so that a user never mixes parts of two bundles. All its code has run once before it is
 * registered: so all classes are loaded, and what was begun with it goes on after the bundle has stopped. Stateless,
 * thread-safe.
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
