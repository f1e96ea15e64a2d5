package org.ringback.conformance;

import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.CaseTest;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.wire.Attributes;
import org.ringback.wire.Outcome;

/**
 * Second requests that the acceptor refuses, in every system: it says so to the server, and not one packet goes to the
 * issuer; the first that goes there is that of the right ring behind.
 */
@Row({8, 9, 10, 11, 23, 24, 25, 26})
public class AcceptorRefusalRowTest extends CaseTest {
    private static final int PRIVILEGED = 1_023;

    private AcceptorScene scene;

    @Before
    public void start() {
        scene = AcceptorScene.on(stage, one);
    }

    private void refused(AcceptorScene.Request request) {
        scene.ask(request).expectReport(Outcome.REFUSED);
        scene.nothingWentOutBefore(scene.ring());
    }

    private void refused(Ringing ring) {
        refused(bind -> scene.issuer().secondRequest(ring, bind).build());
    }

    @Test
    public void aRequestForOtherEquipment() {
        refused(bind -> scene.issuer()
                .secondRequest(scene.ring(), bind)
                .with(Attributes.TARGET_ID, AcceptorScene.OVEN)
                .build());
    }

    @Test
    public void aRequestUnderAnotherNonceThanItsBox() {
        refused(bind -> scene.issuer()
                .secondRequest(scene.ring(), bind)
                .with(Attributes.RING_NONCE, scene.ring().nonce())
                .build());
    }

    @Test
    public void aBoxInWhichOneBitIsChanged() {
        byte[] box = scene.ring().box();
        box[box.length - 1] ^= 1;
        refused(bind -> scene.issuer()
                .secondRequest(scene.ring(), bind)
                .with(Attributes.BOX, box)
                .build());
    }

    @Test
    public void aWrongGrantProof() {
        refused(scene.ring().withGrantSecret(scene.server().authority()));
    }

    @Test
    public void aSystemThatTheEquipmentDoesNotAnswer() {
        RingSystem other = one.system() == RingSystem.CALL_BACK ? RingSystem.PASSWORD : RingSystem.CALL_BACK;
        refused(scene.ring().withPassword(AcceptorScene.PASSWORD).withSystem(other));
    }

    @Test
    public void anAddressWithAPortBelow1024() {
        InetSocketAddress low = new InetSocketAddress(scene.issuer().listening().getAddress(), PRIVILEGED);
        refused(bind -> scene.issuer()
                .secondRequest(scene.ring(), bind)
                .with(Attributes.XOR_PEER_ADDRESS, low)
                .build());
    }

    @Test
    public void anAddressThatIsNotGlobalUnicast() {
        scene.acceptor().configure(Map.of("dialable", ""));
        scene.ask(scene.ring()).expectReport(Outcome.REFUSED);
        scene.acceptor().configure(Map.of("dialable", "127.0.0.0/8, ::1/128"));
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void aRingThatWasTakenBefore() {
        Ringing ring = scene.ring();
        scene.reached(ring);
        if (one.system() != RingSystem.DATAGRAM) {
            scene.ask(ring).expectReport(Outcome.REFUSED);
        } else {
            scene.ask(ring);
        }
        scene.reached(scene.ring());
        scene.issuer().expectNoCall();
    }
}
