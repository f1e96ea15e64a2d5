package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.RingCrypto;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** What the issuer is told under seal of why it was not called back, and what it and the server can tell from it. */
public final class ToldReasonTest {
    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
    }

    private static Optional<ToldReason> only(RingReason reason) {
        return Optional.of(new ToldReason(reason));
    }

    private Optional<ToldReason> refused(RingSystem system) {
        anna.ring(system);
        anna.assertReport(Outcome.REFUSED);
        return anna.told();
    }

    private Secret setPassword() {
        Secret information = Secret.random(rig.random, 32);
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(++rig.request), Rig.LAMP, rig.key(), information));
        rig.take(Action.Completed.class);
        return information;
    }

    private void revoke() {
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.take(Action.Completed.class);
    }

    @Test
    public void aWrongPasswordIsToldAndThenHowLongToWait() {
        setPassword();
        anna.password = Secret.random(rig.random, 32);
        assertEquals(only(RingReason.WRONG_PASSWORD), refused(RingSystem.CERTIFIED));
        rig.pass(Duration.ofSeconds(2));
        assertEquals(only(RingReason.WRONG_PASSWORD), refused(RingSystem.CERTIFIED));
        // Two wrong ones: 2 s after the last; the next wake-up comes 1 s later.
        assertEquals(
                Optional.of(new ToldReason(RingReason.TOO_SOON, Duration.ofSeconds(1))), refused(RingSystem.CERTIFIED));
    }

    @Test
    public void limitsAndAddressesAreToldByWhatTheyAre() {
        rig.feed(new AcceptorEvent.Configure(
                new AcceptorSettings(Map.of(), Map.of(), List.of(), new CallLimits(1, 1, 1))));
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        anna.address = new InetSocketAddress("8.8.4.4", 45_000);
        assertEquals(only(RingReason.CALL_LIMIT), refused(RingSystem.CALL_BACK));
        rig.feed(new Event.Closed(call, CloseReason.Kind.CLOSED_THERE, "over"));
        anna.address = Caller.HERE;
        assertEquals(
                Optional.of(RingReason.DIAL_LIMIT),
                refused(RingSystem.CALL_BACK).map(ToldReason::reason));
        anna.address = new InetSocketAddress("192.168.1.77", 45_000);
        assertEquals(only(RingReason.ADDRESS_REFUSED), refused(RingSystem.CALL_BACK));
    }

    @Test
    public void whereTheHomeHasNoLineOfTheIssuersFamilyNobodyIsDialledAndItSaysSo() throws UnknownHostException {
        rig.feed(new AcceptorEvent.OwnAddresses(Set.of(
                InetAddress.getByName("192.168.1.2"),
                InetAddress.getByName("fe80::2"),
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))));
        for (String address : List.of("2a00::77", "2a00::78")) {
            anna.address = new InetSocketAddress(address, 45_000);
            assertEquals(only(RingReason.NO_LINE), refused(RingSystem.CALL_BACK));
            rig.none(Rig.DialIssuer.class);
            assertEquals(
                    "the issuer rings by IPv6, and this home has no line of it",
                    rig.core.stories().get(0).ended().orElseThrow().reason());
        }
        anna.address = Caller.HERE;
        anna.answeredRing(RingSystem.CALL_BACK);
    }

    /** Else the issuer's firewall would be blamed for the home's missing line. */
    @Test
    public void anAddressOfTheHousesOwnIpv6NetworkIsNoLine() throws UnknownHostException {
        rig.feed(new AcceptorEvent.OwnAddresses(
                Set.of(InetAddress.getByName("192.168.1.2"), InetAddress.getByName("fd00::2"))));
        anna.address = new InetSocketAddress("2a00::77", 45_000);
        assertEquals(only(RingReason.NO_LINE), refused(RingSystem.CALL_BACK));
        rig.none(Rig.DialIssuer.class);
    }

    @Test
    public void whoWasRevokedAThiefAndAWrongSystemAreToldAlike() {
        setPassword();
        assertEquals("a system", only(RingReason.NOT_ALLOWED), refused(RingSystem.CALL_BACK));
        rig.restart();
        remote = rig.register(Rig.LAMP);
        anna = anna.at(remote);
        KeyFingerprint own = anna.key;
        anna.password = setPassword();
        anna.answeredRing(RingSystem.CERTIFIED);
        anna.key = Rig.IDENTITIES.create().fingerprint();
        assertEquals("a thief of the string", only(RingReason.NOT_ALLOWED), refused(RingSystem.CERTIFIED));
        anna.key = own;
        revoke();
        assertEquals("revoked", only(RingReason.NOT_ALLOWED), refused(RingSystem.CERTIFIED));
        anna.password = Secret.random(rig.random, 32);
        assertEquals("not even whether it guessed", only(RingReason.NOT_ALLOWED), refused(RingSystem.CERTIFIED));
    }

    @Test
    public void aGrantThatWasNotUsedInTimeIsToldAsNotAllowed() {
        rig.pass(Duration.ofHours(25));
        rig.restart();
        anna = anna.at(rig.register(Rig.LAMP));
        assertEquals(only(RingReason.NOT_ALLOWED), refused(RingSystem.CALL_BACK));
    }

    @Test
    public void aGrantThatIsTakenBackWhileItIsDialledIsToldAsNotAllowed() {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        anna.assertReport(Outcome.REFUSED);
        assertEquals(only(RingReason.NOT_ALLOWED), anna.told());
    }

    @Test
    public void whoDidNotProveAGrantGetsRandomBytes() {
        anna.wrongProof = true;
        assertEquals(Optional.empty(), refused(RingSystem.CALL_BACK));
        byte[] before = anna.sealed;
        assertEquals(Optional.empty(), refused(RingSystem.CALL_BACK));
        assertFalse(Arrays.equals(before, anna.sealed));
        anna.wrongProof = false;
        rig.disk.get(Records.GRANTS).clear();
        rig.restart();
        anna = anna.at(rig.register(Rig.LAMP));
        assertEquals("no such grant", Optional.empty(), refused(RingSystem.CALL_BACK));
        anna.nonce = RingNonce.random(rig.random);
        anna.ring(anna.second(RingSystem.CALL_BACK, anna.nonce, Rig.THERMOSTAT));
        anna.assertReport(Outcome.REFUSED);
        assertEquals("a box for other equipment", Optional.empty(), anna.told());
    }

    @Test
    public void aRingThatWasAnsweredAndOneThatIsRepeatedCarryAsManyBytes() {
        anna.answeredRing(RingSystem.CALL_BACK);
        assertEquals(Optional.empty(), anna.told());
        Message second = anna.second(RingSystem.CALL_BACK);
        anna.ring(second);
        anna.assertReport(Outcome.CALLING);
        anna.ring(second);
        anna.assertReport(Outcome.REFUSED);
        assertEquals(Optional.empty(), anna.told());
    }

    @Test
    public void refusedSilentAndForeignAddressesAreOneClassAndCannotBeToldApartByTime() {
        for (CloseReason.Kind kind : List.of(
                CloseReason.Kind.REFUSED,
                CloseReason.Kind.WRONG_KEY,
                CloseReason.Kind.NO_ROUTE,
                CloseReason.Kind.BROKEN)) {
            anna.ring(RingSystem.CALL_BACK);
            anna.assertReport(Outcome.CALLING);
            long dialled = rig.now().nanos();
            Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
            rig.pass(Duration.ofMillis(300));
            rig.feed(new Event.Closed(dial.connection(), kind, "it ended"));
            assertEquals("the owner hears at once", "it ended", reason());
            rig.none(Action.Send.class);
            awaitReport(dialled);
        }
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        awaitReport(rig.now().nanos()); // nobody answers at all
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        long dialled = rig.now().nanos();
        // Something answers there with a proof of its own.
        rig.establish(rig.take(Rig.DialIssuer.class).connection(), Rig.SERVER_KEY, Caller.HERE);
        rig.none(Action.Send.class);
        awaitReport(dialled);
    }

    private String reason() {
        return rig.core.stories().get(0).ended().orElseThrow().reason();
    }

    private void awaitReport(long dialled) {
        rig.await(Action.Send.class, Duration.ofSeconds(5));
        assertEquals(Duration.ofSeconds(5), Duration.ofNanos(rig.now().nanos() - dialled));
        Action.Send report = rig.take(Action.Send.class);
        assertEquals(MessageKind.REPORT, report.message().kind());
        assertNotEquals(Outcome.CALLING, report.message().get(Attributes.OUTCOME));
        anna.sealed = report.message().get(Attributes.SEALED_REASON);
        assertEquals(only(RingReason.NO_ANSWER_FROM_NETWORK), anna.told());
    }

    @Test
    public void aCallBackThatEndsOnceTheIssuerIsProvedIsToldAsThat() {
        Action.Send asked = proved();
        rig.feed(new Event.Closed(asked.connection(), CloseReason.Kind.BROKEN, "connection reset"));
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals("it broke", only(RingReason.CALL_BACK_ENDED), anna.told());
        proved();
        rig.pass(Duration.ofSeconds(5));
        rig.take(Action.Abort.class);
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals("no answer", only(RingReason.CALL_BACK_ENDED), anna.told());
        asked = proved();
        RingNonce own = anna.nonce;
        anna.nonce = RingNonce.random(rig.random);
        anna.accept(asked);
        anna.nonce = own;
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals("another ring", only(RingReason.CALL_BACK_ENDED), anna.told());
    }

    @Test
    public void anIssuerThatRefusesItsCallBackIsNotSlowedDownForIt() {
        Action.Send asked = proved();
        rig.receive(
                asked.connection(),
                Message.of(MessageKind.REFUSED, asked.message().transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                        .build());
        Message report = anna.refusal();
        assertTrue(report.find(Attributes.BUSY).isPresent());
        anna.sealed = report.get(Attributes.SEALED_REASON);
        assertEquals(only(RingReason.CALL_BACK_ENDED), anna.told());
    }

    @Test
    public void anAddressThatIsNotDialledSlowsNobodyDown() {
        anna.address = new InetSocketAddress("192.168.1.77", 45_000);
        anna.ring(RingSystem.CALL_BACK);
        assertTrue(anna.refusal().find(Attributes.BUSY).isPresent());
    }

    private Action.Send proved() {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        return anna.reached();
    }

    @Test
    public void equipmentWithoutThePasswordThatItsOwnerWantsIsInTrouble() {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, Set.of(RingSystem.PASSWORD)), Map.of(), List.of(), CallLimits.DEFAULT)));
        anna.password = Secret.random(rig.random, 32);
        assertEquals(only(RingReason.GATEWAY_TROUBLE), refused(RingSystem.PASSWORD));
    }

    @Test
    public void whatCannotBeWrittenIsTheGatewaysOwnTrouble() {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        rig.diskBroken = true;
        rig.establish(rig.take(Rig.DialIssuer.class).connection(), anna.key, Caller.HERE);
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals(only(RingReason.GATEWAY_TROUBLE), anna.told());
    }

    @Test
    public void aDialThatDidNotBeginIsTheGatewaysOwnTrouble() {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        long dialled = rig.take(Rig.DialIssuer.class).connection();
        rig.feed(new Event.Closed(dialled, CloseReason.Kind.NOT_DIALLED, "no crypto runs here"));
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals(only(RingReason.GATEWAY_TROUBLE), anna.told());
    }

    @Test
    public void aDatagramRingIsToldTheSameWay() {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, Set.of(RingSystem.DATAGRAM)), Map.of(), List.of(), CallLimits.DEFAULT)));
        anna.address = new InetSocketAddress("192.168.1.77", 45_000);
        rig.pass(Duration.ofSeconds(1));
        rig.actions.clear();
        rig.send(remote.datagramRing(7, anna.second(RingSystem.DATAGRAM)));
        rig.take(AcceptorAction.ToServer.class); // the acknowledgement
        Message report = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        assertEquals(MessageKind.DATAGRAM_REPORT, report.kind());
        anna.sealed = report.get(Attributes.SEALED_REASON);
        assertEquals(only(RingReason.ADDRESS_REFUSED), anna.told());
    }

    @Test
    public void aBoxThatIsPlayedAgainNeverGetsTheSameBytes() {
        anna.address = new InetSocketAddress("192.168.1.77", 45_000);
        Message played = anna.second(RingSystem.CALL_BACK);
        RingNonce first = anna.nonce;
        Set<List<Byte>> seen = new HashSet<>();
        play(played, first, seen);
        for (int i = 0; i < 257; i++) {
            refused(RingSystem.CALL_BACK);
            remote.live(Duration.ofSeconds(1));
        }
        play(played, first, seen);
        rig.restart();
        anna = anna.at(rig.register(Rig.LAMP));
        play(played, first, seen);
        assertEquals("ciphertexts under one key and nonce would show", 3, seen.size());
    }

    private void play(Message played, RingNonce nonce, Set<List<Byte>> seen) {
        anna.nonce = nonce;
        anna.ring(played);
        anna.assertReport(Outcome.REFUSED);
        byte[] ciphertext =
                Arrays.copyOfRange(anna.sealed, RingCrypto.REASON_RANDOM_LENGTH, RingCrypto.SEALED_REASON_LENGTH);
        List<Byte> boxed = new ArrayList<>();
        for (byte one : ciphertext) {
            boxed.add(one);
        }
        seen.add(boxed);
    }
}
