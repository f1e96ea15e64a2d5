package org.ringback.shell.link;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class TerminalEncodingTest {
    @Test
    public void onlySomeEncodingsShowTheSignsOfCommands() {
        assertTrue(TerminalEncoding.shows("UTF-8"));
        assertFalse(TerminalEncoding.shows("US-ASCII"));
        assertFalse(TerminalEncoding.shows("ISO-8859-1"));
    }
}
