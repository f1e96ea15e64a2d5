package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.wire.ErrorCodes;

/** Who gets a place for a relayed call, and whose call ends for a pair that has none; time is played. */
public class RelayPlacesTest {
    private static final int MOST = 4;
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final RelayPlaces places = new RelayPlaces();
    private Moment now = new Moment(-5, Instant.EPOCH);

    private static RelayedPair pair(String issuer, String equipment) {
        return new RelayedPair(new EquipmentId(issuer), new EquipmentId(equipment));
    }

    private static RelayedPair pair(String issuer) {
        return pair(issuer, issuer + "-lamp");
    }

    private void pass(Duration time) {
        now = new Moment(now.plus(time), now.wall().plus(time));
    }

    private long takes(RelayedPair pair) {
        return places.take(pair, now);
    }

    private void carries(long call, long bytes) {
        Optional.ofNullable(places.find(call)).orElseThrow().carried(bytes, now);
    }

    private void assertRefused(int code, RelayedPair wanted, int most) {
        RelayPlaces.Claim claim = places.claim(wanted, most, now);
        assertEquals(code, claim.refusal());
        assertEquals("whoever is refused is told why", code == 0, claim.why().isEmpty());
        assertEquals(Optional.empty(), claim.makesRoom());
    }

    private void assertMakesRoom(long call, RelayedPair newcomer) {
        assertEquals(new RelayPlaces.Claim(0, "", Optional.of(call)), places.claim(newcomer, MOST, now));
    }

    @Test
    public void whileAPlaceIsFreeNobodyGoes() {
        takes(pair("anna"));
        takes(pair("anna"));
        takes(pair("anna"));
        assertEquals(new RelayPlaces.Claim(0, "", Optional.empty()), places.claim(pair("bert"), MOST, now));
        assertRefused(ErrorCodes.CAPACITY, pair("anna"), MOST);
    }

    @Test
    public void theCallThatCarriedLeastOfThePairThatCarriedLeastMakesRoom() {
        long annas = takes(pair("anna"));
        takes(pair("anna"));
        long bertsFirst = takes(pair("bert"));
        long bertsSecond = takes(pair("bert"));
        carries(annas, 1_000);
        carries(bertsFirst, 400);
        carries(bertsSecond, 500);
        assertMakesRoom(bertsFirst, pair("carl"));
    }

    @Test
    public void whatWasCarriedMoreThanTenMinutesAgoCountsNoLonger() {
        long annas = takes(pair("anna"));
        long annasIdle = takes(pair("anna"));
        long berts = takes(pair("bert"));
        takes(pair("bert"));
        carries(annas, 1_000_000);
        pass(TEN_MINUTES.dividedBy(2));
        carries(berts, 1);
        pass(TEN_MINUTES.dividedBy(2).minusNanos(Duration.ofMinutes(1).toNanos()));
        assertEquals(
                1_000_000, Optional.ofNullable(places.find(annas)).orElseThrow().recent(now));
        pass(Duration.ofMinutes(1));
        assertMakesRoom(annasIdle, pair("carl"));
        pass(TEN_MINUTES);
        assertEquals(0, Optional.ofNullable(places.find(berts)).orElseThrow().recent(now));
    }

    @Test
    public void aPairThatHasOneCallKeepsItHoweverLittleItCarries() {
        List.of("anna", "bert", "carl", "dora").forEach(issuer -> takes(pair(issuer)));
        assertRefused(ErrorCodes.CAPACITY, pair("emil"), MOST);
    }

    @Test
    public void theYoungestCallGoesWhereAllCarriedTheSame() {
        takes(pair("anna"));
        takes(pair("anna"));
        long youngest = takes(pair("anna"));
        takes(pair("bert"));
        assertMakesRoom(youngest, pair("carl"));
    }

    @Test
    public void atAPieceOfEquipmentThatIsFullACallOfThatEquipmentMakesRoom() {
        takes(pair("zoe", "door"));
        takes(pair("zoe", "door"));
        long idle = 0;
        for (int issuer = 0; issuer < RelayPlaces.PER_EQUIPMENT / 2; issuer++) {
            RelayedPair pair = pair("issuer-" + issuer, "lamp");
            carries(takes(pair), 1_000L + issuer);
            idle = issuer == 0 ? takes(pair) : idle;
            if (issuer > 0) {
                takes(pair);
            }
        }
        assertEquals(
                new RelayPlaces.Claim(0, "", Optional.of(idle)), places.claim(pair("newcomer", "lamp"), 1_024, now));
        assertRefused(ErrorCodes.QUOTA, pair("issuer-3", "lamp"), 1_024);
    }

    @Test
    public void nobodyMakesRoomForAnIssuerThatHasItsPlaces() {
        for (int call = 0; call < RelayPlaces.PER_ISSUER; call++) {
            takes(pair("anna", "lamp-" + call / 2));
        }
        assertRefused(ErrorCodes.QUOTA, pair("anna", "another"), 1_024);
    }

    @Test
    public void wherePlacesWereTakenAwayOneCallThatEndsMakesNoRoom() {
        takes(pair("anna"));
        takes(pair("anna"));
        takes(pair("anna"));
        assertRefused(ErrorCodes.CAPACITY, pair("bert"), 2);
    }

    @Test
    public void aCallThatWasToldToEndHasNoPlaceAndMakesNoRoomTwice() {
        long first = takes(pair("anna"));
        takes(pair("anna"));
        takes(pair("bert"));
        takes(pair("carl"));
        carries(first, 1);
        long second = places.claim(pair("dora"), MOST, now).makesRoom().orElseThrow();
        Optional.ofNullable(places.find(second)).orElseThrow().part();
        takes(pair("dora"));
        assertRefused(ErrorCodes.CAPACITY, pair("emil"), MOST);
        assertEquals(List.of(first), places.of(pair -> pair.equals(pair("anna"))));
    }
}
