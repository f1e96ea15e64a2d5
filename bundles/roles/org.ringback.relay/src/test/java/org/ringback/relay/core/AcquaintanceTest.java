package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;

/** Who knows the CA in use, though it was enrolled before that one was pinned. */
public class AcquaintanceTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp");
    private static final long LATE = 1_000;

    private final ServerFixture server = new ServerFixture();
    private final KeyFingerprint first = server.newKey();
    private final KeyFingerprint second = server.newKey();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);

    private void inUse(KeyFingerprint ca, long since) {
        server.handle(new RelayEvent.Authority(ca, server.now().wall(), since));
    }

    private void swapped() {
        inUse(first, 0);
        server.pass(Duration.ofSeconds(1));
        inUse(second, 0);
    }

    private Strangers strangers() {
        return server.core.overview().strangers();
    }

    @Test
    public void whoWasEnrolledBeforeIsNamedAndAnIssuerAsOne() {
        swapped();
        assertEquals(2, strangers().count());
        assertEquals("anna (issuer), lamp", strangers().names());
    }

    @Test
    public void whoProvesItselfIsAStrangerNoLongerAndStaysSoAfterARestart() {
        swapped();
        server.close(server.connect(anna.key, anna.observed));
        assertEquals("lamp", strangers().names());
        server.restart();
        server.handle(new RelayEvent.Authority(second, server.now().wall(), LATE));
        assertEquals("lamp", strangers().names());
    }

    @Test
    public void aHandshakeThatBeganUnderTheCaBeforeTellsNothing() {
        inUse(first, 0);
        server.pass(Duration.ofSeconds(1));
        inUse(second, LATE);
        server.close(server.connect(anna.key, anna.observed));
        assertEquals(2, strangers().count());
    }

    @Test
    public void whatWasProvedUnderOneCaCountsNotUnderTheNext() {
        swapped();
        server.close(server.connect(anna.key, anna.observed));
        inUse(server.newKey(), 0);
        assertEquals(2, strangers().count());
        assertEquals(
                List.of(), List.copyOf(server.disk.get(RelayTables.PROVED_UNDER).keySet()));
    }

    @Test
    public void ofManyTheFirstAreNamed() {
        for (String name : List.of("m", "n", "o")) {
            Appliance.registered(server, new EquipmentId(name));
        }
        swapped();
        assertEquals("anna (issuer), lamp, m and 2 more", strangers().names());
    }
}
