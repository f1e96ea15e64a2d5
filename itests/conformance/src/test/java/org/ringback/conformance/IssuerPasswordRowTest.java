package org.ringback.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.RingRequest;
import org.ringback.conformance.fixture.AcceptorUnderTest;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.IssuerScene;
import org.ringback.conformance.fixture.IssuerScene.Asked;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.spi.BoxContent;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.wire.Attributes;

/** The password information in the first connection request, as the acceptor alone can open it. */
@Row({6, 21})
public class IssuerPasswordRowTest extends WayTest {
    private static final EquipmentId OVEN = new EquipmentId("oven-1");
    private static final EquipmentId ANNA = new EquipmentId("anna");

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    private IssuerScene scene() {
        return IssuerScene.on(stage, way, RingSystem.PASSWORD);
    }

    private static byte[] proof(IssuerScene scene, Asked asked) {
        return box(scene, asked).passwordProof().orElseThrow();
    }

    private static BoxContent box(IssuerScene scene, Asked asked) {
        return scene.lamp().open(IssuerScene.LAMP, asked.connect()).orElseThrow();
    }

    /** The proof as somebody who knows the password makes it for this ring. */
    private static byte[] expected(IssuerScene scene, Asked asked, String password) {
        Secret information = Crypto.RINGS.passwordInformation(
                Secret.copyOf(password.getBytes(UTF_8)),
                IssuerScene.LAMP,
                scene.lamp().identity().fingerprint());
        return Crypto.RINGS.ringProof(
                information,
                ProofUse.PASSWORD,
                RingSystem.PASSWORD,
                asked.ring().nonce(),
                IssuerScene.LAMP,
                AcceptorUnderTest.CAPITALS,
                scene.anna(),
                scene.lamp().identity().fingerprint());
    }

    @Test
    public void theFirstRequestCarriesTheProofOfThePasswordForThisRing() {
        IssuerScene scene = scene();
        Asked asked = scene.ask();
        assertEquals(RingSystem.PASSWORD, asked.connect().get(Attributes.SYSTEM_REQUESTED));
        assertArrayEquals(expected(scene, asked, IssuerScene.PASSWORD), proof(scene, asked));
        Asked again = scene.ask();
        assertFalse(Arrays.equals(proof(scene, asked), proof(scene, again)));
    }

    @Test
    public void thePasswordIsStillThereAfterARestart() {
        IssuerScene scene = scene();
        scene.issuer().restart();
        Asked asked = scene.ask();
        assertArrayEquals(expected(scene, asked, IssuerScene.PASSWORD), proof(scene, asked));
    }

    @Test
    public void anotherPasswordGivesAnotherProof() {
        IssuerScene scene = scene();
        scene.issuer().password(IssuerScene.LAMP, "battery staple");
        Asked asked = scene.ask();
        assertArrayEquals(expected(scene, asked, "battery staple"), proof(scene, asked));
        assertFalse(Arrays.equals(expected(scene, asked, IssuerScene.PASSWORD), proof(scene, asked)));
    }

    @Test
    public void withoutAStoredPasswordTheIssuerDoesNotEvenDial() {
        IssuerScene scene = scene();
        scene.server()
                .accepts(
                        scene.issuer(),
                        scene.lamp()
                                .grant(OVEN, scene.server().ticket(ANNA, Role.ISSUER), Set.of(RingSystem.PASSWORD)));
        RefusedException refused = assertThrows(RefusedException.class, () -> scene.issuer()
                .control()
                .ring(new RingRequest(OVEN, Optional.empty(), Optional.empty(), AcceptorUnderTest.CAPITALS)));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("password: none for oven-1"));
        scene.ask();
        scene.server().expectNoConnection();
    }

    @Test
    public void aRingThatNeedsNoPasswordCarriesNone() {
        IssuerScene scene = IssuerScene.on(stage, way, RingSystem.CALL_BACK);
        scene.issuer().password(IssuerScene.LAMP, IssuerScene.PASSWORD);
        assertEquals(Optional.empty(), box(scene, scene.ask()).passwordProof());
    }
}
