package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.Enrolment;
import org.ringback.kernel.Metrics;
import org.ringback.spi.PeerFacts;

/** How much of the audit log devices can have. */
public class AuditLinesTest {
    private static final EquipmentId ANNA = new EquipmentId("anna");
    private static final KeyFingerprint KEY = KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]);
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress("192.0.2.7", 40_000);

    private final Metrics metrics = new Metrics();
    private final AuditLines lines = new AuditLines(metrics);
    private final Peer peer =
            new Peer(2, new PeerFacts(KEY, new byte[0], "tls13", "X25519", List.of(), ANYWHERE, ANYWHERE), 0);

    private Optional<RelayAction> joined(Optional<EquipmentId> invitedBy, Duration at) {
        OneTimeCode code = new OneTimeCode(
                7, Secret.copyOf(new byte[32]), ANNA, Role.ISSUER, Set.of(), Instant.MAX, invitedBy, Optional.empty());
        Device device = new Device(ANNA, Role.ISSUER, KEY, Set.of(), Enrolment.State.ENROLLED, 0);
        return lines.joined(peer, code, device, true, new Moment(at.toNanos(), Instant.EPOCH));
    }

    @Test
    public void aGatewayThatInvitesAndInvitesFillsNoMoreThanADaysLines() {
        Optional<EquipmentId> lamp = Optional.of(new EquipmentId("lamp-1"));
        for (int i = 1; i < AuditLines.A_DAY; i++) {
            assertFalse(text(joined(lamp, Duration.ofHours(1))).contains("only counted"));
        }
        assertTrue(text(joined(lamp, Duration.ofHours(2))).contains("only counted, as audit.left-out"));
        assertEquals(Optional.empty(), joined(lamp, Duration.ofHours(24)));
        assertEquals(1, (long) metrics.snapshot().get("audit.left-out"));
        assertTrue(
                "the operator asked for it",
                joined(Optional.empty(), Duration.ofHours(24)).isPresent());
        assertTrue("another day", joined(lamp, Duration.ofHours(25)).isPresent());
    }

    private static String text(Optional<RelayAction> line) {
        return ((RelayAction.Recorded) line.orElseThrow()).entry().outcome();
    }
}
