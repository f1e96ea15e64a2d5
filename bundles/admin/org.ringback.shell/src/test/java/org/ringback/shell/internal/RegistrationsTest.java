package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Page;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.Enrolment.State;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.SeenPaths;
import org.ringback.api.control.ServerControl;
import org.ringback.api.control.ServerStatus;
import org.ringback.api.control.UnusedString;

/** Who is registered, and who is enrolled and is not. */
public class RegistrationsTest {
    private static final Instant THEN = Instant.parse("2026-11-30T08:00:00Z");
    private static final KeyFingerprint KEY = new KeyFingerprint("ab".repeat(32));

    @Rule
    public final ShellRule shell = new ShellRule();

    private final TreeMap<EquipmentId, RegisteredDevice> registered = new TreeMap<>();
    private final TreeMap<EquipmentId, RegisteredDevice> gone = new TreeMap<>();
    private final TreeMap<EquipmentId, Enrolment> enrolled = new TreeMap<>();
    private final TreeMap<EquipmentId, UnusedString> unused = new TreeMap<>();

    private void enrolled(String id, Role role, State state) {
        enrolled.put(
                new EquipmentId(id),
                new Enrolment(new EquipmentId(id), role, KEY, List.of("tls13"), state, THEN, Set.of()));
    }

    private Optional<Instant> start = Optional.empty();

    private void toJoin(String id, Instant until) {
        EquipmentId key = new EquipmentId(id);
        unused.put(key, new UnusedString(key, Role.ACCEPTOR, until, enrolled.containsKey(key)));
    }

    private static void row(Map<EquipmentId, RegisteredDevice> list, String id, Role role) {
        row(list, id, role, SeenPaths.NOTHING);
    }

