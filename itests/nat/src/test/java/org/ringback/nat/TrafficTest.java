package org.ringback.nat;

import static org.junit.Assert.assertEquals;
import static org.ringback.nat.Segments.SERVER;
import static org.ringback.nat.Segments.SYN_ACK;
import static org.ringback.nat.Segments.at;
import static org.ringback.nat.Segments.segment;
import static org.ringback.nat.Segments.syn;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.Test;

/** Which SYNs may be. */
public final class TrafficTest {
    private static final int HOME = 12;
    private static final int ISSUER = 33;
    private static final InetSocketAddress GATEWAY = at(HOME, 4000);
    private static final InetSocketAddress CALLER = at(ISSUER, 5000);

    private final Traffic traffic = new Traffic();

    private void see(Sighting... all) {
        List.of(all).forEach(traffic);
    }

    @Test
    public void aSynMayGoToTheServerAndToWhereTheServerSawTheOtherEndOfARing() {
        see(syn(GATEWAY, SERVER), syn(CALLER, SERVER));
        traffic.ring(HOME, ISSUER);
        see(syn(GATEWAY, CALLER), syn(CALLER, GATEWAY));
        assertEquals(List.of(), traffic.forbidden());
    }

    @Test
    public void aSynToAnotherPortOrOfWhoDoesNotRingOrToAnotherPortOfTheServerIsForbidden() {
        see(syn(GATEWAY, SERVER), syn(CALLER, SERVER));
        see(syn(GATEWAY, CALLER));
        traffic.ring(HOME, ISSUER);
        see(syn(GATEWAY, at(ISSUER, 5001)), syn(at(14, 1), CALLER), syn(GATEWAY, at(Plan.SERVER, 22)));
        assertEquals(4, traffic.forbidden().size());
    }

    @Test
    public void anAnswerToASynIsNone() {
        see(segment(GATEWAY, CALLER, SYN_ACK, 0, 0));
        assertEquals(List.of(), traffic.forbidden());
    }

    @Test
    public void whoWatchesTwoSitesSeesTheirPacketsAndNoOthersUntilHeCloses() {
        Traffic.Watch watch = traffic.watch(HOME, ISSUER);
        Sighting one = syn(GATEWAY, SERVER);
        see(one, syn(at(14, 1), SERVER));
        watch.close();
        see(one);
        assertEquals(List.of(one), watch.seen());
    }
}
