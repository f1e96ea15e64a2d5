package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.spi.BoxContent;
import org.ringback.spi.Grant;
import org.ringback.spi.ReasonKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.spi.SealedBox;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** The issuer's side of the bench, and the server's part in its rings. */
final class Caller {
    static final InetSocketAddress HERE = new InetSocketAddress("8.8.8.8", 45_000);

    final Rig rig;
    final Rig.Remote remote;
    final Grant grant;
    KeyFingerprint key = Rig.ISSUER.fingerprint();
    InetSocketAddress address = HERE;
    Secret password;
    Secret rawPassword;
    boolean wrongProof;
    String service = "http";
    RingNonce nonce;
    Optional<RingNonce> firstTry = Optional.empty();
    int connectionId = 1;
    long bind;
    ReasonKey reasonKey;
    byte[] sealed = {};

    private Caller(Rig rig, Rig.Remote remote, Grant grant) {
        this.rig = rig;
        this.remote = remote;
        this.grant = grant;
    }

    /** Has a grant made at the gateway, the server willing, and takes its string. */
    static Caller invited(Rig rig, Rig.Remote remote, EquipmentId person) {
        return invited(rig, remote, person, GrantTerms.ALL);
    }

    static Caller invited(Rig rig, Rig.Remote remote, EquipmentId person, GrantTerms terms) {
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), remote.id, person, terms));
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        Message invite = rig.take(Action.Send.class).message();
        assertEquals(MessageKind.INVITE, invite.kind());
        rig.receive(dial.connection(), invited(rig, invite));
        Object printed = rig.take(Action.Completed.class).result();
        rig.actions.clear();
        return new Caller(rig, remote, Rig.STRINGS.grant((String) printed));
    }

    /** The same person, once the equipment registered anew. */
    Caller at(Rig.Remote registered) {
        Caller same = new Caller(rig, registered, grant);
        same.key = key;
        same.password = password;
        same.connectionId = connectionId;
        same.service = service;
        return same;
    }

    static Message invited(Rig rig, Message invite) {
        return Message.of(MessageKind.INVITED, invite.transaction())
                .with(Attributes.CODE_ID, 77L)
                .with(Attributes.CODE, new byte[16])
                .with(Attributes.LIFETIME, 86_400)
                .with(Attributes.PROTECTIONS, List.copyOf(rig.protections))
                .with(Attributes.SERVER_TIME, rig.now().wall().getEpochSecond())
                .build();
    }

    Message second(RingSystem system) {
        nonce = RingNonce.random(rig.random);
        return second(system, nonce, remote.id);
    }

    Message second(RingSystem system, RingNonce ring, EquipmentId target) {
        byte[] proof = proof(grant.secret(), ProofUse.GRANT, system, ring);
        if (wrongProof) {
            proof[0]++;
        }
        Optional<byte[]> passwordProof = system.needsPassword() && password != null
                ? Optional.of(proof(password, ProofUse.PASSWORD, system, ring))
                : Optional.empty();
        Optional<byte[]> rawProof =
                Optional.ofNullable(rawPassword).map(typed -> proof(typed, ProofUse.PASSWORD, system, ring));
        SealedBox box = Rig.RINGS.sealBox(
                grant.sealing(),
                remote.id,
                ring,
                new BoxContent(system, service, grant.id(), key, proof, passwordProof, rawProof, firstTry));
        reasonKey = box.reasonKey();
        return Message.of(MessageKind.SECOND_REQUEST, TransactionId.random(rig.random))
                .with(Attributes.TARGET_ID, target)
                .with(Attributes.RING_NONCE, ring)
                .with(Attributes.XOR_PEER_ADDRESS, address)
                .with(Attributes.BOX, box.bytes())
                .build();
    }

    private byte[] proof(Secret secret, ProofUse use, RingSystem system, RingNonce ring) {
        return Rig.RINGS.ringProof(secret, use, system, ring, remote.id, service, key, grant.identity());
    }

    /** Wakes the equipment, takes its second TCP connection and hands it the second connection request. */
    void ring(RingSystem system) {
        ring(second(system));
    }

    void ring(Message second) {
        Message request = wakeUp();
        rig.receive(bind, with(second, request.transaction()));
    }

    /** {@return the ConnectionBind that answers a wake-up} */
    Message wakeUp() {
        rig.pass(Duration.ofSeconds(1));
        rig.actions.clear();
        rig.send(remote.wakeUp(++connectionId));
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        assertEquals(remote.id, dial.self());
        bind = dial.connection();
        rig.establish(dial);
        Message request = rig.take(Action.Send.class).message();
        assertEquals(MessageKind.CONNECTION_BIND, request.kind());
        assertEquals(connectionId, (int) request.get(Attributes.CONNECTION_ID));
        return request;
    }

    static Message with(Message second, TransactionId transaction) {
        return Message.of(MessageKind.SECOND_REQUEST, transaction)
                .with(Attributes.TARGET_ID, second.get(Attributes.TARGET_ID))
                .with(Attributes.RING_NONCE, second.get(Attributes.RING_NONCE))
                .with(Attributes.XOR_PEER_ADDRESS, second.get(Attributes.XOR_PEER_ADDRESS))
                .with(Attributes.BOX, second.get(Attributes.BOX))
                .build();
    }

    /** Checks that the ring was refused, and that not one packet goes to the issuer. */
    void assertRefused(String why) {
        rig.none(Rig.DialIssuer.class);
        assertReport(Outcome.REFUSED);
        assertEquals(why, rig.core.stories().get(0).ended().orElseThrow().reason());
    }

    void assertReport(Outcome outcome) {
        Action.Send report = rig.take(Action.Send.class);
        assertEquals(bind, report.connection());
        assertEquals(MessageKind.REPORT, report.message().kind());
        assertEquals(connectionId, (int) report.message().get(Attributes.CONNECTION_ID));
        assertEquals(outcome, report.message().get(Attributes.OUTCOME));
        // Every last report says something under seal, or as many random bytes.
        assertEquals(
                outcome != Outcome.CALLING,
                report.message().find(Attributes.SEALED_REASON).isPresent());
        sealed = report.message().find(Attributes.SEALED_REASON).orElse(new byte[0]);
    }

    /** {@return what the last report told this issuer} */
    Optional<ToldReason> told() {
        assertEquals(RingCrypto.SEALED_REASON_LENGTH, sealed.length);
        return Rig.RINGS.openReason(reasonKey, remote.id, nonce, sealed);
    }

    /** Takes the report of a ring that was refused. */
    Message refusal() {
        Action.Send report = rig.take(Action.Send.class);
        assertEquals(bind, report.connection());
        assertEquals(Outcome.REFUSED, report.message().get(Attributes.OUTCOME));
        return report.message();
    }

    /** Takes the dial, proves the issuer's key, and returns the communication request. */
    Action.Send reached() {
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        assertEquals(address, dial.address());
        assertEquals(key, dial.issuer());
        rig.establish(dial.connection(), key, address);
        Action.Send asked = rig.take(Action.Send.class);
        assertEquals(MessageKind.COMMUNICATION_REQUEST, asked.message().kind());
        return asked;
    }

    void accept(Action.Send asked) {
        rig.receive(
                asked.connection(),
                Message.of(MessageKind.ACCEPTED, asked.message().transaction())
                        .with(Attributes.RING_NONCE, nonce)
                        .build());
    }

    /** AnsweredRings and accepts; returns the number of the call-back. */
    long answeredRing(RingSystem system) {
        ring(system);
        assertReport(Outcome.CALLING);
        Action.Send asked = reached();
        accept(asked);
        assertEquals(asked.connection(), rig.take(AcceptorAction.HandOver.class).connection());
        assertReport(Outcome.REACHED);
        return asked.connection();
    }
}
