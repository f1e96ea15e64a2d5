package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.kernel.StoredRecord;
import org.ringback.wire.Tlv;

/**
 * The record of one permission. Immutable; each change is a new record.
 *
 * @param id the grant
 * @param person the name it was given to
 * @param secret 256 bits that every ring proves
 * @param made when it was made
 * @param useBy until when it must be bound to a key
 * @param key the issuer's key, once it completed a call-back's TLS
 * @param revoked whether it was taken back
 * @param suspended whether nobody comes in by it until it is resumed; never of one that was taken back
 * @param ended whether its end was noticed: it stays ended then, whatever the clock says
 * @param alarm what is wrong with it, in words without a name that may change; empty if nothing is
 * @param code the CODE-ID of its invitation; empty in records of older versions
 * @param terms which services it gives, if not all but those marked admin, and until when
 */
public record StoredGrant(
        GrantId id,
        EquipmentId person,
        Secret secret,
        Instant made,
        Instant useBy,
        Optional<KeyFingerprint> key,
        boolean revoked,
        boolean suspended,
        boolean ended,
        String alarm,
        Optional<Long> code,
        GrantTerms terms) {
    /** A suspended grant has this version, by which an older program refuses it rather than let somebody in. */
    private static final long WITH_SUSPENSION = 2;

    /** A grant that gives some services only, or has an end, has this one, for the same reason. */
    private static final long WITH_TERMS = 3;

    private static final int PERSON = 1;
    private static final int SECRET = 2;
    private static final int MADE = 3;
    private static final int USE_BY = 4;
    private static final int KEY = 5;
    private static final int REVOKED = 6;
    private static final int ALARM = 7;
    private static final int CODE = 8;
    private static final int SUSPENDED = 9;
    private static final int SERVICE = 10;
    private static final int UNTIL = 11;
    private static final int ENDED = 12;

    /** Begins what to do about an alarm. Older programs kept it in the record, with the names of that time. */
    private static final String ADVICE = ": revoke it";

    /** A grant without a list keeps no names, as a record with names is of one that gives these alone. */
    public StoredGrant {
        if (!terms.onlyThese()) {
            terms = new GrantTerms(List.of(), false, terms.until());
        }
    }

    StoredGrant boundTo(KeyFingerprint issuer) {
        return new StoredGrant(
                id, person, secret, made, useBy, Optional.of(issuer), revoked, suspended, ended, alarm, code, terms);
    }

    StoredGrant takenBack() {
        return new StoredGrant(id, person, secret, made, useBy, key, true, false, ended, alarm, code, terms);
    }

    StoredGrant suspended(boolean now) {
        return new StoredGrant(id, person, secret, made, useBy, key, revoked, now, ended, alarm, code, terms);
    }

    StoredGrant named(EquipmentId name) {
        return new StoredGrant(id, name, secret, made, useBy, key, revoked, suspended, ended, alarm, code, terms);
    }

    StoredGrant alarmed(String reason) {
        return new StoredGrant(id, person, secret, made, useBy, key, revoked, suspended, ended, reason, code, terms);
    }

    /** Its end was noticed. */
    StoredGrant atItsEnd() {
        return new StoredGrant(id, person, secret, made, useBy, key, revoked, suspended, true, alarm, code, terms);
    }

    /** {@return whether it stands no more, for good: it was taken back, or its end was noticed} */
    boolean over() {
        return revoked || ended;
    }

    /** {@return whether it was not used in time, and never will be} */
    boolean overdue(Instant now) {
        return key.isEmpty() && now.isAfter(useBy);
    }

    /** {@return whether it stood until its end came} */
    boolean ended(Instant now) {
        return !revoked && (ended || terms.over(now));
    }

    /** {@return what is wrong with it and what to do, in words; empty if nothing is} */
    String alarm(EquipmentId equipment) {
        return alarm.isEmpty()
                ? ""
                : alarm + ADVICE + " (revoke " + equipment + " " + person + " --grant " + id
                        + ") and grant anew; if accept-grant then says that the issuer is suspended, it says what the"
                        + " server's operator does";
    }

    GrantStatus status(EquipmentId equipment, Instant now) {
        return new GrantStatus(
                id, person, key, made, revoked, suspended, overdue(now), alarm(equipment), terms, ended(now));
    }

    byte[] toBytes() {
        Tlv.Writer out = new Tlv.Writer();
        if (!revoked && (terms.onlyThese() || terms.until().isPresent())) {
            out.put(StoredRecord.VERSION, WITH_TERMS);
        } else if (suspended) {
            out.put(StoredRecord.VERSION, WITH_SUSPENSION);
        }
        if (suspended) {
            out.put(SUSPENDED, 1);
        }
        if (ended) {
            out.put(ENDED, 1);
        }
        out.put(PERSON, person.value())
                .put(SECRET, secret.copyBytes())
                .put(MADE, made.getEpochSecond())
                .put(USE_BY, useBy.getEpochSecond())
                .put(REVOKED, revoked ? 1 : 0)
                .put(ALARM, alarm);
        key.ifPresent(issuer -> out.put(KEY, issuer.bytes()));
        code.ifPresent(id -> out.put(CODE, id));
        terms.services().forEach(service -> out.put(SERVICE, service));
        terms.until().ifPresent(end -> out.put(UNTIL, end.getEpochSecond()));
        return out.toBytes();
    }

    static StoredGrant of(GrantId id, byte[] record) {
        Tlv in = StoredRecord.read(Records.GRANTS, record, WITH_TERMS);
        List<String> services = in.texts(SERVICE);
        return new StoredGrant(
                id,
                new EquipmentId(in.text(PERSON)),
                Secret.copyOf(in.bytes(SECRET)),
                Instant.ofEpochSecond(in.number(MADE)),
                Instant.ofEpochSecond(in.number(USE_BY)),
                in.find(KEY).map(KeyFingerprint::of),
                in.number(REVOKED) != 0,
                in.find(SUSPENDED).isPresent(),
                in.find(ENDED).isPresent(),
                reason(in.text(ALARM)),
                in.find(CODE).map(found -> in.number(CODE)),
                new GrantTerms(
                        services,
                        !services.isEmpty(),
                        in.find(UNTIL).map(found -> Instant.ofEpochSecond(in.number(UNTIL)))));
    }

    private static String reason(String alarm) {
        int advice = alarm.indexOf(ADVICE);
        return advice < 0 ? alarm : alarm.substring(0, advice);
    }
}
