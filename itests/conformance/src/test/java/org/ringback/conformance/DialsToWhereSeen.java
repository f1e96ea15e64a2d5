package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashSet;
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
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.Ring;
import org.ringback.api.net.AddressText;
import org.ringback.conformance.fixture.AcceptorUnderTest;
import org.ringback.conformance.fixture.Edit;
import org.ringback.conformance.fixture.ForbiddenTargets;
import org.ringback.conformance.fixture.IssuerUnderTest;
import org.ringback.conformance.fixture.LoneHost;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerUnderTest;
import org.ringback.conformance.fixture.Stage;
import org.ringback.kit.Patience;
import org.ringback.spi.Grant;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;

/**
 * A malicious end comes to the real server from where the other end may not dial. The server says where it saw it, and the
 * real other end does not dial.
 */
@RunWith(Parameterized.class)
public class DialsToWhereSeen {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId ANNA = new EquipmentId("anna");
    private static final int FORBIDDEN = 403;
    private static final byte[] PUNCH =
            ByteBuffer.allocate(Integer.BYTES).putInt(Paths.PUNCH).array();

    /** Where its parties stand. */
    @Rule
    public final Stage stage = new Stage();

    /** By which family both come. */
    @Parameter
    public LoneHost host;

    private final Set<InetSocketAddress> dialled = new HashSet<>();
    private ServerUnderTest server;

    @Parameters(name = "{0}")
    public static List<LoneHost> hosts() {
        return LoneHost.both();
    }

    @Before
    public void start() {
        LoneHost.forget();
        server = stage.server(Map.of("listen", AddressText.print(new InetSocketAddress(host.server(), 0))));
        dialled.addAll(server.control().status().addresses());
    }

    private static InetSocketAddress fromAnyPort(InetAddress address) {
        return new InetSocketAddress(address, 0);
    }

    @Test
    public void noIssuerDialsAnAcceptorThatComesFromAForbiddenPlace() {
        ScriptedAcceptor lamp = stage.scriptedAcceptor(host.way()).join(server.enrol(LAMP, Role.ACCEPTOR, host.way()));
        IssuerUnderTest issuer = stage.issuer();
        issuer.accept(lamp.grant(ANNA, EnumSet.of(RingSystem.CALL_BACK)));
        for (InetSocketAddress place : List.of(
                fromAnyPort(host.own()),
                fromAnyPort(host.home()),
                fromAnyPort(host.neighbour()),
                fromAnyPort(host.server()),
                fromAnyPort(host.family().loopback()),
                new InetSocketAddress(host.far(), 700))) {
            Called forbidden = Called.by(issuer, lamp, place);
            // Its SYN is behind one that the other ring would have caused.
            Called allowed = Called.by(issuer, lamp, fromAnyPort(host.far()));
            dialled.add(allowed.acceptor());
            LoneHost.awaitDials(1, allowed.acceptor());
            LoneHost.dialledOnly(dialled);
            allowed.ends();
            forbidden.ends();
        }
    }

    /** A ring whose acceptor said that it calls back. */
    private record Called(Ring ring, ScriptedLink second, int number) {
        /** Rings, and has the acceptor come from there. */
        static Called by(IssuerUnderTest issuer, ScriptedAcceptor lamp, InetSocketAddress place) {
            lamp.dialsFrom(place);
            Ring ring = issuer.ring(LAMP, RingSystem.CALL_BACK);
            int number = lamp.expectWakeUp().get(Attributes.CONNECTION_ID);
            ScriptedLink second = lamp.dial();
            second.sendPlaintext(Edit.with(second.encoded(lamp.bindMessage(number)), Attributes.PATHS.type(), PUNCH));
            second.expect(MessageKind.SECOND_REQUEST);
            second.send(ScriptedAcceptor.report(number, Outcome.CALLING));
            return new Called(ring, second, number);
        }

        InetSocketAddress acceptor() {
            return second.local();
        }

        /** The issuer had heard where the server saw the acceptor. */
        void ends() {
            second.send(ScriptedAcceptor.report(number, Outcome.UNREACHABLE));
            String story = Patience.get(ring.answer()).toString();
            assertTrue(story, story.contains("the server sees it at " + ForbiddenTargets.read(acceptor())));
            second.close();
        }
    }

    @Test
    public void noAcceptorDialsAnIssuerThatComesFromAForbiddenPlace() {
        AcceptorUnderTest acceptor = stage.acceptor(Map.of("systems", LAMP + "=call-back", "dialable", ""));
        acceptor.join(server.enrol(LAMP, Role.ACCEPTOR, host.way()));
        Grant grant = acceptor.grant(LAMP, ANNA);
        ScriptedIssuer issuer = stage.scriptedIssuer(host.way());
        issuer.enrol(grant.invitation());
        for (InetAddress place :
                List.of(host.own(), host.home(), host.server(), host.family().loopback())) {
            try (ScriptedLink first = ring(issuer, grant, fromAnyPort(place))) {
                first.expect(MessageKind.CONNECT_ANSWER);
                first.expect(MessageKind.RESULT);
                String story = acceptor.stories().get(0).toString();
                assertTrue(story, story.contains("the issuer's address"));
            }
            LoneHost.dialledOnly(dialled);
        }
        try (ScriptedLink low = ring(issuer, grant, new InetSocketAddress(host.far(), 701))) {
            assertEquals(
                    FORBIDDEN, (int) low.expect(MessageKind.CONNECT_REFUSED).get(Attributes.ERROR_CODE));
        }
        LoneHost.dialledOnly(dialled);
        try (ScriptedLink first = ring(issuer, grant, fromAnyPort(host.far()))) {
            LoneHost.awaitDials(1, first.local());
            dialled.add(first.local());
            LoneHost.dialledOnly(dialled);
        }
    }

    /** {@return the first TCP connection of a ring from there, whose request names a router as the issuer} */
    private ScriptedLink ring(ScriptedIssuer issuer, Grant grant, InetSocketAddress place) {
        issuer.dialsFrom(place);
        ScriptedLink first = issuer.dial();
        Ringing ring = Ringing.of(grant, issuer.identity().fingerprint(), RingSystem.CALL_BACK);
        Message connect = issuer.connect(ring, ForbiddenTargets.at(host.homeRouter()), ring.box());
        return first.sendPlaintext(Edit.with(first.encoded(connect), Attributes.PATHS.type(), PUNCH));
    }
}
