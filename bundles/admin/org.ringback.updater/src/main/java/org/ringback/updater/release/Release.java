package org.ringback.updater.release;

/**
 * A release whose signer is known and may sign what is in it. Immutable.
 *
 * @param signed the bytes, to be kept
 * @param list what is in it
 * @param signer whose it is
 */
public record Release(SignedList signed, ReleaseList list, TrustedKey signer) {}
