package org.ringback.crypto.kit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.spi.Beginning;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ProtectionSession.State;

/** Protections: with themselves and with a reference, both ways, and with what must not pass. Stateless. */
final class Handshakes {
    private static final byte[] NO_MESSAGE = Expect.filled('G', 64);
    private static final int NEVER = -1;

    private Handshakes() {}

    static void calls(CryptoProvider tried, CryptoProvider reference, Extent extent, Checks checks) {
        checks.add("call: tried with tried", () -> meet(Ends.call(tried, tried)));
        checks.add("call: tried dials the reference", () -> meet(Ends.call(tried, reference)));
        checks.add("call: the reference dials tried", () -> meet(Ends.call(reference, tried)));
        checks.add("call: what follows its last record", () -> leaves(Ends.call(tried, tried)));
        checks.add("call: TLS group", () -> tlsGroup(Ends.call(tried, tried)));
        checks.add("call: changed on the way", () -> changed(Ends.call(tried, reference), extent));
        checks.add("call: another key", () -> {
            DeviceIdentity equipment = reference.identities().create();
            DeviceIdentity person = tried.identities().create();
            KeyFingerprint other = tried.identities().create().fingerprint();
            apart(
                    "an issuer took it",
                    reference.calls().dial(equipment, person.fingerprint()),
                    tried.calls().answer(person, other),
                    false);
            apart(
                    "an acceptor took it",
                    tried.calls().dial(person, other),
                    reference.calls().answer(equipment, person.fingerprint()),
                    true);
        });
        checks.add("call: first bytes", () -> {
            ProtectionSession dialler = Ends.call(tried, tried).dialler();
            firstBytes(dialler, bytes -> tried.calls().beginning(bytes));
        });
    }

    static void connections(
            ConnectionProtection tried,
            CryptoProvider provider,
            ConnectionProtection other,
            CryptoProvider reference,
            Extent extent,
            Checks checks) {
        boolean noise = tried.id().equals(ProtectionId.CERTIFICATE_FIRST);
        String name = tried.name() + (noise ? " (Noise NK): " : ": ");
        for (Role role : Role.values()) {
            String as = ", as " + role;
            checks.add(name + "tried with tried" + as, () -> meet(Ends.server(tried, provider, tried, provider, role)));
            checks.add(
                    name + "tried dials the reference" + as,
                    () -> meet(Ends.server(tried, provider, other, reference, role)));
            checks.add(
                    name + "the reference dials tried" + as,
                    () -> meet(Ends.server(other, reference, tried, provider, role)));
        }
        checks.add(
                name + "changed on the way",
                () -> changed(Ends.server(tried, provider, other, reference, Role.ISSUER), extent));
        checks.add(name + "another CA", () -> {
            Ends.Server ends = Ends.server(tried, provider, other, reference, Role.ISSUER)
                    .expecting(reference.authorities().create(Keys.NOW).pins());
            apart("a device took it", ends.dialler(), ends.answerer(), true);
        });
        checks.add(name + "first bytes", () -> {
            Ends ends = Ends.server(tried, provider, tried, provider, Role.ISSUER);
            byte[] first = firstBytes(ends.dialler(), tried::beginning);
            Expect.holds(
                    tried.claims().stream().anyMatch(claim -> claim.fits(ByteBuffer.wrap(first))),
                    "it begins with none of its claims");
        });
        if (tried.id().equals(ProtectionId.TLS13)) {
            checks.add(name + "TLS group", () -> tlsGroup(Ends.server(tried, provider, tried, provider, Role.ISSUER)));
        }
        if (noise) {
            checks.add(name + "a server without the chain's key", () -> {
                Ends.Server honest = Ends.server(tried, provider, other, reference, Role.ISSUER);
                Ends.Server ends = honest.answeredWith(new OtherKey(
                        honest.credentials(),
                        provider.identities().createSealingKey().encoded()));
                apart("a device took it", ends.dialler(), ends.answerer(), true);
            });
        }
    }

    /** Whole, and byte by byte: the ends agree on what they are told of each other, and hear each other. */
    private static void meet(Ends ends) throws ProtectionException {
        for (Meeting meeting : new Meeting[] {
            Meeting.of(ends.dialler(), ends.answerer()), Meeting.inBytes(ends.dialler(), ends.answerer())
        }) {
            Expect.holds(meeting.shake(), "the ends did not come to an end of the handshake");
            agree(meeting, ends);
            meeting.talk();
            meeting.expectTalked();
        }
    }

