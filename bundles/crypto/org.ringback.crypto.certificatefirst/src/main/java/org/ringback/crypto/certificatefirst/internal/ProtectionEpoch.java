package org.ringback.crypto.certificatefirst.internal;

/**
 * The generation of this bundle's service, which is its service ranking. Raise it with each release of the bundle that
 * must take over from its predecessor in a running program.
 */
final class ProtectionEpoch {
    /** The generation. */
    static final int NUMBER = 1;

    /** The component property that makes it the service's ranking. */
    static final String RANKING = "service.ranking:Integer=" + NUMBER;

    private ProtectionEpoch() {}
}
