package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Secret;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.EquipmentNames;
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
 * @param names its names, and the place of this record
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
        EquipmentNames names,
        Secret identity,
        KeyFingerprint key,
        SealingKey sealing,
        List<String> servers,
        ServerPins pins,
        Set<ProtectionId> protections,
        long codeId,
        Instant made) {
    /**
     * Equipment whose local name or place is not its ID has this version, by which an older program refuses it: it would
     * take the place for the ID, and register under that.
     */
    private static final long WITH_NAME = 2;

    private static final int IDENTITY = 1;
    private static final int KEY = 2;
    private static final int SEALING_PUBLIC = 3;
    private static final int SEALING_PRIVATE = 4;
    private static final int SERVER = 5;
    private static final int PIN = 6;
    private static final int PROTECTION = 7;
    private static final int CODE_ID = 8;
    private static final int MADE = 9;
    private static final int ID = 10;
    private static final int NAME = 11;

    StoredEquipment {
        servers = List.copyOf(servers);
        protections = Set.copyOf(protections);
    }

    /** Makes a record with fresh keys for the equipment of a ticket. */
    static StoredEquipment create(EquipmentNames names, Ticket ticket, CoreCrypto primitives) {
        DeviceIdentity keys = primitives.identities().create();
        return of(
                names,
                ticket,
                keys.encoded(),
                keys.fingerprint(),
                primitives.identities().createSealingKey());
    }

    /** The record with the same keys and the server of another ticket. */
    StoredEquipment with(Ticket ticket) {
        return of(names, ticket, identity, key, sealing);
    }

    private static StoredEquipment of(
            EquipmentNames names, Ticket ticket, Secret identity, KeyFingerprint key, SealingKey sealing) {
        return new StoredEquipment(
                names,
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
        return new StoredEquipment(names, identity, key, sealing, servers, pins, enrolled, codeId, made);
    }

    /** The record of the same equipment under other names, of the same ID. */
    StoredEquipment with(EquipmentNames other) {
        return new StoredEquipment(other, identity, key, sealing, servers, pins, protections, codeId, made);
    }

    /** {@return the local name, for persons and their configuration} */
    EquipmentId name() {
        return names.name();
    }

    /** {@return the ID at its server: for the wire, for proofs and keys, and for the password's salt} */
    EquipmentId id() {
        return names.id();
    }

    /** {@return the key of its records on disk, or the beginning of it} */
    String place() {
        return names.place();
    }

    /** {@return what to do if another server answers than the one with which it is enrolled, in words} */
    String ofOtherServer() {
        return "the server may have been set up anew: then its operator runs 'enrol " + id()
                + "', and that string is given to"
                + " 'join --replace' here; that makes new keys, so the password is then set and each grant given anew; if"
                + " it was not, something else is at its address";
    }

    byte[] toBytes() {
        Tlv.Writer out = new Tlv.Writer();
        if (!names.plain()) {
            out.put(StoredRecord.VERSION, WITH_NAME).put(ID, id().value()).put(NAME, name().value());
        }
        out.put(IDENTITY, identity.copyBytes())
                .put(KEY, key.bytes())
                .put(SEALING_PUBLIC, sealing.publicKey().bytes())
                .put(SEALING_PRIVATE, sealing.encoded().copyBytes());
        servers.forEach(server -> out.put(SERVER, server));
        pins.authorities().forEach(pin -> out.put(PIN, pin.bytes()));
        StoredProtections.write(out, PROTECTION, protections);
        return out.put(CODE_ID, codeId).put(MADE, made.getEpochSecond()).toBytes();
    }

    static StoredEquipment of(String place, byte[] record) {
        Tlv in = StoredRecord.read(Records.EQUIPMENT, record, WITH_NAME);
        EquipmentNames names = in.find(NAME).isPresent()
                ? new EquipmentNames(place, new EquipmentId(in.text(NAME)), new EquipmentId(in.text(ID)))
                : EquipmentNames.plain(new EquipmentId(place));
        return new StoredEquipment(
                names,
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
