package org.ringback.acceptor.internal;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;

/** Keys of the configuration that name equipment which has not joined. */
public class NamedEquipmentTest {
    private static final List<EquipmentId> HERE = List.of(new EquipmentId("lamp-1"));

    @Test
    public void aNameOfDigitsAloneIsQuotedSoThatItIsNoCount() {
        assertEquals(
                List.of("forward: '7' has not joined here (expected: a name that has, as lamp-1; or that 7 joins)"),
                NamedEquipment.warnings(Map.of("forward", Set.of("7")), HERE));
    }

    @Test
    public void whatIsNoNameStaysAsItIsWritten() {
        assertEquals(
                List.of("forward: A/b has not joined here (expected: a name that has, as lamp-1; or that A/b joins)"),
                NamedEquipment.warnings(Map.of("forward", Set.of("A/b")), HERE));
    }
}
