package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;

/** How near this program came to its limits, the fullest first. */
public class LimitsCommandTest {
    private static final LimitUse CODES =
            new LimitUse(new Limit("open codes", "relay"), 10_000, 3, 12, Optional.empty());
    private static final LimitUse RINGS = new LimitUse(
            new Limit("pending rings at one equipment", "relay", "rings-per-equipment"),
            16,
            4,
            13,
            Optional.of("lamp-1"));
    private static final LimitUse QUEUE = new LimitUse(
            new Limit("handshake steps that wait", "transport", "handshake-queue"), 512, 0, 410, Optional.empty());

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final Roles roles = new Roles();

    @Before
    public void command() {
        shell.add(new LimitsCommand(roles));
        roles.keepers = List.of(() -> List.of(CODES, QUEUE), () -> List.of(RINGS));
    }

    @Test
    public void theFullestNowIsFirstThenTheOneThatEverWas() throws IOException {
        assertEquals(
                """
                WHAT                            NOW  MOST  LIMIT  KEY
                pending rings at one equipment  4    13    16     relay.rings-per-equipment
                handshake steps that wait       0    410   512    transport.handshake-queue
                open codes                      3    12    10000

                MOST OF IT HAS  WHAT
                lamp-1          pending rings at one equipment
                """,
                shell.run("limits").out());
    }

    @Test
    public void nearLeavesOutWhatNeverPassedFourFifths() throws IOException {
        assertEquals(
                """
                WHAT                            NOW  MOST  LIMIT  KEY
                pending rings at one equipment  4    13    16     relay.rings-per-equipment

                MOST OF IT HAS  WHAT
                lamp-1          pending rings at one equipment
                """,
                shell.run("limits --near").out());
        roles.keepers = List.of(() -> List.of(CODES));
        assertEquals("", shell.run("limits --near").out());
        assertEquals(
                "No limit was near since the start.\n",
                shell.run("limits --near").err());
    }

    @Test
    public void programsReadTheSameAsJson() throws IOException {
        JSONArray rows = new JSONObject(shell.run("limits --json").out()).getJSONArray("limits");
        assertEquals(3, rows.length());
        JSONObject fullest = rows.getJSONObject(0);
        assertEquals("pending rings at one equipment", fullest.get("what"));
        assertEquals("relay", fullest.get("at"));
        assertEquals(4, fullest.get("now"));
        assertEquals(13, fullest.get("most"));
        assertEquals(16, fullest.get("limit"));
        assertEquals("lamp-1", fullest.get("who"));
        assertEquals("relay.rings-per-equipment", fullest.get("key"));
        JSONObject last = rows.getJSONObject(2);
        assertFalse(last.has("who") || last.has("key"));
    }

    @Test
    public void aBundleThatDoesNotTellIsLeftOutAndNamedAndTheOthersTell() throws IOException {
        roles.keepers = List.of(
                () -> {
                    throw new IllegalStateException("this gateway does not answer: it is stopped, or overloaded");
                },
                () -> List.of(CODES),
                () -> {
                    throw new ClassCastException("a flaw");
                });
        String leftOut = "org.ringback.shell does not tell its limits, and they are left out: ";
        ShellRule.Result table = shell.run("limits");
        assertEquals(0, table.exit());
        assertEquals(
                """
                WHAT        NOW  MOST  LIMIT  KEY
                open codes  3    12    10000
                """,
                table.out());
        assertEquals(
                leftOut + "this gateway does not answer: it is stopped, or overloaded\n" + leftOut
                        + "java.lang.ClassCastException: a flaw\n",
                table.err());
        ShellRule.Result json = shell.run("limits --json");
        assertEquals(1, new JSONObject(json.out()).getJSONArray("limits").length());
        assertEquals(table.err(), json.err());
        ShellRule.Result near = shell.run("limits --near");
        assertEquals("nobody says that none was near", table.err(), near.err());
    }
}
