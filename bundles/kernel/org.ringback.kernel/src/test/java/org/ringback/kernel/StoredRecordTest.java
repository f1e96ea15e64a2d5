package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;
import org.ringback.wire.Tlv;

public class StoredRecordTest {
    private static byte[] record(long version) {
        return new Tlv.Writer()
                .put(StoredRecord.VERSION, version)
                .put(1, "lamp-1")
                .toBytes();
    }

    @Test
    public void aRecordWithoutAVersionIsOfTheFirst() {
        assertEquals(
                "lamp-1",
                StoredRecord.read("t", new Tlv.Writer().put(1, "lamp-1").toBytes())
                        .text(1));
        assertEquals("lamp-1", StoredRecord.read("t", record(1)).text(1));
    }

    @Test
    public void aFormOfWhichLaterVersionsAreKnownIsReadUpToThese() {
        assertEquals("lamp-1", StoredRecord.read("t", record(2), 2).text(1));
        assertEquals("lamp-1", StoredRecord.read("t", record(1), 2).text(1));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> StoredRecord.read("t", record(3), 2));
        assertTrue(refused.getMessage(), refused.getMessage().contains("has version 3 (expected: at most 2;"));
    }

    @Test
    public void aRecordOfANewerProgramIsRefusedInWords() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> StoredRecord.read("acceptor.grants", record(2)));
        assertEquals(
                "store: a record of acceptor.grants has version 2 (expected: at most 1; a newer ringback wrote it:"
                        + " run that one, or restore the backup made before it)",
                refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> StoredRecord.read("t", record(0)));
    }
}
