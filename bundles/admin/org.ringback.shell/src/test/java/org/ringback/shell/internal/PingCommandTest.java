package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.control.Presence;
import org.ringback.api.control.Presence.State;
import org.ringback.shell.link.Frame;

/** A person asks whether equipment is there: {@code ping}, and the column of {@code granted}. */
public class PingCommandTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final RingNonce EARLIER = new RingNonce("aa".repeat(16));
    private static final RingNonce LATER = new RingNonce("bb".repeat(16));

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();

    @Before
    public void addsTheCommands() {
        Roles roles = new Roles(null, null, controls.issuer(), List.of());
        Forwards forwards = new Forwards();
        forwards.setCalls(controls.calls);
        shell.add(new PingCommand(roles, forwards, Duration.ZERO), new GrantedCommand(roles, Duration.ofMillis(1)));
    }

    private void told(State state, String words, Optional<Duration> heard, Optional<Duration> roundTrip) {
        controls.presence = equipment -> new Presence(equipment, state, words, heard, roundTrip, "127.0.0.1:3478");
    }

    private void silent() {
        told(
                State.OFFLINE,
                "the gateway of lamp-1 is silent; next: see that it runs",
                Optional.of(Duration.ofSeconds(425)),
                Optional.of(Duration.ofMillis(3)));
    }

    @Test
    public void withoutACallTheServerIsAsked() throws IOException {
        assertEquals(
                new ShellRule.Result(
                        0, "server 127.0.0.1:3478 12.3 ms; lamp-1 is registered there, heard 4 s ago\n", ""),
                shell.run("ping lamp-1"));
        assertEquals(List.of("presence [lamp-1]"), controls.asked);
    }

    @Test
    public void equipmentThatIsNotThereFailsAndSaysWhy() throws IOException {
        silent();
        assertEquals(
                new ShellRule.Result(
                        1,
                        "",
                        "server 127.0.0.1:3478 3.0 ms; lamp-1 was heard last 7 min 5 s ago; the gateway of lamp-1 is"
                                + " silent; next: see that it runs\n"),
                shell.run("ping lamp-1"));
    }

    @Test
    public void whereNobodyToldItFailsToo() throws IOException {
        told(State.UNKNOWN, "the server takes no connection", Optional.empty(), Optional.empty());
        assertEquals(
                new ShellRule.Result(1, "", "server 127.0.0.1:3478: the server takes no connection\n"),
                shell.run("ping lamp-1"));
        controls.failure = "ping: 4 questions are under way";
        assertEquals(new ShellRule.Result(1, "", controls.failure + "\n"), shell.run("ping lamp-1"));
    }

    @Test
    public void overACallThatStandsTheServerIsNotAsked() throws IOException {
        controls.calls.called(EARLIER, LAMP);
        controls.calls.called(LATER, LAMP);
        controls.calls.called(new RingNonce("cc".repeat(16)), new EquipmentId("cellar"));
        controls.calls.answered(new RingNonce("dd".repeat(16)), LAMP);
        String line = "call 192.0.2.7:4433, tls13, X25519MLKEM768 20.0 ms; lamp-1 answers\n";
        assertEquals(new ShellRule.Result(0, line.repeat(3), ""), shell.run("ping lamp-1 --count 3"));
        assertEquals("the latest one", List.of(LATER, LATER, LATER), controls.calls.pinged);
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void theLastAnswerDecidesAndTheOthersArePrinted() throws IOException {
        silent();
        Presence[] last = {controls.presence.apply(LAMP)};
        controls.presence = equipment -> {
            Presence now = last[0];
            last[0] = FakeControls.online(equipment);
            return now;
        };
        ShellRule.Result result = shell.run("ping -n 2 lamp-1");
        assertEquals(result.err(), 0, result.exit());
        assertEquals(2, result.out().lines().count());
        assertTrue(result.out(), result.out().startsWith("server 127.0.0.1:3478 3.0 ms; lamp-1 was heard last"));
    }

    @Test
    public void programsGetTheSame() throws IOException {
        JSONObject there = new JSONObject(shell.run("ping lamp-1 --json").out());
        assertEquals("server", there.getString("over"));
        JSONObject answer = there.getJSONArray("answers").getJSONObject(0);
        assertEquals("127.0.0.1:3478", answer.getString("address"));
        assertEquals(12.3, answer.getDouble("millis"), 0);
        assertEquals(4, answer.getInt("heardSeconds"));
        assertTrue(answer.getBoolean("online"));

        told(State.UNKNOWN, "the server takes no connection", Optional.empty(), Optional.empty());
        ShellRule.Result untold = shell.run("ping lamp-1 --json");
        assertEquals(1, untold.exit());
        JSONObject nothing =
                new JSONObject(untold.out()).getJSONArray("answers").getJSONObject(0);
        assertTrue(nothing.isNull("online") && nothing.has("online"));

        controls.calls.called(LATER, LAMP);
        JSONObject call = new JSONObject(shell.run("ping lamp-1 --json").out());
        assertEquals("call", call.getString("over"));
        assertEquals(
                "X25519MLKEM768", call.getJSONArray("answers").getJSONObject(0).getString("keyAgreement"));
    }

    @Test
    public void whatMayBeRungIsListedWithWhetherItIsThere() throws IOException {
        controls.granted = 3;
        controls.presence = equipment -> new Presence(
                equipment,
                equipment.equals(LAMP)
                        ? State.ONLINE
                        : equipment.value().equals("more-1") ? State.OFFLINE : State.UNKNOWN,
                "",
                Optional.empty(),
                Optional.empty(),
                "");
        ShellRule.Result listed = shell.run("granted");
        List<String> lines = listed.out().lines().toList();
        assertTrue(listed.out(), lines.get(0).startsWith("EQUIPMENT  ONLINE  AS"));
        assertEquals(List.of("\u25cf", "\u25cb", "?"), second(lines));
        assertEquals(List.of("presence [lamp-1, more-1, more-2]"), controls.asked);
        JSONArray all = new JSONObject(shell.run("granted --json").out()).getJSONArray("granted");
        assertTrue(all.getJSONObject(0).getBoolean("online"));
        assertEquals(false, all.getJSONObject(1).getBoolean("online"));
        assertTrue(all.getJSONObject(2).isNull("online") && all.getJSONObject(2).has("online"));
    }

    private static List<String> second(List<String> lines) {
        return lines.stream().skip(1).map(line -> line.split(" +", -1)[1]).toList();
    }

    @Test
    public void aTerminalThatShowsAsciiAloneGetsThat() throws IOException {
        String out = raw("granted", new Frame(Frame.Type.ASCII, new byte[0]), columns());
        assertEquals(List.of("+"), second(out.lines().toList()));
        assertEquals(List.of("\u25cf"), second(raw("granted", columns()).lines().toList()));
    }

    private static Frame columns() {
        return new Frame(
                Frame.Type.COLUMNS,
                ByteBuffer.allocate(Integer.BYTES).putInt(200).array());
    }

    private String raw(String line, Frame... before) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(shell.socket()))) {
            for (Frame frame : before) {
                frame.write(Channels.newOutputStream(channel));
            }
            new Frame(Frame.Type.COMMAND, line.getBytes(UTF_8)).write(Channels.newOutputStream(channel));
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            for (Frame next = Frame.read(in).orElseThrow();
                    next.type() != Frame.Type.EXIT;
                    next = Frame.read(in).orElseThrow()) {
                if (next.type() == Frame.Type.OUTPUT) {
                    out.write(next.payload());
                }
            }
        }
        return out.toString(UTF_8);
    }

    @Test
    public void aListWaitsForNoServerForLongAndFailsForNone() throws IOException {
        controls.unanswered = true;
        assertEquals(List.of("?"), second(shell.run("granted").out().lines().toList()));
        controls.unanswered = false;
        controls.failure = "issuer: its bundle is being exchanged";
        assertEquals(List.of("?"), second(shell.run("granted").out().lines().toList()));
    }

    @Test
    public void theSignsAreExplainedWhereTheyStandAndNowhereElse() throws IOException {
        assertEquals(
                "\u25cf: it is there; \u25cb: it is not\n", shell.run("granted").err());
        controls.unanswered = true;
        assertEquals(
                "?: no server said within 3 s whether it is there, or it does not tell this issuer; 'ping EQUIPMENT'"
                        + " asks again, and says why\n",
                shell.run("granted").err());
        assertEquals(
                "?: no server was asked whether it is there, because of --local\n",
                shell.run("granted --local").err());
        assertEquals("", shell.run("granted --json").err());
        String help = shell.run("granted --help").out();
        assertTrue(help, help.contains("? where nobody told within 3 s") && help.contains("ONLINE is ? then"));
    }

    @Test
    public void theStateOfAGrantIsItsEndOrWhyItsLatestRingWasRefused() throws IOException {
        assertEquals("ok", stateOfLamp());
        Map<RingReason, String> told = Map.of(
                RingReason.NOT_ALLOWED, "refused: suspended or over",
                RingReason.WRONG_PASSWORD, "refused: wrong password",
                RingReason.TOO_SOON, "refused: wrong password",
                RingReason.ISSUER_SUSPENDED, "suspended by the server",
                RingReason.ISSUER_REVOKED, "revoked by the server",
                RingReason.EQUIPMENT_ENDED, "ended at the server",
                RingReason.OTHER_KEY, "refused: another key now",
                RingReason.UNKNOWN_ISSUER, "refused by the server");
        for (Map.Entry<RingReason, String> one : told.entrySet()) {
            controls.refused = Optional.of(one.getKey());
            assertEquals(one.getValue(), stateOfLamp());
        }
        controls.terms = new GrantTerms(List.of(), false, Optional.of(Instant.parse("2026-01-01T00:00:00Z")));
        assertEquals("ended", stateOfLamp());
        String out = shell.run("granted --local").out();
        assertTrue(out, out.lines().findFirst().orElseThrow().contains("  UNTIL ") && out.contains("  ended  "));
    }

    private String stateOfLamp() throws IOException {
        return new JSONObject(shell.run("granted --local --json").out())
                .getJSONArray("granted")
                .getJSONObject(0)
                .getString("state");
    }

    @Test
    public void aLocalListAsksNobody() throws IOException {
        assertEquals(
                List.of("?"), second(shell.run("granted --local").out().lines().toList()));
        assertEquals(List.of(), controls.asked);
    }
}
