package org.ringback.api.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;

/**
 * The state of one piece of equipment at its gateway. Immutable.
 *
 * @param name its local name, by which this gateway knows it: the ID, unless its owner chose another one
 * @param id the ID under which it is enrolled with its server
 * @param key its public key
 * @param state in words: {@code registered}, {@code silent for …}, {@code registering}, {@code no lease}
 * @param trouble why it is not registered and what to do, in words; empty if it is registered or about to be
 * @param answered how long ago the server answered the last registration; empty if it has not since the start
 * @param server the server address in use
 * @param reflexive its address as the server sees it, if registered
 * @param translated whether that IP address is none of this machine's, so that a router translates; empty if either is
 *     not known
 * @param leaseUntil when its lease ends, if it has one
 * @param systems the systems that it answers
 * @param passwordStored whether a password was set
 * @param calls how many call-backs are open
 * @param grants who may ring it
 * @param services what answers its rings at this time, by name
 */
public record EquipmentStatus(
        EquipmentId name,
        EquipmentId id,
        KeyFingerprint key,
        String state,
        String trouble,
        Optional<Duration> answered,
        String server,
        Optional<String> reflexive,
        Optional<Boolean> translated,
        Optional<Instant> leaseUntil,
        Set<RingSystem> systems,
        boolean passwordStored,
        int calls,
        List<GrantStatus> grants,
        List<ServiceStatus> services) {
    /**
     * Equipment of which nobody tells what answers its rings, nor whether its address is translated.
     *
     * @param name its local name
     * @param id the ID under which it is enrolled with its server
     * @param key its public key
     * @param state in words
     * @param trouble why it is not registered and what to do, in words
     * @param answered how long ago the server answered the last registration
     * @param server the server address in use
     * @param reflexive its address as the server sees it, if registered
     * @param leaseUntil when its lease ends, if it has one
     * @param systems the systems that it answers
     * @param passwordStored whether a password was set
     * @param calls how many call-backs are open
     * @param grants who may ring it
     */
    public EquipmentStatus(
            EquipmentId name,
            EquipmentId id,
            KeyFingerprint key,
            String state,
            String trouble,
            Optional<Duration> answered,
            String server,
            Optional<String> reflexive,
            Optional<Instant> leaseUntil,
            Set<RingSystem> systems,
            boolean passwordStored,
            int calls,
            List<GrantStatus> grants) {
        this(
                name,
                id,
                key,
                state,
                trouble,
                answered,
                server,
                reflexive,
                Optional.empty(),
                leaseUntil,
                systems,
                passwordStored,
                calls,
                grants,
                List.of());
    }

    /**
     * What answers one service. Immutable.
     *
     * @param name its name, as an issuer asks for it; whatever answers chose it
     * @param admin whether only those may ring for it whose grant names it
     * @param answeredBy the local address that it is forwarded to, else the symbolic name of the bundle that answers;
     *     empty if that is not known
     */
    public record ServiceStatus(String name, boolean admin, String answeredBy) {}

    /**
     * The state of equipment that is known by its ID.
     *
     * @param id the ID under which it is enrolled with its server
     * @param key its public key
     * @param state in words
     * @param trouble why it is not registered and what to do, in words
     * @param answered how long ago the server answered the last registration
     * @param server the server address in use
     * @param reflexive its address as the server sees it
     * @param leaseUntil when its lease ends
     * @param systems the systems that it answers
     * @param passwordStored whether a password was set
     * @param calls how many call-backs are open
     * @param grants who may ring it
     */
    public EquipmentStatus(
            EquipmentId id,
            KeyFingerprint key,
            String state,
            String trouble,
            Optional<Duration> answered,
            String server,
            Optional<String> reflexive,
            Optional<Instant> leaseUntil,
            Set<RingSystem> systems,
            boolean passwordStored,
            int calls,
            List<GrantStatus> grants) {
        this(
                id,
                id,
                key,
                state,
                trouble,
                answered,
                server,
                reflexive,
                leaseUntil,
                systems,
                passwordStored,
                calls,
                grants);
    }

    /**
     * One permission.
     *
     * @param id the grant
     * @param person the name it was granted to
     * @param key the issuer's key, known once it has rung
     * @param made when it was granted
     * @param revoked whether it was taken back
     * @param suspended whether its owner suspended it: nobody comes in by it until it is resumed
     * @param overdue whether it was not used in time, and never will be
     * @param alarm what is wrong with it, in words; empty if nothing is
     * @param terms which services it gives, and until when
     * @param ended whether it stood until its end came
     */
    public record GrantStatus(
            GrantId id,
            EquipmentId person,
            Optional<KeyFingerprint> key,
            Instant made,
            boolean revoked,
            boolean suspended,
            boolean overdue,
            String alarm,
            GrantTerms terms,
            boolean ended) {
        /**
         * A permission for all services, without an end.
         *
         * @param id the grant
         * @param person the name it was granted to
         * @param key the issuer's key, known once it has rung
         * @param made when it was granted
         * @param revoked whether it was taken back
         * @param suspended whether its owner suspended it
         * @param overdue whether it was not used in time
         * @param alarm what is wrong with it, in words
         */
        public GrantStatus(
                GrantId id,
                EquipmentId person,
                Optional<KeyFingerprint> key,
                Instant made,
                boolean revoked,
                boolean suspended,
                boolean overdue,
                String alarm) {
            this(id, person, key, made, revoked, suspended, overdue, alarm, GrantTerms.ALL, false);
        }

        /** {@return whether it stands no more: it was taken back, or ended} */
        public boolean over() {
            return revoked || ended;
        }
    }
}
