package org.ringback.conformance;

import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.ForbiddenTargets;
import org.ringback.conformance.fixture.IssuerScene;
import org.ringback.conformance.fixture.IssuerScene.Asked;
import org.ringback.conformance.fixture.LoneHost;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.Stage;
import org.ringback.kit.Patience;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;

/**
 * A malicious server names gateways to a real issuer. Behind some that may not be dialled another ring names one that may,
 * while the others go on; when the SYN of that is there, it is the only one.
 */
@RunWith(Parameterized.class)
public class DialsOfIssuer {
    private static final int TARGETS = 10;
    private static final int AT_ONCE = 6;
    private static final int SEEN_PORT = 50_000;

    /** Where its parties stand. */
    @Rule
    public final Stage stage = new Stage();

    /** By which family the issuer comes. */
    @Parameter
    public LoneHost host;

    private final Set<InetSocketAddress> dialled = new HashSet<>();
    private IssuerScene scene;
    private int port = ForbiddenTargets.PORT;

    @Parameters(name = "{0}")
    public static List<LoneHost> hosts() {
        return LoneHost.both();
    }

    @Before
    public void start() {
        LoneHost.forget();
        scene = IssuerScene.on(stage, host.way(), RingSystem.CALL_BACK);
        dialled.add(scene.server().address());
    }

    /** {@return a ring whose issuer was told that this gateway calls back} */
    private Asked named(InetSocketAddress gateway) {
        Asked asked = scene.passedOn();
        names(asked, gateway);
        return asked;
    }

    private void names(Asked asked, InetSocketAddress gateway) {
        asked.first().send(calling(asked, new InetSocketAddress(host.outside(), SEEN_PORT), gateway));
        scene.issuer().passTime(Duration.ZERO);
    }

    private static void ends(Asked asked) {
        asked.result(Outcome.NOT_REACHED);
        asked.notAnswered();
        asked.first().close();
    }

    private static Message calling(Asked asked, InetSocketAddress seen, InetSocketAddress gateway) {
        return Message.of(MessageKind.CALLING, ScriptedDevice.transaction())
                .with(Attributes.RING_NONCE, asked.ring().nonce())
                .with(Attributes.ISSUER_ADDRESS, seen)
                .with(Attributes.ACCEPTOR_ADDRESS, gateway)
                .with(Attributes.PATHS, Paths.PUNCH)
                .build();
    }

    /** Asserts that gateways are not dialled of which the issuer heard, while their rings go on. */
    private void refused(Map<InetSocketAddress, Asked> rings) {
        taken(new InetSocketAddress(allowed(0).getAddress(), ++port));
        rings.forEach((gateway, asked) -> {
            ends(asked);
            String story = Patience.get(asked.ring().answer()).toString();
            assertTrue(story, story.contains("the server sees it at " + ForbiddenTargets.read(gateway)));
        });
    }

    private void refused(InetSocketAddress gateway) {
        refused(Map.of(gateway, named(gateway)));
    }

    private void taken(InetSocketAddress gateway) {
        taken(named(gateway), gateway);
    }

    private void taken(Asked asked, InetSocketAddress gateway) {
        LoneHost.awaitDials(1, gateway);
        ends(asked);
        dialled.add(gateway);
        LoneHost.dialledOnly(dialled);
    }

    private InetSocketAddress allowed(int number) {
        return ForbiddenTargets.at(host.either("8.8.8." + number, "2a00:1:2:" + number + "::1"));
    }

    @Test
    public void noForbiddenTargetIsDialledThatAServerNames() {
        List<InetSocketAddress> targets = new ArrayList<>(ForbiddenTargets.of(host));
        for (InetAddress onLink : List.of(host.router(), host.resolver(), host.neighbour())) {
            targets.add(ForbiddenTargets.at(onLink));
        }
        targets.add(ForbiddenTargets.at(host.outside()));
        for (int i = 0; i < targets.size(); i += AT_ONCE) {
            Map<InetSocketAddress, Asked> rings = new LinkedHashMap<>();
            targets.subList(i, Math.min(i + AT_ONCE, targets.size()))
                    .forEach(target -> rings.put(target, named(target)));
            refused(rings);
        }
        taken(ForbiddenTargets.at(host.far()));
    }

    @Test
    public void onlyTheFirstTargetOfARingAndTenOfAMinuteAreDialled() {
        // Nobody listens there, so that each try fails at once and another one follows.
        InetSocketAddress first = ForbiddenTargets.at(host.far());
        Asked asked = named(first);
        LoneHost.awaitDials(1, first);
        names(asked, allowed(TARGETS));
        LoneHost.awaitDials(2, first);
        dialled.add(first);
        refused(Map.of(allowed(TARGETS), asked));
        // It and the one that is dialled behind what is refused are two of the ten.
        for (int i = 1; i < TARGETS - 1; i++) {
            taken(allowed(i));
        }
        refused(allowed(TARGETS));
        scene.issuer().passTime(Duration.ofMinutes(1));
        taken(allowed(TARGETS));
    }

    @Test
    public void aPrivateTargetIsDialledInsideDialableAndNoOtherAndNeverTheOwnPort() {
        InetSocketAddress inside = ForbiddenTargets.at(host.either("10.20.0.1", "fd20::1"));
        refused(inside);
        String own = host.own().getHostAddress();
        scene.issuer().configure(Map.of("dialable", "10.20.0.0/16, fd20::/16, " + own));
        taken(inside);
        refused(ForbiddenTargets.at(host.either("10.21.0.1", "fd21::1")));
        refused(new InetSocketAddress(inside.getAddress(), 1_023));
        Asked asked = scene.passedOn();
        InetSocketAddress itself = asked.first().remote();
        asked.first().send(calling(asked, itself, itself));
        scene.issuer().passTime(Duration.ZERO);
        refused(Map.of(itself, asked));
    }
}
