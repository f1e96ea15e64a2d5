package org.ringback.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

/** Names, and what is said of those that are none. */
public class EquipmentIdTest {
    @Test
    public void inASentenceOneOfDigitsAloneIsQuoted() {
        assertEquals("'007'", new EquipmentId("007").inWords());
        assertEquals("lamp-1", new EquipmentId("lamp-1").inWords());
    }

    @Test
    public void aRefusedNameIsShownWithItsLettersAndWithoutWhatATerminalWouldObey() {
        assertShown("'l\u00e4mp'", "l\u00e4mp");
        assertShown("'\u043b\u0430\u043c\u043f\u0430'", "\u043b\u0430\u043c\u043f\u0430");
        assertShown("'a\\u001b[1m'", "a\u001b[1m");
        assertShown("'a\\u202eb'", "a\u202eb");
    }

    private static void assertShown(String shown, String name) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> new EquipmentId(name))
                .getMessage());
        assertEquals("equipment ID: " + shown, message.substring(0, message.indexOf(" (expected")));
    }
}
