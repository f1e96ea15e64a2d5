package org.ringback.api.control;

/** Where a bundle of the container came from. */
public enum BundleOrigin {
    /** The feature's, as the installation has it. */
    INSTALLATION,
    /** A release's, beside the feature's. */
    DEPLOYED,
    /** A release's, in the place of one of the feature's. */
    UPDATED,
    /** A release's, written down for the next start. */
    STAGED,
    /** Let in by a person without a signature. */
    UNSIGNED,
    /** Installed or updated past what is written down, as by {@code felix:update}: the next start does not have it. */
    ELSEWHERE
}
