package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ServerUnderTest;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The server stores who is where from periodic registrations. */
@Row({1, 16})
public class RegistrationRowTest extends WayTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId OVEN = new EquipmentId("oven-1");

    private ServerUnderTest server;
    private ScriptedAcceptor lamp;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        server = stage.server();
        lamp = stage.scriptedAcceptor(way);
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR, way));
    }

    private InetSocketAddress stored() {
        return server.row(LAMP).orElseThrow().address();
    }

    /** The registrations that carry a nonce. */
    private List<Message> registrations() {
        return stage.capture().all(MessageKind.REGISTER).stream()
                .map(seen -> seen.message().orElseThrow())
                .filter(message -> message.find(Attributes.NONCE).isPresent())
                .toList();
    }

    @Test
    public void theAddressStoredIsTheOneInTheHeaderOfTheRegistration() {
        assertEquals(lamp.udp().local(), stored());
        assertEquals(
                server.address(way.family()), server.row(LAMP).orElseThrow().socket());
        assertEquals(
                lamp.udp().local(),
                stage.capture().firstMessage(MessageKind.REGISTERED).get(Attributes.XOR_MAPPED_ADDRESS));
    }

    @Test
    public void fromTheSecondRegistrationOnTheAddressStandsInTheMessageToo() {
        lamp.refresh();
        lamp.refresh();
        List<Message> registrations = registrations();
        assertEquals(3, registrations.size());
        assertEquals(LAMP, registrations.get(2).get(Attributes.USERNAME));
        assertEquals(lamp.udp().local(), registrations.get(1).get(Attributes.REFLEXIVE_ADDRESS));
        assertEquals(lamp.udp().local(), registrations.get(2).get(Attributes.REFLEXIVE_ADDRESS));
        assertEquals(3, stage.capture().all(MessageKind.REGISTERED).size());
    }

    @Test
    public void aRegistrationFromElsewhereChangesTheDestinationWhateverTheMessageSays() {
        InetSocketAddress before = stored();
        lamp.moveElsewhere();
        lamp.refresh();
        List<Message> registrations = registrations();
        assertEquals(before, registrations.get(registrations.size() - 1).get(Attributes.REFLEXIVE_ADDRESS));
        assertEquals(lamp.udp().local(), stored());
        assertNotEquals(before, stored());
    }

    @Test
    public void eachPieceOfEquipmentHasARowOfItsOwn() {
        ScriptedAcceptor oven = stage.scriptedAcceptor(way);
        oven.join(server.enrol(OVEN, Role.ACCEPTOR, way));
        assertEquals(2, server.equipmentList().size());
        assertEquals(oven.udp().local(), server.row(OVEN).orElseThrow().address());
        assertEquals(lamp.udp().local(), stored());
    }

    @Test
    public void theRowStandsAsLongAsItIsRefreshed() {
        server.passTime(Duration.ofSeconds(179));
        lamp.refresh();
        server.passTime(Duration.ofSeconds(179));
        assertEquals(lamp.udp().local(), stored());
        server.passTime(Duration.ofSeconds(2));
        assertEquals(List.of(), server.equipmentList());
    }

    @Test
    public void afterARestartTheIdAndItsLeaseAreKnownAndTheAddressComesBackWithTheNextRegistration() {
        server.restart();
        assertEquals(List.of(), server.equipmentList());
        lamp.refresh();
        assertEquals(lamp.udp().local(), stored());
        assertEquals(1, server.control().enrolments(Optional.empty(), 10).rows().size());
        assertEquals(
                lamp.identity().fingerprint(),
                server.control().enrolments(Optional.empty(), 10).rows().get(0).key());
    }
}
