package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.Nat;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkPath.DialBack;
import org.ringback.api.control.NetworkPath.State;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.ServerNetwork;
import org.ringback.api.net.AddressScope;

/** A person asks what is between this machine and the others. */
public class NetcheckCommandTest {
    private static final InetSocketAddress OWN = new InetSocketAddress("192.168.1.5", 41_000);
    private static final InetSocketAddress SEEN = new InetSocketAddress("8.8.4.4", 52_000);

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();

    private void roles(boolean server, boolean acceptor, boolean issuer) {
        shell.add(new NetcheckCommand(
                new Roles(
                        server ? controls.server() : null,
                        acceptor ? controls.acceptor() : null,
                        issuer ? controls.issuer() : null,
                        List.of()),
                60_000));
    }

    private static NetworkPath answered(Duration ahead, Optional<DialBack> dialBack, String words) {
        return new NetworkPath(
                "server.example:3478",
                Optional.of(new InetSocketAddress("192.0.2.1", 3478)),
                State.ANSWERED,
                "",
                Optional.of("tls13, X25519MLKEM768"),
                Optional.of(Duration.ofMillis(43)),
                Optional.of(OWN),
                Optional.of(SEEN),
                Optional.empty(),
                Optional.of(Duration.ofNanos(20_040_000)),
                OptionalInt.of(1_492),
                Optional.of(ahead),
                dialBack,
                words,
                true);
    }

    private static NetworkPath not(State state, String words) {
        return new NetworkPath(
                "server.example:3478",
                Optional.of(new InetSocketAddress("2001:db8::1", 3478)),
                state,
                words,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                false);
    }

    private void told(Nat nat, boolean good, NetworkPath... paths) {
        controls.network = List.of(new NetworkReport(
                List.of("server.example:3478"),
                List.of(new EquipmentId("lamp-1"), new EquipmentId("oven")),
                List.of(paths),
                List.of(new NetworkReport.Family("IPv4", nat, "the addresses; " + nat.meaning())),
                "an issuer uses none",
                good,
                good ? "A gateway can call back here directly" : "The gateway of lamp-1 called back in vain",
                good ? "" : "open the firewall"));
    }

    @Before
    public void open() {
        told(Nat.OPEN, true, answered(Duration.ZERO, Optional.of(DialBack.CAME), "connected"));
    }

    @Test
    public void anIssuerThatIsOpenIsToldSoAndTheCommandSucceeds() throws IOException {
        roles(false, false, true);
        assertEquals(
                new ShellRule.Result(
                        0,
                        """
                        issuer, lamp-1, oven at server.example:3478
                          SERVER          ANSWERS     RTT      MTU   SEES THIS MACHINE AT
                          192.0.2.1:3478  in 43.0 ms  20.0 ms  1492  8.8.4.4:52000
                          IPv4       open: the addresses; no translation, connections come in
                          UDP        an issuer uses none
                          dial-back  the server's own connection to 8.8.4.4:52000 came in
                          clock      as the server's, to two seconds
                          ring       A gateway can call back here directly.
                        """,
                        ""),
                shell.run("netcheck"));
    }

    @Test
    public void eachKindOfNatHasItsNameAndWhatItMeans() throws IOException {
        roles(false, false, true);
        for (Nat nat : Nat.values()) {
            told(nat, nat.open(), answered(Duration.ZERO, Optional.empty(), ""));
            ShellRule.Result result = shell.run("netcheck");
            assertEquals(nat.toString(), nat.open() ? 0 : 1, result.exit());
            assertTrue(
                    result.out(),
                    result.out().contains("  IPv4       " + nat.label() + ": the addresses; " + nat.meaning() + "\n"));
        }
    }

    @Test
    public void whatStandsInTheWayIsTheFailureInTheWordsOfARing() throws IOException {
        told(
                Nat.TRANSLATED,
                false,
                answered(Duration.ZERO, Optional.of(DialBack.NO_ANSWER), "no answer"),
                not(State.NO_ROUTE, "this machine has no route to it"));
        roles(false, false, true);
        ShellRule.Result result = shell.run("netcheck");
        assertEquals(1, result.exit());
        assertEquals(
                "netcheck: a ring would not be answered directly, as far as can be told; 'ring' above says what it would do\n",
                result.err());
        assertTrue(result.out(), result.out().contains("  [2001:db8::1]:3478  no route    -        -     -\n"));
        assertTrue(
                result.out(),
                result.out().contains("  not so     [2001:db8::1]:3478: this machine has no route to it\n"));
        assertTrue(
                result.out(),
                result.out()
                        .contains(
                                "  dial-back  nothing answered the server's own connection to 8.8.4.4:52000 within 2 s\n"));
        assertTrue(result.out(), result.out().contains("  ring       The gateway of lamp-1 called back in vain. Open"));
    }

    @Test
    public void everyStateAndOutcomeHasWords() throws IOException {
        roles(false, false, true);
        for (State state : State.values()) {
            told(Nat.NONE, false, not(state, "a reason"));
            assertTrue(shell.run("netcheck").out().contains("a reason"));
        }
        for (DialBack outcome : DialBack.values()) {
            told(Nat.NONE, false, answered(Duration.ZERO, Optional.of(outcome), "too soon"));
            String out = shell.run("netcheck").out();
            assertTrue(out, out.contains("  dial-back  "));
            assertEquals(outcome == DialBack.NOT_TRIED, out.contains("too soon"));
        }
    }

