package org.ringback.api.control;

/**
 * What the revocation of an ID ended. If neither, the ID was revoked before. Immutable.
 *
 * @param enrolment whether a device was enrolled or suspended under the ID
 * @param string whether there was an enrolment string for the ID by which no device had joined
 */
public record Revocation(boolean enrolment, boolean string) {}
