package org.ringback.kernel;

/**
 * What a bundle brings. Immutable.
 *
 * @param what the service
 * @param by the bundle
 * @param id the service's ID: those that came earlier have lower ones
 * @param <T> the kind of service
 */
record Brought<T>(T what, CryptoBundle by, long id) {}
