package org.ringback.crypto.internal;

/**
 * Which generation of the crypto services this bundle is. It is raised with every release of the bundle that is to take
 * over from its predecessor while the gateway runs; all services of the bundle carry it as their ranking, so that users
 * change over to all of them at once.
 */
final class Epoch {
    /** The generation. */
    static final int NUMBER = 1;

    /** The component property that makes it the service's ranking. */
    static final String RANKING = "service.ranking:Integer=" + NUMBER;

    private Epoch() {}
}
