package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.Case;
import org.ringback.conformance.fixture.CaseTest;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.wire.Outcome;

/**
 * The acceptor stores its password information and calls back only if what came coincides with it; otherwise not one
 * packet goes to the issuer: the first connection there is that of a right ring behind.
 */
@Row({10, 11, 25, 26})
public class AcceptorPasswordRowTest extends CaseTest {
    private static final String WRONG = "wrong horse";

    private AcceptorScene scene;

    @Parameters(name = "{0}")
    public static List<Case> cases() {
        return Case.all().stream().filter(one -> one.system().needsPassword()).toList();
    }

    @Before
    public void start() {
        scene = AcceptorScene.on(stage, one);
    }

    private void refused(Ringing ring) {
        scene.ask(ring).expectReport(Outcome.REFUSED);
        scene.issuer().expectNoCall();
        stage.capture().noPacketToIssuer();
    }

    private void refusedAndNothingWentOut(Ringing ring) {
        Ringing other = scene.ring(scene.grantFor("bert"));
        refused(ring);
        scene.nothingWentOutBefore(other);
    }

    @Test
    public void aWrongPasswordIsRefused() {
        refusedAndNothingWentOut(scene.ring().withPassword(WRONG));
    }

    @Test
    public void noPasswordIsAWrongOne() {
        refusedAndNothingWentOut(
                Ringing.of(scene.grant(), scene.issuer().identity().fingerprint(), one.system()));
    }

    @Test
    public void aProofOfAnotherRingIsAWrongOne() {
        refusedAndNothingWentOut(scene.ring().withPasswordProofOf(scene.ring()));
    }

    @Test
    public void aSystemWithoutAPasswordIsNoWayAround() {
        refusedAndNothingWentOut(scene.ring().withSystem(RingSystem.CALL_BACK));
    }

    @Test
    public void theRightPasswordTooSoonBehindAWrongOneIsRefusedAndLaterTaken() {
        refused(scene.ring().withPassword(WRONG));
        refused(scene.ring());
        scene.acceptor().passTime(Duration.ofSeconds(1));
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void whoDoesNotHoldTheGrantSlowsNobodyDown() {
        refused(scene.ring().withPassword(WRONG).withGrantSecret(scene.server().authority()));
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void thePasswordIsStoredOverARestart() {
        scene.restart();
        assertTrue(scene.acceptor().status(AcceptorScene.LAMP).passwordStored());
        refusedAndNothingWentOut(scene.ring().withPassword(WRONG));
    }

    @Test
    public void aNewPasswordTakesTheOldOnesPlace() {
        scene.acceptor().password(AcceptorScene.LAMP, WRONG);
        refused(scene.ring());
        scene.nothingWentOutBefore(scene.ring(scene.grantFor("bert")).withPassword(WRONG));
    }

    @Test
    public void equipmentWithoutAStoredPasswordRefuses() {
        scene = AcceptorScene.on(stage.another(), one.way(), RingSystem.CALL_BACK);
        scene.acceptor()
                .configure(Map.of(
                        "systems",
                        AcceptorScene.LAMP + "=call-back," + one.system().label()));
        Ringing ring = scene.ring().withSystem(one.system()).withPassword(AcceptorScene.PASSWORD);
        scene.ask(ring).expectReport(Outcome.REFUSED);
        scene.reached(scene.ring());
        scene.issuer().expectNoCall();
    }

    @Test
    public void theStoryNamesTheStepAtWhichItFailed() {
        refused(scene.ring().withPassword(WRONG));
        assertEquals(
                Optional.of("wrong password"),
                scene.acceptor().stories().get(0).ended().map(end -> end.reason()));
    }
}