    private static void row(Map<EquipmentId, RegisteredDevice> list, String id, Role role, SeenPaths paths) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
        Optional<Instant> ends = Optional.of(THEN.plus(Duration.ofMinutes(3)));
        list.put(
                new EquipmentId(id),
                new RegisteredDevice(new EquipmentId(id), role, here, here, THEN, THEN.plusSeconds(60), ends, paths));
    }

    /** Two registered, with an issuer that asks; heater-1 was, heater-2 never; an issuer that is not to be missed. */
    @Before
    public void aServer() {
        for (String id : List.of("heater-1", "heater-2", "lamp-1", "lamp-2")) {
            enrolled(id, Role.ACCEPTOR, State.ENROLLED);
        }
        enrolled("anna", Role.ISSUER, State.ENROLLED);
        enrolled("boris", Role.ISSUER, State.ENROLLED);
        row(registered, "anna", Role.ISSUER);
        row(registered, "lamp-1", Role.ACCEPTOR);
        row(registered, "lamp-2", Role.ACCEPTOR);
        row(gone, "heater-1", Role.ACCEPTOR);
        shell.add(new RegistrationsCommand(new Roles(server(), null, null, List.of())));
    }

    @SuppressWarnings("unchecked") // what the service is asked for by
    private ServerControl server() {
        return (ServerControl) Proxy.newProxyInstance(
                ServerControl.class.getClassLoader(),
                new Class<?>[] {ServerControl.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "registrations" ->
                        Page.of(
                                registered,
                                (Optional<EquipmentId>) arguments[0],
                                Math.min(2, (int) arguments[1]),
                                r -> r);
                    case "enrolments" ->
                        Page.of(
                                enrolled,
                                (Optional<EquipmentId>) arguments[0],
                                Math.min(2, (int) arguments[1]),
                                e -> e);
                    case "unusedStrings" ->
                        Page.of(unused, (Optional<EquipmentId>) arguments[0], Math.min(2, (int) arguments[1]), u -> u);
                    case "remembersSince" -> start;
                    case "registration" -> Optional.ofNullable(registered.get(arguments[0]));
                    case "lastRegistration" -> Optional.ofNullable(gone.get(arguments[0]));
                    case "status" ->
                        new ServerStatus(
                                List.of(),
                                List.of(),
                                List.of(),
                                KEY,
                                Optional.empty(),
                                6,
                                3,
                                Duration.ofSeconds(37),
                                0,
                                true,
                                0,
                                List.of());
                    default -> throw new AssertionError(method.getName());
                });
    }

    private List<String> ids(String options) throws IOException {
        return shell.run("registrations " + options)
                .out()
                .replace("\n    ", " ")
                .lines()
                .skip(1)
                .map(line -> line.replaceAll(" .*", ""))
                .toList();
    }

    @Test
    public void enrolledEquipmentThatIsNotRegisteredIsOffline() throws IOException {
        assertEquals(List.of("anna", "lamp-1", "lamp-2"), ids(""));
        assertEquals(List.of("heater-1", "heater-2"), ids("--offline"));
        assertEquals(List.of("anna", "heater-1", "heater-2", "lamp-1", "lamp-2"), ids("--all"));
    }

    /** The rows behind the heading, each in one line with one space between columns. */
    private List<String> rows(String options) throws IOException {
        return shell.run("registrations " + options)
                .out()
                .replace("\n    ", " ")
                .lines()
                .skip(1)
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    @Test
    public void whoIsSuspendedOrRevokedIsListedWithThatAndWithTheLastRow() throws IOException {
        enrolled("attic-1", Role.ACCEPTOR, State.REVOKED);
        row(gone, "attic-1", Role.ACCEPTOR);
        enrolled("carla", Role.ISSUER, State.SUSPENDED);
        assertEquals(List.of("anna", "lamp-1", "lamp-2"), ids(""));
        assertEquals(List.of("attic-1", "carla", "heater-1", "heater-2"), ids("--offline"));
        assertEquals(List.of("anna", "attic-1", "carla", "heater-1", "heater-2", "lamp-1", "lamp-2"), ids("--all"));
        List<String> rows = rows("--offline");
        assertTrue(
                rows.get(0), rows.get(0).endsWith(" revoked, last heard " + Times.minute(THEN.plusSeconds(60)) + " -"));
        assertEquals("carla issuer - - - suspended -", rows.get(1));
        String json = shell.run("registrations --json --offline").out();
        assertTrue(
                json,
                json.contains("{\"id\":\"carla\",\"role\":\"issuer\",\"registered\":false,\"state\":\"suspended\"}"));
    }

    @Test
    public void whoeverHasNotJoinedIsListedWithTheTimeOfTheString() throws IOException {
        Instant later = Instant.now().plus(Duration.ofHours(1));
        toJoin("garage-1", later);
        toJoin("cellar-1", THEN.minus(Duration.ofDays(9)));
        enrolled("attic-1", Role.ACCEPTOR, State.REVOKED);
        toJoin("attic-1", later);
        List<String> rows = rows("--offline");
        assertEquals("attic-1 acceptor - - - revoked; new string until " + Times.timeOfDay(later) + " -", rows.get(0));
        assertEquals(
                "cellar-1 acceptor - - - not joined; string expired " + Times.minute(THEN.minus(Duration.ofDays(9)))
                        + " -",
                rows.get(1));
        assertEquals("garage-1 acceptor - - - not joined; string until " + Times.timeOfDay(later) + " -", rows.get(2));
        assertEquals(List.of("garage-1", "heater-1"), ids("--offline --after cellar-1 -l 2"));
        String json = shell.run("registrations --json --all --like garage").out();
        assertTrue(
                json, json.contains("\"registered\":false,\"state\":\"not joined\",\"stringUntil\":\"" + later + "\""));
    }

    @Test
    public void ofWhatIsOfflineTheLastAddressAndTimeAreToldIfTheyAreKnown() throws IOException {
        List<String> lines =
                shell.run("registrations --offline").out().lines().skip(1).toList();
        String known = lines.get(0);
        assertTrue(known, known.contains("  127.0.0.1:4000  "));
        assertTrue(known, known.contains("  offline, last heard " + Times.minute(THEN.plusSeconds(60)) + "  "));
        assertTrue(lines.get(1), lines.get(1).matches("heater-2 +acceptor +- +- +- +offline +-"));
    }

    @Test
    public void whatHasNoLastRowWasNotHeardSinceTheStartOrItsJoin() throws IOException {
        start = Optional.of(THEN.plusSeconds(60));
        List<String> rows = rows("--offline");
        assertTrue(rows.get(0), rows.get(0).contains(" offline, last heard "));
        String minute = Times.minute(THEN.plusSeconds(60));
        assertEquals("heater-2 acceptor - - - offline, not heard since the start, " + minute + " -", rows.get(1));
        String json =
                shell.run("registrations --json --offline --after heater-1").out();
        assertTrue(json, json.contains("\"state\":\"offline\",\"notHeardSince\":\"2026-11-30T08:01:00Z\"}"));
        start = Optional.of(THEN.minusSeconds(60));
        assertEquals(
                "heater-2 acceptor - - - offline, not heard since it joined, " + Times.minute(THEN) + " -",
                rows("--offline").get(1));
    }

    @Test
    public void pagesAndPartsOfIdsCombineWithWhoIsWanted() throws IOException {
        assertEquals(List.of("heater-1", "lamp-1"), ids("--all --like -1"));
        assertEquals(List.of("lamp-1"), ids("--like lamp -l 1"));
        ShellRule.Result page = shell.run("registrations --all --like -1 -l 1");
        assertEquals("More: registrations --all --like -1 --limit 1 --after heater-1\n", page.err());
        assertEquals(List.of("lamp-1"), ids("--all --like -1 -l 1 --after heater-1"));
        assertEquals(
                "Nobody with x in the ID is offline, suspended, revoked or to join yet.\n",
                shell.run("registrations --offline --like x").err());
    }

    @Test
    public void aProgramGetsAnObjectWithAFormat() throws IOException {
        assertEquals(
                "{\"format\":1,\"registrations\":[{\"id\":\"heater-1\",\"role\":\"acceptor\",\"registered\":false,"
                        + "\"state\":\"offline\",\"address\":\"127.0.0.1:4000\",\"socket\":\"127.0.0.1:4000\","
                        + "\"since\":\"2026-11-30T08:00:00Z\",\"lastHeard\":\"2026-11-30T08:01:00Z\"}],\"more\":true}\n",
                shell.run("registrations --offline --json -l 1").out());
        String online = shell.run("registrations --json").out();
        assertTrue(online, online.contains("\"registered\":true") && online.endsWith("],\"more\":false}\n"));
        assertFalse(online, online.contains("heater"));
        assertTrue(shell.run("registrations --json --offline --after heater-1")
                .out()
                .contains("{\"id\":\"heater-2\",\"role\":\"acceptor\",\"registered\":false,\"state\":\"offline\"}"));
    }

    @Test
    public void aWrongValueIsNamedWithItsOption() throws IOException {
        ShellRule.Result both = shell.run("registrations --offline --all");
        assertEquals(CommandFailure.USAGE, both.exit());
        assertTrue(both.err(), both.err().startsWith("--all: stands beside --offline (expected: one of the two)"));
        assertTrue(shell.run("registrations --after A!").err().startsWith("--after: "));
    }

    private static final InetSocketAddress OTHER = new InetSocketAddress("203.0.113.9", 40_001);

    private static SeenPaths bound(boolean punches, InetSocketAddress from, Optional<SeenPaths.Way> answered) {
        return SeenPaths.NOTHING.bound(punches, from).answered(answered);
    }

    @Test
    public void howTheLatestRingWentAndWhatIsSeenOfTheNatIsTold() throws IOException {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
        row(registered, "anna", Role.ISSUER, SeenPaths.NOTHING.translated(true));
        row(registered, "boris", Role.ISSUER, SeenPaths.NOTHING.translated(false));
        row(registered, "lamp-1", Role.ACCEPTOR, bound(true, here, Optional.of(SeenPaths.Way.DIRECT)));
        row(registered, "lamp-2", Role.ACCEPTOR, bound(false, OTHER, Optional.of(SeenPaths.Way.RELAYED)));
        List<String> rows = rows("");
        assertTrue(rows.get(0), rows.get(0).endsWith(" - translated"));
        assertTrue(rows.get(1), rows.get(1).endsWith(" - none"));
        assertTrue(rows.get(2), rows.get(2).endsWith(" direct punches"));
        assertTrue(rows.get(3), rows.get(3).endsWith(" relayed no punch, TCP from 203.0.113.9:40001"));
        String json = shell.run("registrations --json").out();
        assertTrue(json, json.contains(",\"translated\":true}") && json.contains(",\"translated\":false}"));
        assertTrue(
                json, json.contains(",\"answeredBy\":\"direct\",\"punches\":true,\"boundFrom\":\"127.0.0.1:5000\"}"));
        assertTrue(
                json,
                json.contains(",\"answeredBy\":\"relayed\",\"punches\":false,\"boundFrom\":\"203.0.113.9:40001\"}"));
    }

    @Test
    public void theListOfWhoIsNotThereHasNoPathsButTheirLastIsKnownToAProgram() throws IOException {
        row(gone, "heater-1", Role.ACCEPTOR, bound(true, OTHER, Optional.of(SeenPaths.Way.RELAYED)));
        String list = shell.run("registrations --offline").out();
        assertFalse(list, list.contains("PATH"));
        assertFalse(list, list.contains("relayed"));
        String json =
                shell.run("registrations --offline --json --like heater-1").out();
        assertTrue(json, json.contains("\"answeredBy\":\"relayed\",\"punches\":true"));
    }

    @Test
    public void whatNoRingShowedIsNotKnownAndSaidSo() throws IOException {
        row(registered, "lamp-2", Role.ACCEPTOR, bound(true, OTHER, Optional.empty()));
        List<String> rows = rows("--like lamp");
        assertTrue(rows.get(0), rows.get(0).endsWith(" - -"));
        assertTrue(rows.get(1), rows.get(1).endsWith(" - punches, TCP from 203.0.113.9:40001"));
        String json = shell.run("registrations --json --like lamp").out();
        assertFalse(json, json.contains("answeredBy") || json.contains("translated"));
        assertEquals(1, json.split("punches", -1).length - 1);
    }
}