    /** A session that is told to stop behind a record leaves what follows it: another one may take its place there. */
    private static void leaves(Ends ends) throws ProtectionException {
        Meeting meeting = Meeting.of(ends.dialler(), ends.answerer());
        Expect.holds(meeting.shake(), "the ends did not come to an end of the handshake");
        Wire records = new Wire(NEVER);
        meeting.dialler().send(ByteBuffer.wrap(Meeting.QUESTION), records);
        ByteBuffer came = ByteBuffer.allocate(records.length() + NO_MESSAGE.length);
        came.put(records.said()).put(NO_MESSAGE).flip();
        Wire heard = new Wire(NEVER);
        meeting.answerer().receive(came, new LastRecord(heard));
        Expect.holds(Arrays.equals(Meeting.QUESTION, heard.heard()), "the last record came otherwise");
        Expect.holds(came.remaining() == NO_MESSAGE.length, "what follows the last record was taken");
    }

    private record LastRecord(Wire wire) implements ProtectionSession.Output {
        @Override
        public void toPeer(ByteBuffer bytes) {
            wire.toPeer(bytes);
        }

        @Override
        public void toApplication(ByteBuffer plaintext) {
            wire.toApplication(plaintext);
        }

        @Override
        public boolean more() {
            return false;
        }
    }

    private static void agree(Meeting meeting, Ends ends) {
        ProtectionSession dialler = meeting.dialler();
        ProtectionSession answerer = meeting.answerer();
        Expect.holds(answerer.peerKey().equals(ends.diallerKey()), "the answerer names another key");
        ends.answererKey()
                .ifPresent(key -> Expect.holds(dialler.peerKey().equals(key), "the dialler names another key"));
        Expect.holds(Arrays.equals(dialler.binding(), answerer.binding()), "the ends have different bindings");
        Expect.holds(
                dialler.keyAgreement().equals(answerer.keyAgreement())
                        && dialler.protection().equals(answerer.protection()),
                "the ends name different groups or protections");
    }

    private static void tlsGroup(Ends ends) throws ProtectionException {
        Meeting meeting = Meeting.of(ends.dialler(), ends.answerer());
        Expect.holds(meeting.shake(), "the ends did not come to an end of the handshake");
        int group = ServerHello.group(meeting.ofAnswerer().said());
        Expect.holds(
                group == ServerHello.HYBRID && meeting.dialler().keyAgreement().equals("X25519MLKEM768"),
                "it was 0x" + Integer.toHexString(group) + ", called "
                        + meeting.dialler().keyAgreement() + " (expected: 0x11ec, X25519MLKEM768)");
    }

    /** What is not as it was said is not heard, and two ends that disagree are not established. */
    private static void changed(Ends ends, Extent extent) throws ProtectionException {
        Meeting whole = Meeting.of(ends.dialler(), ends.answerer());
        Expect.holds(whole.shake(), "the ends did not come to an end of the handshake");
        whole.talk();
        extent.positions(whole.ofDialler().length()).forEach(at -> spoiled(ends, true, at));
        extent.positions(whole.ofAnswerer().length()).forEach(at -> spoiled(ends, false, at));
    }

    private static void spoiled(Ends ends, boolean said, int at) {
        Meeting meeting = Meeting.changing(ends.dialler(), ends.answerer(), said, at);
        try {
            if (meeting.shake()) {
                agree(meeting, ends);
                meeting.talk();
            }
        } catch (ProtectionException refused) {
            // As it should be; a byte that counts for nothing, as in a record's version, is none of it.
        }
        meeting.expectNothingElseHeard();
    }

    /** The tried end, which may be either, must not be established. */
    private static void apart(String otherwise, ProtectionSession dialler, ProtectionSession answerer, boolean dials) {
        try {
            Meeting.of(dialler, answerer).shake();
        } catch (ProtectionException refused) {
            // As it should be.
        }
        ProtectionSession tried = dials ? dialler : answerer;
        Expect.holds(tried.state() != State.ESTABLISHED, otherwise + " (expected: to refuse)");
    }

    private interface Looking {
        Beginning at(ByteBuffer came);
    }

    /** {@return what a dialler begins with} */
    private static byte[] firstBytes(ProtectionSession dialler, Looking looking) throws ProtectionException {
        Wire wire = new Wire(-1);
        dialler.start(wire);
        byte[] first = wire.said();
        Expect.holds(looking.at(ByteBuffer.wrap(first)) == Beginning.WHOLE, "a first message is not taken for one");
        Expect.holds(
                looking.at(ByteBuffer.wrap(first, 0, first.length - 1)) == Beginning.PART,
                "a part of a first message is not taken for one");
        Expect.holds(looking.at(ByteBuffer.wrap(NO_MESSAGE)) == Beginning.WRONG, "what is no message is taken for one");
        return first;
    }
}
