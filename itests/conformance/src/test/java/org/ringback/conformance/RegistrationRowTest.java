package org.ringback.conformance;

import static org.junit.Assert.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ServerUnderTest;
import org.ringback.conformance.fixture.Stage;
import org.ringback.conformance.fixture.Way;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The server stores who is where from periodic registrations. */
@RunWith(Parameterized.class)
@Row({1, 16})
public class RegistrationRowTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId OVEN = new EquipmentId("oven-1");

    @Rule
    public final Stage stage = new Stage();

    private final Way way;
    private ServerUnderTest server;
    private ScriptedAcceptor lamp;

    public RegistrationRowTest(Way way) {
        this.way = way;
    }

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
        Message second = lamp.registration().build();
        assertEquals(lamp.udp().local(), second.get(Attributes.REFLEXIVE_ADDRESS));
        lamp.refresh();
        lamp.refresh();
        List<Message> registrations = stage.capture().all(MessageKind.REGISTER).stream()
                .map(seen -> seen.message().orElseThrow())
                .filter(message -> message.find(Attributes.NONCE).isPresent())
                .toList();
        assertEquals(3, registrations.size());
        assertEquals(3, stage.capture().all(MessageKind.REGISTERED).size());
    }

    @Test
    public void aRegistrationFromElsewhereChangesTheDestination() {
        InetSocketAddress before = stored();
        lamp.moveElsewhere();
        lamp.refresh();
        assertEquals(lamp.udp().local(), stored());
        assertEquals(false, before.equals(stored()));
    }

    @Test
    public void eachPieceOfEquipmentHasARowOfItsOwn() {
        ScriptedAcceptor oven = stage.scriptedAcceptor(way);
        oven.join(server.enrol(OVEN, Role.ACCEPTOR, way));
        assertEquals(2, server.equipmentList().size());
        assertEquals(oven.udp().local(), server.row(OVEN).orElseThrow().address());
        assertEquals(lamp.udp().local(), stored());
    }
}
