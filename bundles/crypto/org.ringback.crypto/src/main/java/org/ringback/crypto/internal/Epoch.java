package org.ringback.crypto.internal;

/**
 * The generation of this bundle's services, which is their service ranking. Raise it with each release of the bundle
 * that must take over from its predecessor in a running program: users then change over to all of its services at once.
 */
final class Epoch {
    /** The generation. */
    static final int NUMBER = 1;

    /** The component property that makes it the service's ranking. */
    static final String RANKING = "service.ranking:Integer=" + NUMBER;

    private Epoch() {}
}
