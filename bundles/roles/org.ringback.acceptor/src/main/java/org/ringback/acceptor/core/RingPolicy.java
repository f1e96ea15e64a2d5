package org.ringback.acceptor.core;

import static org.ringback.acceptor.core.RefusedRing.cutting;
import static org.ringback.acceptor.core.RefusedRing.told;
import static org.ringback.acceptor.core.RefusedRing.untold;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.DialRules;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.spi.BoxContent;
import org.ringback.spi.OpenedBox;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;

/** Judges second connection requests: checks them in the order of docs/protocol.md, "A ring at the acceptor". */
record RingPolicy(Context context, DialRules rules) {

    /**
     * Judges one request whose ring nonce is new.
     *
     * @param equipment the equipment that was rung
     * @param request the second connection request
     * @param way how it came
     * @param story is told the system, from where, and the person once the grant is proved
     * @param reporter is given the key that is shared with the issuer
     * @param turn takes the changes to write
     * @return the permitted ring
     * @throws RefusedRing if it is refused
     */
    PermittedRing judge(
            Equipment equipment, Message request, RequestWay way, Story story, RingReporter reporter, Turn turn)
            throws RefusedRing {
        if (!request.get(Attributes.TARGET_ID).equals(equipment.id())) {
            throw untold("other-target", "the request is for other equipment");
        }
        RingNonce nonce = request.get(Attributes.RING_NONCE);
        // [ACC-10] the box opens with the equipment's sealing key
        OpenedBox opened = context.crypto()
                .openBox(equipment.self().sealing(), equipment.id(), nonce, request.get(Attributes.BOX))
                .orElseThrow(() -> untold(
                        "box", "the issuer's box does not open: made for another key, equipment or ring, or changed"));
        reporter.opened(opened.reasonKey());
        BoxContent box = opened.content();
        story.system(box.system());
        story.step(turn, "box opened", "system " + box.system().label() + ", service " + box.service());
        InetSocketAddress issuer = request.get(Attributes.XOR_PEER_ADDRESS);
        grant(equipment, box, nonce, story, turn);
        system(equipment, box.system(), way.byDatagram());
        password(equipment, box, nonce, turn);
        Optional<RelayWay> relay = RelayWay.of(request, way.server());
        Optional<RefusedRing> notDialled = notDialled(equipment, issuer);
        if (notDialled.isPresent() && relay.isEmpty()) {
            throw notDialled.get();
        }
        return new PermittedRing(equipment, nonce, box, issuer, notDialled, Punching.of(request, way.local()), relay);
    }

    /**
     * Checks that a grant is still valid for a key, and gives a service.
     *
     * @param equipment the equipment that was rung
     * @param grant the grant as of judging the request, or newer
     * @param issuer the issuer's key
     * @param service the service asked for
     * @param turn takes the changes of an alarm
     * @throws RefusedRing if it is not, or does not
     */
    void standing(Equipment equipment, StoredGrant grant, KeyFingerprint issuer, String service, Turn turn)
            throws RefusedRing {
        // [ACC-26] Whoever proved a grant's secret, and is not the key that it is bound to (or, unbound, came too …
        if (equipment.isRevoked(issuer)) {
            throw cutting(
                    "revoked",
                    "the server revoked the key of " + grant.person() + ": only a new key comes in",
                    RingReason.NOT_ALLOWED,
                    CutReason.KEY_REVOKED);
        }
        // [ACC-11] the grant exists, is neither revoked nor suspended, is bound to no other key, and if unbound its …
        if (grant.revoked()) {
            throw cutting(
                    "revoked",
                    "the grant of " + grant.person() + " was revoked",
                    RingReason.NOT_ALLOWED,
                    CutReason.REVOKED);
        }
        if (grant.key().isPresent() && !grant.key().get().equals(issuer)) {
            // [ACC-13] an issuer key other than the bound one with a good proof: alarm, refused
            alarm(equipment, grant, issuer, turn);
        }
        if (grant.suspended()) {
            throw cutting(
                    "suspended",
                    "the grant of " + grant.person() + " is suspended",
                    RingReason.NOT_ALLOWED,
                    CutReason.SUSPENDED);
        }
        Instant now = context.time(equipment.self()).at(turn.now());
        if (grant.overdue(now)) {
            throw told(
                    "grant-expired",
                    "the grant of " + grant.person() + " was not used in time",
                    RingReason.NOT_ALLOWED);
        }
        // [ACC-34] and has not ended, by the gateway's clock if that is after the build, else by the latest time that …
        if (grant.ended(now)) {
            throw cutting(
                    "grant-ended",
                    "the grant of " + grant.person() + " ended",
                    RingReason.NOT_ALLOWED,
                    CutReason.ENDED);
        }
        // [ACC-35] the service in the box is one that the grant gives: one of its list, or, where it has none, any …
        if (!grant.terms().gives(service, context.services().admin(equipment.name(), service))) {
            throw cutting(
                    "service-not-granted",
                    "the grant of " + grant.person() + " does not give the service " + service
                            + (grant.terms().onlyThese() ? "" : ", which is marked admin"),
                    RingReason.SERVICE_NOT_GRANTED,
                    CutReason.SERVICE);
        }
    }

