package org.ringback.api.control;

import org.ringback.api.KeyFingerprint;

/**
 * What came of the backup CA's file. Immutable.
 *
 * @param changed whether that CA took the place of another; else it had it already
 * @param authority the CA in use now
 * @param enrolled how many devices count
 * @param strangers how many of them do not know a CA that was put in place: they pinned others at their enrolment
 * @param backup where the new backup CA's private key lies on the server's machine; if nothing changed, where it may lie
 */
public record AuthorityChange(boolean changed, KeyFingerprint authority, int enrolled, int strangers, String backup) {
    /** How a device that knows no CA of its server comes back, for a person at the server. */
    public static final String ANEW =
            "equipment: here revoke ID and enrol ID, at its gateway join --replace, then password"
                    + " and grant, which are gone; an issuer: at its own accept-grant --replace with a new grant, and password, and"
                    + " nothing here";
}
