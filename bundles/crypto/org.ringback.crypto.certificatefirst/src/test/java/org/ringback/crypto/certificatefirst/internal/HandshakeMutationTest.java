package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.crypto.internal.PinnedChains;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;

/** Every byte of the handshake changed, and every message cut at every byte: nobody is established. */
public class HandshakeMutationTest {
    private static final int LOWEST = 0x01;
    private static final int HIGHEST = 0x80;

    /** From here on, in messages as long as the certificates, each byte has only one of its bits changed. */
    private static final int LONG = 200;

    private final Setting setting = new Setting();

    @Test
    public void aChangedByteInWhatAnIssuerSaysEstablishesNothing() {
        changeEveryByte(Role.ISSUER, true, 0);
        changeEveryByte(Role.ISSUER, true, 1);
    }

    @Test
    public void aChangedByteInWhatAnAcceptorSaysEstablishesNothing() {
        changeEveryByte(Role.ACCEPTOR, true, 0);
        changeEveryByte(Role.ACCEPTOR, true, 1);
    }

    @Test
    public void aChangedByteInTheProofEstablishesNothingAtTheServer() {
        changeEveryByte(Role.ISSUER, true, 2);
    }

    @Test
    public void aChangedByteInTheCertificatesEstablishesNothing() {
        changeEveryByte(Role.ISSUER, false, 0);
    }

    @Test
    public void aChangedByteInTheServersPieceEstablishesNothing() {
        changeEveryByte(Role.ISSUER, false, 1);
        changeEveryByte(Role.ACCEPTOR, false, 1);
    }

    @Test
    public void aMessageCutAnywhereLeavesTheOtherEndWaiting() {
        for (int index = 0; index < 3; index++) {
            cutEverywhere(true, index);
        }
        cutEverywhere(false, 0);
        cutEverywhere(false, 1);
    }

    @Test
    public void aByteThatTheChainsCheckDoesNotCoverIsCoveredByThePrologue() throws Exception {
        // The pinned CA's signature over itself proves nothing, so nobody looks at it.
        List<byte[]> chain = setting.credentials.agreementChain();
        byte[] authority = chain.get(1).clone();
        authority[authority.length - 1] ^= 1;
        new PinnedChains()
                .agreementKey(List.of(chain.get(0), authority), setting.authority.pins(), Setting.HOST, Setting.NOW);
        int length = CertificateList.join(chain).length;
        TestEnd server = setting.server().changing(0, message -> flip(message, 24 + length - 1, 1));
        TestEnd dialler = setting.dialler(Role.ACCEPTOR);
        TestEnd.connect(dialler, server);
        assertEquals("the chain was found valid", 2, dialler.sent().size());
        assertEquals(Reason.BROKEN, server.reason());
        assertEquals(1, server.sent().size());
        assertEquals(State.HANDSHAKING, dialler.session.state());
    }

    @Test
    public void evenThePaddingIsCoveredByThePrologue() {
        // The request ends with the padding of ROLE, which is one byte long.
        TestEnd dialler = setting.dialler(Role.ISSUER).changing(0, message -> flip(message, message.length - 1, 1));
        TestEnd server = setting.server();
        TestEnd.connect(dialler, server);
        assertEquals("the request was understood", 1, server.sent().size());
        assertEquals(Reason.BROKEN, server.reason());
        assertEquals(State.HANDSHAKING, dialler.session.state());
    }

    private void changeEveryByte(Role role, boolean fromDialler, int index) {
        int length = lengthOf(role, fromDialler, index);
        for (int at = 0; at < length; at++) {
            for (int bit : at < LONG ? new int[] {LOWEST, HIGHEST} : new int[] {at % 2 == 0 ? LOWEST : HIGHEST}) {
                int place = at;
                attempt(role, fromDialler, index, message -> flip(message, place, bit), "byte " + at + " bit " + bit);
            }
        }
    }

    private void cutEverywhere(boolean fromDialler, int index) {
        int length = lengthOf(Role.ISSUER, fromDialler, index);
        for (int at = 0; at < length; at++) {
            int kept = at;
            TestEnd silent =
                    attempt(Role.ISSUER, fromDialler, index, message -> Arrays.copyOf(message, kept), "cut at " + at);
            assertEquals("cut at " + at, State.HANDSHAKING, silent.session.state());
        }
    }

    /** {@return the end that got the changed message} */
    private TestEnd attempt(Role role, boolean fromDialler, int index, UnaryOperator<byte[]> change, String what) {
        TestEnd dialler = setting.dialler(role);
        TestEnd server = setting.server();
        (fromDialler ? dialler : server).changing(index, change);
        TestEnd.connect(dialler, server);
        assertNotEquals(what, State.ESTABLISHED, server.session.state());
        boolean isProof = fromDialler && index == 2;
        if (!isProof) {
            assertNotEquals(what, State.ESTABLISHED, dialler.session.state());
        }
        assertEquals(what, 0, server.plaintext().length + dialler.plaintext().length);
        return fromDialler ? server : dialler;
    }

    private int lengthOf(Role role, boolean fromDialler, int index) {
        TestEnd dialler = setting.dialler(role);
        TestEnd server = setting.server();
        TestEnd.connect(dialler, server);
        assertEquals(State.ESTABLISHED, server.session.state());
        return (fromDialler ? dialler : server).sent().get(index).length;
    }

    private static byte[] flip(byte[] message, int at, int bit) {
        byte[] changed = message.clone();
        changed[at] ^= (byte) bit;
        return changed;
    }
}