    private void grant(Equipment equipment, BoxContent box, RingNonce nonce, Story story, Turn turn)
            throws RefusedRing {
        StoredGrant grant =
                equipment.grant(box.grant()).orElseThrow(() -> untold("no-grant", "there is no such grant"));
        if (!proved(equipment, box, nonce, grant.secret(), ProofUse.GRANT, box.grantProof())) {
            throw untold("grant-proof", "the proof of the grant of " + grant.person() + " is wrong");
        }
        story.person(grant.person());
        standing(equipment, grant, box.issuer(), box.service(), turn);
    }

    private void alarm(Equipment equipment, StoredGrant grant, KeyFingerprint other, Turn turn) throws RefusedRing {
        if (grant.alarm().isEmpty()) {
            StoredGrant alarmed = grant.alarmed("another key, " + other.shortForm() + ", used this grant's secret at "
                    + context.time(equipment.self()).at(turn.now()));
            equipment.put(alarmed);
            turn.persist(List.of(Records.grant(equipment.place(), alarmed)));
        }
        throw told(
                "grant-other-key",
                "the grant of " + grant.person() + " belongs to another key",
                RingReason.NOT_ALLOWED);
    }

    private void system(Equipment equipment, RingSystem system, boolean byDatagram) throws RefusedRing {
        // [SYS-1] A piece of equipment answers only the systems that its owner lists
        if (!equipment.systems().contains(system)) {
            throw told("system", "the equipment does not answer the system " + system.label(), RingReason.NOT_ALLOWED);
        }
        // [ACC-14] the system in the box is one that the equipment answers, and fits how the request came (datagram …
        if ((system == RingSystem.DATAGRAM) != byDatagram) {
            throw told(
                    "system-way",
                    "a request of the system " + system.label() + " does not come "
                            + (byDatagram ? "by datagram" : "on a second TCP connection"),
                    RingReason.NOT_ALLOWED);
        }
    }

    private void password(Equipment equipment, BoxContent box, RingNonce nonce, Turn turn) throws RefusedRing {
        if (!box.system().needsPassword()) {
            return;
        }
        if (equipment.passwordLost()) {
            throw told(
                    "password-lost",
                    "the password is lost, as the store went back: it must be set anew at the gateway",
                    RingReason.GATEWAY_TROUBLE);
        }
        if (equipment.password().isEmpty()) {
            throw told("no-password", "no password is stored for this equipment", RingReason.GATEWAY_TROUBLE);
        }
        PasswordPatience patience = equipment.patience();
        // [ACC-17] A box whose first try is the last wrong ring of its grant is refused without being judged, and …
        if (patience.knows(box.grant(), box.firstTry())) {
            throw told("password", "wrong password, as in this ring's first try", RingReason.WRONG_PASSWORD);
        }
        Duration wait = patience.until(box.grant(), turn.nanos());
        if (!wait.isZero()) {
            throw told(
                    "password-too-soon",
                    "too soon after wrong passwords of this grant",
                    new ToldReason(RingReason.TOO_SOON, wait));
        }
        StoredPassword password = equipment.password().get();
        // [ACC-23] A missing password proof is a wrong one.
        byte[] proof = proof(box, password.form()).orElse(new byte[0]);
        // [PASS-5] So one proof is judged for each ring, and one counts.
        if (!proved(equipment, box, nonce, password.information(), ProofUse.PASSWORD, proof)) {
            patience.wrong(box.grant(), nonce, turn.nanos());
            throw told("password", "wrong password", RingReason.WRONG_PASSWORD);
        }
        patience.right(box.grant());
    }

    /** The one proof to judge, even if two came: judging both would be two guesses that count as one. */
    private static Optional<byte[]> proof(BoxContent box, StoredPassword.Form stored) {
        // [ACC-15] the password proof, where the system needs it (one: tag 6, or 9 against a raw record), in …
        return stored == StoredPassword.Form.RAW ? box.rawPasswordProof().or(box::passwordProof) : box.passwordProof();
    }

    /** Why an address is not dialled: it is refused, or this home has no line that leads there. */
    private Optional<RefusedRing> notDialled(Equipment equipment, InetSocketAddress issuer) {
        Optional<InetSocketAddress> reflexive = equipment.registrar().reflexive();
        Optional<String> refused = rules.refusal(issuer, reflexive);
        if (refused.isPresent()) {
            return Optional.of(told("address", refused.get(), RingReason.ADDRESS_REFUSED));
        }
        if (rules.noLine(issuer.getAddress(), reflexive)) {
            String family = issuer.getAddress() instanceof Inet6Address ? "IPv6" : "IPv4";
            return Optional.of(told(
                    "no-line",
                    "the issuer rings by " + family + ", and this home has no line of it",
                    RingReason.NO_LINE));
        }
        return Optional.empty();
    }

    /** Whether a proof is right: computes it and compares in constant time (requirement 10). */
    private boolean proved(
            Equipment equipment, BoxContent box, RingNonce nonce, Secret key, ProofUse use, byte[] proof) {
        byte[] computed = context.crypto()
                .ringProof(
                        key,
                        use,
                        box.system(),
                        nonce,
                        equipment.id(),
                        box.service(),
                        box.issuer(),
                        equipment.self().key());
        // [ACC-12] the grant proof, in constant time
        return MessageDigest.isEqual(computed, proof);
    }
}