    @Test
    public void aClockThatIsOffIsToldWithWhetherThatMatters() throws IOException {
        roles(false, false, true);
        told(Nat.OPEN, true, answered(Duration.ofSeconds(30), Optional.empty(), ""));
        assertTrue(shell.run("netcheck")
                .out()
                .contains("  clock      off by 30 s, behind the server's, which does not matter\n"));
        told(Nat.OPEN, true, answered(Duration.ofMinutes(-7), Optional.empty(), ""));
        assertTrue(
                shell.run("netcheck")
                        .out()
                        .contains(
                                "  clock      off by 7 min 0 s, ahead of the server's: strings and certificates may seem over"));
    }

    @Test
    public void aServerTellsWhereItListensAndWhoReachesIt() throws IOException {
        roles(true, false, false);
        controls.serverNetwork = new ServerNetwork(
                List.of(
                        new ServerNetwork.Listening(new InetSocketAddress("8.8.8.8", 3478), AddressScope.PUBLIC, false),
                        new ServerNetwork.Listening(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478),
                                AddressScope.LOOPBACK,
                                true)),
                List.of(),
                List.of("server.example:3478"),
                Instant.parse("2026-11-30T12:00:00Z"),
                true,
                512);
        assertEquals(
                new ShellRule.Result(
                        0,
                        """
                        server
                          LISTENS ON      REACHED FROM         PROBE
                          8.8.8.8:3478    everywhere (public)  not answered
                          127.0.0.1:3478  this machine alone   answered
                          known as   server.example:3478
                          clock      2026-11-30 12:00:00 UTC
                          devices    whoever reaches what it is known as can ask; a firewall before it is not seen from here
                          ring       A ring is answered directly where both ends' networks let them meet, else through this server's relay, 512 calls at once at most.
                        """,
                        ""),
                shell.run("netcheck"));
    }

    @Test
    public void aServerThatListensNowhereOrHasNoClockFails() throws IOException {
        roles(true, false, false);
        controls.serverNetwork = new ServerNetwork(
                List.of(), List.of("listen: in use"), List.of("a:1"), Instant.parse("1970-01-01T00:00:00Z"), false, 0);
        ShellRule.Result result = shell.run("netcheck");
        assertEquals(1, result.exit());
        assertTrue(result.out(), result.out().contains("  not had    listen: in use\n"));
        assertTrue(
                result.out(),
                result.out()
                        .contains(
                                " let them meet, else not at all, as this server does not relay (its key relay, and"));
        assertTrue(
                result.out(), result.out().contains("1970-01-01 00:00:00 UTC, which is before this program was built"));
        assertEquals("netcheck: none can reach it, as it listens nowhere\n", result.err());
    }

    @Test
    public void eachRoleOfAProcessTellsItsOwn() throws IOException {
        roles(true, true, true);
        ShellRule.Result result = shell.run("netcheck");
        assertEquals(result.err(), 0, result.exit());
        assertTrue(result.out(), result.out().startsWith("server\n"));
        assertTrue(result.out(), result.out().contains("\nacceptor, lamp-1, oven at "));
        assertTrue(result.out(), result.out().contains("\nissuer, lamp-1, oven at "));
    }

    @Test
    public void programsGetTheSameInFields() throws IOException {
        roles(true, false, true);
        told(Nat.TRANSLATED, false, answered(Duration.ofSeconds(3), Optional.of(DialBack.NO_ANSWER), "no answer"));
        ShellRule.Result result = shell.run("netcheck --json");
        assertEquals(1, result.exit());
        JSONObject all = new JSONObject(result.out());
        assertFalse(all.getBoolean("good"));
        assertTrue(all.getJSONObject("server").getBoolean("good"));
        assertTrue(all.getJSONObject("server").getBoolean("relays"));
        assertEquals(512, all.getJSONObject("server").getInt("relayedCalls"));
        JSONObject check = all.getJSONArray("checks").getJSONObject(0);
        assertEquals("issuer", check.getString("role"));
        assertEquals(
                "translated", check.getJSONArray("families").getJSONObject(0).getString("nat"));
        JSONObject path = check.getJSONArray("paths").getJSONObject(0);
        assertEquals("no-answer", path.getString("dialBack"));
        assertEquals(1_492, path.getInt("mtu"));
        assertEquals(20.04, path.getDouble("roundTripMillis"), 0);
        assertEquals(3, path.getInt("clockAheadSeconds"));
        assertEquals("8.8.4.4:52000", path.getString("seen"));
        assertTrue(path.isNull("seenAgain"));
    }

    @Test
    public void aRoleThatRefusesSaysWhy() throws IOException {
        controls.failure = "netcheck: no equipment has joined";
        roles(false, true, false);
        assertEquals(new ShellRule.Result(1, "", controls.failure + "\n"), shell.run("netcheck"));
    }

    @Test
    public void aRoleThatRefusesHindersNoOther() throws IOException {
        controls.failure = "netcheck: no equipment has joined";
        roles(true, true, false);
        ShellRule.Result result = shell.run("netcheck");
        assertEquals(0, result.exit());
        assertEquals(controls.failure + "\n", result.err());
    }

    @Test
    public void withoutARoleNothingIsToBeChecked() throws IOException {
        roles(false, false, false);
        assertEquals(CommandFailure.NO_ROLE, shell.run("netcheck").exit());
    }
}
