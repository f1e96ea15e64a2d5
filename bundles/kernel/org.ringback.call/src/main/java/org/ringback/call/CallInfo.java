package org.ringback.call;

import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;

/**
 * What every conversation of a call-back has in common. Immutable.
 *
 * @param equipment the equipment called
 * @param service the service asked for
 * @param peer the key at the other end
 * @param ring the ring that led here
 */
public record CallInfo(EquipmentId equipment, String service, KeyFingerprint peer, RingNonce ring) {}
