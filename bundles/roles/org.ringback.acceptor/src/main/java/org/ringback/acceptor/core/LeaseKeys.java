package org.ringback.acceptor.core;

import org.ringback.api.EquipmentId;
import org.ringback.api.Secret;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.MacUse;

/**
 * A lease's key and what is derived from it, one MAC key for each kind of message. Immutable.
 *
 * @param registration the lease's key itself, for sealed datagrams
 * @param register for what we register with
 * @param registered for the server's answer
 * @param wakeUp for the server's wake-ups
 * @param ringAcknowledged for our acknowledgement of a datagram ring
 * @param report for our reports by UDP
 * @param reportAcknowledged for the server's acknowledgement of those
 */
record LeaseKeys(
        Secret registration,
        Secret register,
        Secret registered,
        Secret wakeUp,
        Secret ringAcknowledged,
        Secret report,
        Secret reportAcknowledged) {

    static LeaseKeys derive(Secret registration, EquipmentId id, RingCrypto crypto) {
        return new LeaseKeys(
                registration,
                crypto.macKey(registration, MacUse.REGISTER, id),
                crypto.macKey(registration, MacUse.REGISTERED, id),
                crypto.macKey(registration, MacUse.WAKE_UP, id),
                crypto.macKey(registration, MacUse.RING_ACKNOWLEDGED, id),
                crypto.macKey(registration, MacUse.REPORT, id),
                crypto.macKey(registration, MacUse.REPORT_ACKNOWLEDGED, id));
    }
}
