package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.Timeout;
import org.ringback.api.Secret;
import org.ringback.kit.Party;
import org.ringback.kit.RecordingNat;
import org.ringback.kit.Result;
import org.ringback.kit.Tickets;
import org.ringback.spi.Grant;
import org.ringback.updater.release.ReleaseList;
import org.ringback.wire.Door;
import org.ringback.wire.MessageKind;

/**
 * While new crypto is watched at a gateway, whoever may not come in does what he can: what is right is kept, and what is
 * wrong is not. In memory, with real crypto: {@code UnprovedCryptoTest}.
 */
public final class FloodedUpdateIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CRYPTO = "org.ringback.crypto";
    private static final String REVOKED = "shed-1";
    private static final String STOLEN = "shed-2";
    private static final List<String> NOISY = List.of("shed-3", "shed-4", "shed-5");
    private static final int BATCH = 50;
    private static final int CALLS = 6;

    private static final Net NET = new Net();

    @ClassRule
    public static final RuleChain ONLY_WHERE_ASKED =
            RuleChain.outerRule(LongRun.rule()).around(NET);

    @Rule
    public final Timeout limit = new Timeout(5, TimeUnit.MINUTES);

    private final Party gateway = NET.gateway();

    /** A revoked issuer, the thief of a half grant, strangers who answer calls with noise, and who is on the path. */
    private static Flood flood(Party fred, RecordingNat passage) {
        List<byte[]> bad = new ArrayList<>(BadBytes.noise(100));
        Stream.of(MessageKind.values())
                .filter(kind -> kind.door() == Door.ACCEPTOR_UDP)
                .forEach(kind -> bad.addAll(BadBytes.of(kind)));
        Iterator<byte[]> again =
                Stream.generate(() -> bad).flatMap(List::stream).iterator();
        Flood flood = new Flood()
                .with("revoked", () -> notAnswered(fred, REVOKED))
                .with("thief", () -> notAnswered(fred, STOLEN))
                .with("path", () -> {
                    for (int i = 0; i < BATCH; i++) {
                        passage.inject(again.next());
                    }
                    NET.gateway().counted("udp."); // there is room for no more meanwhile
                });
        for (String shed : NOISY) {
            for (String which : List.of("first", "second")) { // a ring whose call comes to nothing takes 5 s
                flood.with("noise, " + which + " to " + shed, () -> notAnswered(fred, shed));
            }
        }
        return flood;
    }

    private static void notAnswered(Party fred, String equipment) {
        JSONObject story = Net.ring(fred, equipment, "call-back");
        assertFalse(story.toString(), story.getBoolean("answered"));
    }

    private static Party fred(Garbler garbler, RecordingNat passage) {
        Party fred = NET.anotherIssuer("fred");
        NET.join(REVOKED, passage.address());
        NET.grant(REVOKED, fred, NET.serverName(Net.IPV4));
        NET.gateway().shell("revoke " + REVOKED + " fred").ok();
        NET.join(STOLEN, passage.address());
        Grant whole = Tickets.STRINGS.grant(
                NET.gateway().shell("grant " + STOLEN + " fred").ok());
        Grant half = Tickets.saying(whole.id(), Secret.copyOf(new byte[32]), whole);
        fred.shell("accept-grant", Tickets.STRINGS.print(Tickets.at(half, NET.serverName(Net.IPV4))))
                .ok();
        for (String shed : NOISY) {
            NET.join(shed, passage.address());
            NET.grant(shed, fred, garbler.address());
        }
        return fred;
    }

    private static void ring() {
        JSONObject story = NET.ring("lamp-1", "call-back");
        assertTrue(story.toString(), story.getBoolean("answered"));
    }

    private Result update(long serial, byte[] jar) throws Exception {
        byte[] release = Signed.release(serial, ReleaseList.Kind.ORDINARY, jar);
        return gateway.shell("update flooded.release", release);
    }

    @Test
    public void whatIsRightIsKeptAndWhatIsWrongIsTakenBackUnderAFlood() throws Exception {
        NET.provide("lamp-1", NET.serverName(Net.IPV4));
        RecordingNat passage = NET.passage();
        try (Garbler garbler = new Garbler(NET.serverAddress());
                Flood flood = flood(fred(garbler, passage), passage)) {
            await("it has begun").atMost(LIMIT).until(() -> garbler.answered() >= CALLS);
            String told =
                    update(9_000_000_001L, Stamped.copy(CRYPTO, "0.1.0.h1")).ok();
            assertTrue(told, told.startsWith(CRYPTO + " 0.1.0.h1: updated"));
            int before = garbler.answered();
            await("it goes on").atMost(LIMIT).until(() -> garbler.answered() >= before + CALLS);
            for (int i = 0; i < 5; i++) {
                ring();
            }
            await("proved")
                    .atMost(LIMIT)
                    .until(() -> !gateway.shell("bundles").ok().contains("unproved"));
            assertTrue(gateway.shell("bundles").ok().contains("0.1.0.h1"));
            String updates = gateway.shell("updates").ok();
            assertFalse(updates, updates.contains("NOT done") || updates.contains("taken back"));

            update(9_000_000_002L, Stamped.otherInUse("return new byte[PROOF_LENGTH];", "0.1.0.h2"));
            await("taken back")
                    .atMost(LIMIT)
                    .until(() -> !gateway.shell("bundles").ok().contains("0.1.0.h2"));
            updates = gateway.shell("updates").ok();
            assertTrue(updates, updates.contains("ring proof: differs from that of the one before"));
            ring();
            assertEquals("", flood.fault());
        }
    }
}
