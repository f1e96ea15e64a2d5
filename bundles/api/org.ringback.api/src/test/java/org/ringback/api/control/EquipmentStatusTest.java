package org.ringback.api.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.control.EquipmentStatus.GrantStatus;

public final class EquipmentStatusTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");

    @Test
    public void equipmentThatIsGivenNoNameHasItsIdForOne() {
        EquipmentStatus status = new EquipmentStatus(
                LAMP,
                new KeyFingerprint("ab".repeat(KeyFingerprint.LENGTH)),
                "registered",
                "",
                Optional.empty(),
                "home.example:3478",
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                0,
                List.of());
        assertEquals(LAMP, status.name());
        assertEquals(LAMP, status.id());
    }

    private static GrantStatus grant(boolean revoked, boolean ended) {
        return new GrantStatus(
                new GrantId("cd".repeat(GrantId.LENGTH)),
                LAMP,
                Optional.empty(),
                Instant.EPOCH,
                revoked,
                false,
                false,
                "",
                GrantTerms.ALL,
                ended);
    }

    @Test
    public void aGrantIsOverThatWasTakenBackOrEnded() {
        assertTrue(grant(true, false).over());
        assertTrue(grant(false, true).over());
        assertFalse(grant(false, false).over());
    }
}
