package org.ringback.crypto.certificatefirst.internal;

/**
 * Which generation of the protection this bundle is. It is raised with every release of the bundle that is to take over
 * from its predecessor while the gateway runs.
 */
final class ProtectionEpoch {
    /** The generation. */
    static final int NUMBER = 1;

    /** The component property that makes it the service's ranking. */
    static final String RANKING = "service.ranking:Integer=" + NUMBER;

    private ProtectionEpoch() {}
}
