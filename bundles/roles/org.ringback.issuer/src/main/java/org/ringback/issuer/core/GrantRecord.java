package org.ringback.issuer.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.EquipmentNames;
import org.ringback.kernel.StoredProtections;
import org.ringback.kernel.StoredRecord;
import org.ringback.spi.Grant;
import org.ringback.spi.SealingPublicKey;
import org.ringback.spi.ServerPins;
import org.ringback.wire.Tlv;

/**
 * One grant as kept on disk, as TLV: the content of the grant string and the server's answer. Immutable.
 *
 * @param names the names of the equipment granted, and the place of this record
 * @param self the ID under which the server knows this issuer
 * @param route how to reach the server
 * @param identity the equipment's key
 * @param sealing the key to which boxes are sealed
 * @param id the grant
 * @param secret proved in every ring
 * @param systems the systems that the equipment answers
 * @param since when it was taken
 * @param made when its string was made, by the gateway's clock; empty in records of older versions
 * @param terms which services it gives and until when, as its string says
 */
record GrantRecord(
        EquipmentNames names,
        EquipmentId self,
        ServerEntry route,
        KeyFingerprint identity,
        SealingPublicKey sealing,
        GrantId id,
        Secret secret,
        Set<RingSystem> systems,
        Instant since,
        Optional<Instant> made,
        GrantTerms terms) {
    private static final long VERSION = 1;
    /**
     * {@link StoredRecord#VERSION} of a grant whose local name or place is not the ID, by which an older program
     * refuses it: it would take the place for the ID, and hash the password for the wrong one.
     */
    private static final long WITH_NAME = 2;

    private static final int TAG_VERSION = 1;
    private static final int TAG_EQUIPMENT = 2;
    private static final int TAG_SELF = 3;
    private static final int TAG_SERVER = 4;
    private static final int TAG_PIN = 5;
    private static final int TAG_PROTECTION = 6;
    private static final int TAG_IDENTITY = 7;
    private static final int TAG_SEALING = 8;
    private static final int TAG_GRANT_ID = 9;
    private static final int TAG_SECRET = 10;
    private static final int TAG_SYSTEM = 11;
    private static final int TAG_SINCE = 12;
    private static final int TAG_MADE = 13;
    private static final int TAG_SERVICE = 14;
    private static final int TAG_ONLY_THESE = 15;
    private static final int TAG_UNTIL = 16;
    private static final int TAG_NAME = 17;

    GrantRecord {
        systems = Set.copyOf(systems);
        since = since.truncatedTo(ChronoUnit.SECONDS);
        made = made.map(when -> when.truncatedTo(ChronoUnit.SECONDS));
    }

    static GrantRecord of(
            Grant grant, EquipmentNames names, EquipmentId self, Set<ProtectionId> protections, Instant since) {
        return new GrantRecord(
                names,
                self,
                new ServerEntry(grant.invitation().servers(), grant.invitation().pins(), protections, since),
                grant.identity(),
                grant.sealing(),
                grant.id(),
                grant.secret(),
                grant.systems(),
                since,
                Optional.of(grant.invitation().made()),
                grant.terms());
    }

    /** The same grant with the protections of a new enrolment at its server. */
    GrantRecord with(Set<ProtectionId> enrolled) {
        return new GrantRecord(
                names, self, route.with(enrolled), identity, sealing, id, secret, systems, since, made, terms);
    }

    /** The same grant under another local name of the equipment. */
    GrantRecord named(EquipmentId name) {
        return new GrantRecord(
                names.named(name), self, route, identity, sealing, id, secret, systems, since, made, terms);
    }

    /** {@return the local name of the equipment, for persons} */
    EquipmentId name() {
        return names.name();
    }

    /** {@return the ID of the equipment, for the wire, for proofs and for the password's salt} */
    EquipmentId target() {
        return names.id();
    }

    /** {@return the key of this record on disk, and of the password's} */
    String place() {
        return names.place();
    }

    /** Whether it is for equipment of this ID and key. */
    boolean isFor(EquipmentId target, KeyFingerprint key) {
        return target().equals(target) && identity.equals(key);
    }

    byte[] toBytes() {
        Tlv.Writer out = new Tlv.Writer();
        if (!names.plain()) {
            out.put(StoredRecord.VERSION, WITH_NAME).put(TAG_NAME, name().value());
        }
        out.put(TAG_VERSION, VERSION).put(TAG_EQUIPMENT, target().value()).put(TAG_SELF, self.value());
        route.servers().forEach(server -> out.put(TAG_SERVER, server));
        route.pins().authorities().forEach(pin -> out.put(TAG_PIN, pin.bytes()));
        StoredProtections.write(out, TAG_PROTECTION, route.protections());
        out.put(TAG_IDENTITY, identity.bytes())
                .put(TAG_SEALING, sealing.bytes())
                .put(TAG_GRANT_ID, id.bytes())
                .put(TAG_SECRET, secret.copyBytes());
        systems.forEach(system -> out.put(TAG_SYSTEM, new byte[] {(byte) system.number()}));
        made.ifPresent(when -> out.put(TAG_MADE, when.getEpochSecond()));
        terms.services().forEach(service -> out.put(TAG_SERVICE, service));
        if (terms.onlyThese()) {
            out.put(TAG_ONLY_THESE, 1);
        }
        terms.until().ifPresent(end -> out.put(TAG_UNTIL, end.getEpochSecond()));
        return out.put(TAG_SINCE, since.getEpochSecond()).toBytes();
    }

    static GrantRecord read(String place, byte[] bytes) {
        Tlv in = StoredRecord.read(IssuerRecords.GRANTS, bytes, WITH_NAME);
        if (in.number(TAG_VERSION) != VERSION) {
            throw new IllegalArgumentException(
                    "grant record: version " + in.number(TAG_VERSION) + " (expected: " + VERSION + ")");
        }
        Instant since = Instant.ofEpochSecond(in.number(TAG_SINCE));
        ServerPins pins =
                new ServerPins(in.all(TAG_PIN).stream().map(KeyFingerprint::of).toList());
        Set<ProtectionId> protections = StoredProtections.read(in, TAG_PROTECTION);
        Set<RingSystem> systems = new LinkedHashSet<>();
        in.all(TAG_SYSTEM).forEach(system -> systems.add(RingSystem.of(system[0])));
        EquipmentId target = new EquipmentId(in.text(TAG_EQUIPMENT));
        EquipmentId name = in.find(TAG_NAME).isPresent() ? new EquipmentId(in.text(TAG_NAME)) : target;
        return new GrantRecord(
                new EquipmentNames(place, name, target),
                new EquipmentId(in.text(TAG_SELF)),
                new ServerEntry(in.texts(TAG_SERVER), pins, protections, since),
                KeyFingerprint.of(in.bytes(TAG_IDENTITY)),
                SealingPublicKey.of(in.bytes(TAG_SEALING)),
                GrantId.of(in.bytes(TAG_GRANT_ID)),
                Secret.copyOf(in.bytes(TAG_SECRET)),
                systems,
                since,
                in.find(TAG_MADE).map(made -> Instant.ofEpochSecond(in.number(TAG_MADE))),
                new GrantTerms(
                        in.texts(TAG_SERVICE),
                        in.find(TAG_ONLY_THESE).isPresent(),
                        in.find(TAG_UNTIL).map(end -> Instant.ofEpochSecond(in.number(TAG_UNTIL)))));
    }
}
