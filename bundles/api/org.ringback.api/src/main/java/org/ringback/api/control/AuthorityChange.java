package org.ringback.api.control;

import org.ringback.api.KeyFingerprint;

/**
 * The result of putting the backup CA in place. Immutable.
 *
 * @param changed whether the CA was replaced; false if that CA was in place already
 * @param authority the CA in use now
 * @param enrolled how many devices are enrolled
 * @param strangers how many of them do not trust the CA in use: they pinned others at their enrolment
 * @param backup the path of the new backup CA's private key at the server; if nothing changed, where it may still be
 */
public record AuthorityChange(boolean changed, KeyFingerprint authority, int enrolled, int strangers, String backup) {
    /** What a person at the server does for a device that trusts no CA of the server any more. */
    public static final String ANEW =
            "equipment: here revoke ID and enrol ID, at its gateway join --replace, then password"
                    + " and grant, which are gone; an issuer: at its own accept-grant --replace with a new grant, and password, and"
                    + " nothing here";
}
