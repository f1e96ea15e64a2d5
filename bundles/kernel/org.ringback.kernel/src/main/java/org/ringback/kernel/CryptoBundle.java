package org.ringback.kernel;

/**
 * The bundle that brings something, as it was then: an update makes another one of it. Immutable.
 *
 * @param name its symbolic name
 * @param version its version
 * @param id its number in the container
 * @param installed when this version of it came, in milliseconds
 */
public record CryptoBundle(String name, String version, long id, long installed) {
    /** Of what is brought without a container. */
    public static final CryptoBundle NONE = new CryptoBundle("none", "0", 0, 0);
}
