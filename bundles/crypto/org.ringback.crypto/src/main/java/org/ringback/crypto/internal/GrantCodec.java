package org.ringback.crypto.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.spi.Grant;
import org.ringback.spi.SealingPublicKey;
import org.ringback.wire.Tlv;

/** Writes and reads the fields of a grant string that an enrolment string does not have. Stateless. */
final class GrantCodec {
    /** Length of a grant's secret, in bytes. */
    static final int SECRET_LENGTH = 32;

    private static final int EQUIPMENT = 17;
    private static final int IDENTITY = 18;
    private static final int SEALING = 19;
    private static final int GRANT_ID = 20;
    private static final int SECRET = 21;
    private static final int SYSTEM = 22;
    private static final int USE_BY = 23;
    private static final int SERVICE = 24;
    private static final int ONLY_THESE = 25;
    private static final int UNTIL = 26;

    private GrantCodec() {}

    static Tlv.Writer write(Grant grant, Tlv.Writer out) {
        TicketCodec.write(grant.invitation(), out);
        byte[] secret = Fields.ofLength("grant secret", grant.secret().copyBytes(), SECRET_LENGTH);
        out.put(EQUIPMENT, grant.equipment().value())
                .put(IDENTITY, grant.identity().bytes())
                .put(SEALING, grant.sealing().bytes())
                .put(GRANT_ID, grant.id().bytes())
                .put(SECRET, secret)
                .put(USE_BY, grant.useBy().toEpochMilli());
        Arrays.fill(secret, (byte) 0);
        grant.systems().stream().sorted().forEach(system -> out.put(SYSTEM, new byte[] {(byte) system.number()}));
        GrantTerms terms = grant.terms();
        terms.services().forEach(service -> out.put(SERVICE, service));
        if (terms.onlyThese()) {
            out.put(ONLY_THESE, new byte[] {1});
        }
        terms.until().ifPresent(end -> out.put(UNTIL, end.toEpochMilli()));
        return out;
    }

    static Grant read(Tlv in) {
        return new Grant(
                TicketCodec.read(in),
                new EquipmentId(in.text(EQUIPMENT)),
                KeyFingerprint.of(Fields.ofLength("identity", in.bytes(IDENTITY), KeyFingerprint.LENGTH)),
                SealingPublicKey.of(Fields.ofLength("sealing key", in.bytes(SEALING), SealingPublicKey.LENGTH)),
                GrantId.of(Fields.ofLength("grant ID", in.bytes(GRANT_ID), GrantId.LENGTH)),
                Kdf.take(Fields.ofLength("grant secret", in.bytes(SECRET), SECRET_LENGTH)),
                systems(in.all(SYSTEM)),
                Instant.ofEpochMilli(in.number(USE_BY)),
                new GrantTerms(
                        in.texts(SERVICE),
                        in.find(ONLY_THESE).isPresent(),
                        in.find(UNTIL).map(end -> Instant.ofEpochMilli(in.number(UNTIL)))));
    }

    /** Reads systems, leaving out unknown ones of a later version: this one could not ask for them. */
    private static Set<RingSystem> systems(List<byte[]> values) {
        Set<RingSystem> known = EnumSet.noneOf(RingSystem.class);
        for (byte[] value : values) {
            int number = TicketCodec.number("system", value);
            for (RingSystem system : RingSystem.values()) {
                if (system.number() == number) {
                    known.add(system);
                }
            }
        }
        return known;
    }
}
