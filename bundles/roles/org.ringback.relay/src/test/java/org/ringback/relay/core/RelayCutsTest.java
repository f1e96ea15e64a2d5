package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.relay.core.RelaySettings.Relaying;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** What cuts relayed calls: an end that may go on no longer, and the bytes of a day; and whom it does not cut. */
public class RelayCutsTest {
    private static final EquipmentId OVEN = new EquipmentId("oven");
    private static final long FAR = 1 << 30;
    /** Noon is when a server of these tests starts. */
    private static final Duration UNTIL_MIDNIGHT = Duration.ofHours(12);

    private final RelayRig rig = new RelayRig();
    private final ServerFixture server = rig.server;
    private final Appliance oven = Appliance.registered(server, OVEN);

    private void perDay(long inAll, long ofEquipment, long ofPair) {
        rig.limit(new Relaying(true, 16, FAR, FAR, inAll, ofEquipment, ofPair));
    }

    private void carried(RelayAction.Join call, long bytes) {
        server.handle(new RelayEvent.RelayCarried(call.number(), bytes));
    }

    private void assertCut(RelayAction.Join... calls) {
        assertEquals(
                Arrays.stream(calls)
                        .map(call -> new RelayAction.Part(call.number()))
                        .toList(),
                rig.did(RelayAction.Part.class));
        server.done.clear();
    }

    /** A relayed call of somebody whom the oven's owner invited. */
    private RelayAction.Join atTheOven() {
        rig.rung = oven;
        rig.newcomer("carl");
        RelayAction.Join call = rig.answered();
        rig.rung = rig.lamp;
        return call;
    }

    /** [RELAY-9] */
    @Test
    public void aRevocationOfTheIssuerCutsItsCallsAndFreesTheirPlaces() {
        RelayAction.Join annas = rig.answered();
        rig.newcomer("bert");
        rig.answered();
        server.revoke(rig.anna.id);
        assertCut(annas);
        assertEquals(1, server.count("relay.cut"));
        server.handle(new RelayEvent.RelayEnded(annas.number()));
        assertEquals(1, rig.used("relayed calls"));
    }

    /** [RELAY-9] */
    @Test
    public void aRevocationOfTheEquipmentCutsWhatIsRelayed() {
        RelayAction.Join call = rig.relayed();
        server.done.clear();
        server.revoke(LAMP);
        assertCut(call);
    }

    /** [RELAY-9] */
    @Test
    public void aWithdrawCutsTheCallsOfItsPairAndOfNoOther() {
        rig.answered();
        Ticket berts = rig.invites("bert");
        RelayAction.Join first = rig.answered();
        RelayAction.Join second = rig.answered();
        atTheOven();
        long connection = server.connect(rig.lamp.key, Appliance.TCP);
        server.receive(
                connection,
                Message.of(MessageKind.WITHDRAW, rig.lamp.transaction())
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.USERNAME, LAMP)
                        .with(Attributes.CODE_ID, berts.codeId())
                        .build());
        assertCut(first, second);
        assertEquals(2, server.count("relay.cut"));
    }

    /** [RELAY-10] */
    @Test
    public void aPairThatHadItsBytesOfTheDayIsCutAndRefusedUntilTheNextDayAndNoOtherIs() {
        perDay(FAR, FAR, 1_000);
        RelayAction.Join call = rig.answered();
        Person anna = rig.rings;
        carried(call, 999);
        assertCut();
        carried(call, 1);
        assertCut(call);
        server.handle(new RelayEvent.RelayEnded(call.number()));
        assertEquals(1, server.count("relay.day-used-up"));
        assertEquals("nobody lost what it may", 0, server.count("relay.cut"));
        assertEquals(1_000, server.count("relay.bytes"));
        assertEquals(ErrorCodes.QUOTA, rig.refused());
        assertRefusedAs("refused with 486: the pair or the equipment had its bytes of the day");
        rig.newcomer("bert");
        rig.answered();

        server.pass(UNTIL_MIDNIGHT);
        rig.lamp.register();
        rig.rings = anna;
        rig.answered();
    }

    private void assertRefusedAs(String words) {
        assertTrue(server.core.stories().stream()
                .flatMap(story -> story.steps().stream())
                .anyMatch(step -> step.detail().equals(words)));
    }

    /** [RELAY-10] */
    @Test
    public void equipmentThatHadItsBytesOfTheDayIsCutWithAllItsPairsAndNoOtherIs() {
        perDay(FAR, 1_000, FAR);
        RelayAction.Join ovens = atTheOven();
        rig.rings = rig.anna;
        RelayAction.Join annas = rig.answered();
        rig.newcomer("bert");
        RelayAction.Join berts = rig.answered();
        carried(ovens, 999);
        carried(annas, 600);
        carried(berts, 399);
        assertCut();
        carried(annas, 1);
        assertCut(annas, berts);
        assertEquals(2, server.count("relay.day-used-up"));
        rig.newcomer("dora");
        assertEquals("also whoever had none of them", ErrorCodes.QUOTA, rig.refused());
        carried(ovens, 1);
        assertCut(ovens);

        server.pass(UNTIL_MIDNIGHT);
        rig.lamp.register();
        rig.answered();
    }

    /** [RELAY-10] */
    @Test
    public void aServerThatHadItsBytesOfTheDayCutsAllAndRefusesAllUntilTheNextDay() {
        perDay(1_000, FAR, FAR);
        RelayAction.Join annas = rig.answered();
        RelayAction.Join ovens = atTheOven();
        carried(annas, 500);
        carried(ovens, 499);
        assertCut();
        carried(ovens, 1);
        assertCut(annas, ovens);
        assertEquals(2, server.count("relay.day-used-up"));
        rig.newcomer("dora");
        assertEquals(ErrorCodes.CAPACITY, rig.refused());
        assertRefusedAs("refused with 508: the server had its bytes of the day");

        server.pass(UNTIL_MIDNIGHT);
        rig.lamp.register();
        rig.answered();
    }

    /** [RELAY-10] */
    @Test
    public void bytesThatAreToldBehindTheCutCountForTheDayToo() {
        perDay(FAR, FAR, 1_000);
        RelayAction.Join one = rig.answered();
        RelayAction.Join other = rig.answered();
        carried(one, 400);
        carried(other, 600);
        assertEquals(List.of(one.number(), other.number()), parted());
        carried(one, 50);
        assertEquals("each is cut once", List.of(), parted());
        assertEquals(1_050, server.count("relay.bytes"));
    }

    private List<Long> parted() {
        List<Long> numbers = rig.did(RelayAction.Part.class).stream()
                .map(RelayAction.Part::number)
                .toList();
        server.done.clear();
        return numbers;
    }
}
