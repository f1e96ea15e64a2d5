package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

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
