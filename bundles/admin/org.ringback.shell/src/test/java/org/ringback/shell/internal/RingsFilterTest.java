package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;

/** Which of many rings {@code rings} tells. */
public class RingsFilterTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Optional<RingStory.End> ANSWERED = Optional.of(new RingStory.End(true, ""));
    private static final Optional<RingStory.End> FAILED = Optional.of(new RingStory.End(false, "nobody there"));

    @Rule
    public final ShellRule shell = new ShellRule();

    private static RingStory story(
            int number, Optional<String> person, String equipment, Instant began, Optional<RingStory.End> end) {
        return new RingStory(
                "server",
                new RingNonce(String.valueOf(number).repeat(2 * RingNonce.LENGTH)),
                new EquipmentId(equipment),
                person.map(EquipmentId::new),
                RingSystem.CALL_BACK,
                "tls13",
                "X25519MLKEM768",
                began,
                List.of(),
                end,
                Optional.of(Duration.ZERO),
                end.filter(RingStory.End::answered).map(answered -> "relayed"));
    }

    @Before
    public void fiveRings() throws IOException {
        Optional<String> anna = Optional.of("anna");
        Optional<String> boris = Optional.of("boris");
        List<RingStory> stories = List.of(
                story(5, Optional.empty(), "lamp-1", NOW, Optional.empty()),
                story(4, anna, "lamp-1", NOW.minus(Duration.ofMinutes(30)), FAILED),
                story(3, boris, "lamp-1", NOW.minus(Duration.ofHours(2)), FAILED),
                story(2, anna, "heater-1", NOW.minus(Duration.ofHours(3)), FAILED),
                story(1, anna, "lamp-1", NOW.minus(Duration.ofDays(3)), ANSWERED));
        Roles roles = new Roles(null, null, null, List.of(() -> stories));
        shell.add(new RingsCommand(roles, new Forwards()));
    }

    @Test
    public void theWayOfARingThatWasAnsweredIsTold() throws IOException {
        String out = shell.run("rings").out();
        assertTrue(out, out.contains("  relayed  called back\n"));
        assertEquals(4, out.lines().filter(line -> line.contains("  -        ")).count());
        String json = shell.run("rings --json").out();
        assertEquals(json, 1, json.split("\"way\":\"relayed\"", -1).length - 1);
    }

    private String told(String options) throws IOException {
        ShellRule.Result result = shell.run("rings --json " + options);
        assertEquals(result.err(), 0, result.exit());
        return result.out().strip().replaceAll("(?s).*?\"nonce\":\"(.).*?(?=\"nonce\"|$)", "$1");
    }

    @Test
    public void eachOptionLeavesOutWhatItDoesNotName() throws IOException {
        assertEquals("54321", told(""));
        assertEquals("432", told("--failed"));
        assertEquals("421", told("--person anna"));
        assertEquals("2", told("--equipment heater-1"));
        assertEquals("543", told("--since 2026-11-30T10:00:00Z"));
    }

    @Test
    public void aServerSaysThatTheGatewayCalledBackAsItDoesNotKnowWhatAnswers() throws IOException {
        String rings = shell.run("rings --person anna").out();
        assertTrue(rings, rings.matches("(?s).* 11111111 +relayed +called back\\R.*"));
        assertFalse(rings, rings.contains("answered\n"));
    }

    @Test
    public void optionsCombineAndTheLimitComesLast() throws IOException {
        assertEquals("42", told("--failed --person anna"));
        assertEquals("4", told("--failed --person anna --equipment lamp-1"));
        assertEquals("4", told("--failed --person anna --limit 1"));
        assertEquals("4", told("--failed --person anna --since 2026-11-30T11:00:00Z"));
    }

    @Test
    public void theTableNamesWhoRangWhereItIsKnown() throws IOException {
        List<String> lines = shell.run("rings").out().lines().toList();
        assertTrue(lines.get(0), lines.get(0).startsWith("BEGAN                PARTY   PERSON  EQUIPMENT  SYSTEM"));
        assertTrue(lines.get(1), lines.get(1).contains("  server  -       lamp-1     call-back"));
        assertTrue(lines.get(2), lines.get(2).contains("  server  anna    lamp-1     call-back"));
        assertTrue(shell.run("rings 4444").out().contains(" of lamp-1 by anna, system call-back"));
        assertTrue(shell.run("rings --json 4444").out().contains("\"equipment\":\"lamp-1\",\"person\":\"anna\","));
        assertFalse(shell.run("rings --json 5555").out().contains("person"));
    }

    @Test
    public void whereNoneIsLeftTheTerminalSaysSoAndJsonIsEmpty() throws IOException {
        assertEquals("No such ring.\n", shell.run("rings --person carla").err());
        assertEquals(
                "{\"format\":1,\"rings\":[]}\n",
                shell.run("rings --person carla --json").out());
    }

    @Test
    public void aWrongValueIsNamedWithItsOptionAndWhatWasExpected() throws IOException {
        ShellRule.Result when = shell.run("rings --since yesterday");
        assertEquals(CommandFailure.USAGE, when.exit());
        assertTrue(
                when.err(), when.err().startsWith("--since: yesterday (expected: an instant, as 2026-11-30T08:00:00Z"));
        assertTrue(shell.run("rings --person A!").err().startsWith("person: "));
        assertTrue(shell.run("rings --equipment A!").err().startsWith("equipment: "));
    }

    @Test
    public void howLongAgoIsInMinutesHoursOrDays() {
        assertEquals(NOW.minus(Duration.ofMinutes(30)), Since.read("30m", NOW));
        assertEquals(NOW.minus(Duration.ofHours(2)), Since.read("2h", NOW));
        assertEquals(NOW.minus(Duration.ofDays(3)), Since.read("3d", NOW));
        assertEquals(NOW, Since.read("2026-11-30T12:00:00Z", NOW));
        for (String wrong : List.of("3", "3w", "-3d", "1234567d", "2026-11-30")) {
            assertThrows(CommandFailure.class, () -> Since.read(wrong, NOW));
        }
    }
}
