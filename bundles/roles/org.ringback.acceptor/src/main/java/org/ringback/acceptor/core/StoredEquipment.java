package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Secret;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.StoredProtections;
import org.ringback.kernel.StoredRecord;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.SealingKey;
import org.ringback.spi.SealingPublicKey;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.wire.Tlv;

/**
 * The record of one piece of equipment: its keys, and how it finds its server. Immutable.
 *
 * @param id the equipment
 * @param identity its key and certificate
 * @param key the fingerprint of that key
 * @param sealing the key pair for the boxes of issuers
 * @param servers {@code host:port}
 * @param pins the authorities that may vouch for the server
 * @param protections the protections that its connections may use
 * @param codeId the ID of the one-time code with which it was or is being enrolled
 * @param made when its enrolment string was made
 */
record StoredEquipment(
        EquipmentId id,
        Secret identity,
        KeyFingerprint key,
        SealingKey sealing,
        List<String> servers,
        ServerPins pins,
        Set<ProtectionId> protections,
        long codeId,
        Instant made) {
    private static final int IDENTITY = 1;
    private static final int KEY = 2;
    private static final int SEALING_PUBLIC = 3;
    private static final int SEALING_PRIVATE = 4;
    private static final int SERVER = 5;
    private static final int PIN = 6;
    private static final int PROTECTION = 7;
    private static final int CODE_ID = 8;
    private static final int MADE = 9;

    StoredEquipment {
        servers = List.copyOf(servers);
        protections = Set.copyOf(protections);
    }

    /** Makes a record with fresh keys for the equipment of a ticket. */
    static StoredEquipment create(Ticket ticket, CoreCrypto primitives) {
        DeviceIdentity keys = primitives.identities().create();
        return of(
                ticket,
                keys.encoded(),
                keys.fingerprint(),
                primitives.identities().createSealingKey());
    }

    /** The record with the same keys and the server of another ticket. */
    StoredEquipment with(Ticket ticket) {
        return of(ticket, identity, key, sealing);
    }

    private static StoredEquipment of(Ticket ticket, Secret identity, KeyFingerprint key, SealingKey sealing) {
        return new StoredEquipment(
                ticket.id(),
                identity,
                key,
                sealing,
                ticket.servers(),
                ticket.pins(),
                ticket.protections(),
                ticket.codeId(),
                ticket.made());
    }

    /** The record with the protections of an enrolment. */
    StoredEquipment with(Set<ProtectionId> enrolled) {
        return new StoredEquipment(id, identity, key, sealing, servers, pins, enrolled, codeId, made);
    }

    /** {@return what to do if another server answers than the one with which it is enrolled, in words} */
    String ofOtherServer() {
        return "the server may have been set up anew: then its operator runs 'enrol " + id
                + "', and that string is given to"
                + " 'join --replace' here; that makes new keys, so the password is then set and each grant given anew; if"
                + " it was not, something else is at its address";
    }

    byte[] toBytes() {
        Tlv.Writer out = new Tlv.Writer();
        out.put(IDENTITY, identity.copyBytes())
                .put(KEY, key.bytes())
                .put(SEALING_PUBLIC, sealing.publicKey().bytes())
                .put(SEALING_PRIVATE, sealing.encoded().copyBytes());
        servers.forEach(server -> out.put(SERVER, server));
        pins.authorities().forEach(pin -> out.put(PIN, pin.bytes()));
        StoredProtections.write(out, PROTECTION, protections);
        return out.put(CODE_ID, codeId).put(MADE, made.getEpochSecond()).toBytes();
    }

    static StoredEquipment of(EquipmentId id, byte[] record) {
        Tlv in = StoredRecord.read(Records.EQUIPMENT, record);
        return new StoredEquipment(
                id,
                Secret.copyOf(in.bytes(IDENTITY)),
                KeyFingerprint.of(in.bytes(KEY)),
                new SealingKey(SealingPublicKey.of(in.bytes(SEALING_PUBLIC)), Secret.copyOf(in.bytes(SEALING_PRIVATE))),
                in.texts(SERVER),
                new ServerPins(in.all(PIN).stream().map(KeyFingerprint::of).toList()),
                StoredProtections.read(in, PROTECTION),
                in.number(CODE_ID),
                Instant.ofEpochSecond(in.number(MADE)));
    }
}
