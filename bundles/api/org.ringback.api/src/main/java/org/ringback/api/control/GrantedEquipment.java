package org.ringback.api.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;

/**
 * One piece of equipment that this issuer may ring. Immutable.
 *
 * @param equipment its local name, by which this issuer knows it: the ID, unless the person chose another one
 * @param id the ID under which it is enrolled with its server
 * @param self the ID under which the server knows this issuer
 * @param servers the server's addresses, {@code host:port}
 * @param identity the equipment's key
 * @param systems the systems that it answers under the grant
 * @param passwordStored whether its password information is kept here
 * @param since when the grant was taken
 * @param terms which services the grant gives and until when, as its string says; the gateway decides
 * @param refused why the gateway or the server refused the latest ring that they decided on, since the issuer started;
 *     empty if it was answered or none was made
 */
public record GrantedEquipment(
        EquipmentId equipment,
        EquipmentId id,
        EquipmentId self,
        List<String> servers,
        KeyFingerprint identity,
        Set<RingSystem> systems,
        boolean passwordStored,
        Instant since,
        GrantTerms terms,
        Optional<RingReason> refused) {
    /**
     * Equipment whose grant says nothing of services and has no end.
     *
     * @param equipment which, under its ID
     * @param self the ID under which the server knows this issuer
     * @param servers the server's addresses, {@code host:port}
     * @param identity the equipment's key
     * @param systems the systems that it answers under the grant
     * @param passwordStored whether its password information is kept here
     * @param since when the grant was taken
     */
    public GrantedEquipment(
            EquipmentId equipment,
            EquipmentId self,
            List<String> servers,
            KeyFingerprint identity,
            Set<RingSystem> systems,
            boolean passwordStored,
            Instant since) {
        this(
                equipment,
                equipment,
                self,
                servers,
                identity,
                systems,
                passwordStored,
                since,
                GrantTerms.ALL,
                Optional.empty());
    }
}
