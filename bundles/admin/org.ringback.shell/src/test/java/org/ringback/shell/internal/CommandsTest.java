package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.api.StoryBook;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.CryptoWatch;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.Revocation;
import org.ringback.api.control.RingRequest;
import org.ringback.api.control.ServerControl;
import org.ringback.api.control.UnusedString;

public class CommandsTest {
    private static final Instant SINCE = Instant.parse("2026-11-29T15:00:00Z");

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();
    private @Nullable CryptoControl crypto;
    private final Forwards forwards = new Forwards();
    private final FakeRuntime runtime = new FakeRuntime();
    private final Reasons reasons = new Reasons(runtime, runtime::has, () -> runtime.stopped, pid -> false);

    private Updater bundles = new Updater(null, List.of());

    @Test
    public void oneLineTellsOfBundlesThatAreNotTheInstallationsOwn() throws IOException {
        bundles = new Updater(new FakeBundles(), List.of());
        server();
        String status = shell.run("status").out();
        assertTrue(status, status.contains("bundles: 1 updated, 1 staged, 1 elsewhere, 1 unproved; see bundles\n"));
    }

    @Test
    public void enrolPrintsTheStringAloneOnStandardOutput() throws IOException {
        server();
        ShellRule.Result result = shell.run("enrol lamp-1");
        assertEquals("ringback-enrol-string\n", result.out());
        assertTrue(result.err(), result.err().contains("10 minutes"));
        assertEquals(List.of("enrol lamp-1 ACCEPTOR [tls13]"), lowerProtections());
    }

    @Test
    public void enrolTakesItsOptionsInEveryPlaceAndForm() throws IOException {
        server();
        shell.run("enrol anna --issuer --protections tls13");
        shell.run("enrol -i --protections=tls13 anna");
        assertEquals(List.of("enrol anna ISSUER [tls13]", "enrol anna ISSUER [tls13]"), lowerProtections());
        ShellRule.Result unknown = shell.run("enrol anna --protections ROT13");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err(), unknown.err().contains("expected: a name, for example tls13"));
    }

    @Test
    public void anIdOfDigitsStaysAsItIs() throws IOException {
        server();
        for (String id : List.of("007", "1e5", "true", "null", "0x10")) {
            assertEquals(id, 0, shell.run("enrol " + id).exit());
            assertEquals("enrol " + id + " ACCEPTOR [tls13]", lowerProtections().get(0));
            controls.asked.clear();
        }
    }

    @Test
    public void anIdThatIsNoneIsRefusedBeforeTheServerIsAsked() throws IOException {
        server();
        for (String id : List.of("Lamp", "lamp_", "'lamp 1'", "'$x'", "'#'", "lamp*", "'|'", "''")) {
            ShellRule.Result result = shell.run("enrol " + id);
            assertEquals(id + ": " + result.err(), 2, result.exit());
            assertTrue(result.err(), result.err().startsWith("equipment ID: "));
        }
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void wrongWordsExitWithTwoAndTheUsageLine() throws IOException {
        all();
        assertUsage("enrol: ID is missing (expected: enrol [--issuer] [--protections PROTECTIONS] ID)", "enrol");
        assertUsage("enrol: too many words (expected: enrol [--issuer] [--protections PROTECTIONS] ID)", "enrol a b");
        assertUsage(
                "status: unknown option --wide (expected: status [--json] [--all] [--counters] [--of ID])",
                "status --wide");
        assertUsage(
                "status: unknown option --jsno (expected: status [--json] [--all] [--counters] [--of ID]; did you mean --json?)",
                "status --jsno");
        assertUsage(
                "grant: PERSON is missing (expected: grant [--services SERVICES] [--until TIME] EQUIPMENT PERSON)",
                "grant lamp-1");
        assertUsage(
                "revoke: EQUIPMENT is missing (expected: revoke ID, or: revoke [--grant GRANT] EQUIPMENT PERSON)",
                "revoke");
        assertUsage(
                "revoke: too many words (expected: revoke ID, or: revoke [--grant GRANT] EQUIPMENT PERSON)",
                "revoke a b c");
        String hangUp = "hang-up --person PERSON [EQUIPMENT], or: hang-up [HOST:]PORT|NONCE|all";
        assertUsage("hang-up: [HOST:]PORT|NONCE|all is missing (expected: " + hangUp + ")", "hang-up");
        assertUsage("hang-up: PERSON is missing after --person (expected: " + hangUp + ")", "hang-up --person");
        assertUsage("hang-up: too many words (expected: " + hangUp + ")", "hang-up --person a b c");
        assertUsage(
                "registrations: N is missing after --limit (expected: registrations [--json] [--offline] [--all] [--like TEXT]"
                        + " [--limit N] [--after ID])",
                "registrations --limit");
        assertTrue(shell.run("registrations --limit many").err().startsWith("--limit: many (expected: a whole number"));
        assertUsage("--limit: 0 (expected: 1 to 1000)", "rings --limit 0");
        assertUsage("--limit: 1001 (expected: 1 to 1000)", "rings -l 1001");
        assertUsage("--limit: -1 (expected: 1 to 1000)", "rings --limit=-1");
        assertUsage("--wait: -1 (expected: 0 to 600)", "ready --wait -1");
        assertUsage(
                "rings: too many words (expected: rings [--json] [--limit N] [--failed] [--person PERSON]"
                        + " [--equipment EQUIPMENT] [--since WHEN] [NONCE])",
                "rings a b");
        assertTrue(shell.run("registrations -l 0").err().startsWith("--limit: 0 (expected: 1 to 10000)"));
        assertTrue(shell.run("rings --json --json").err().startsWith("rings: --json stands twice"));
        assertTrue(shell.run("rings --json=yes").err().startsWith("rings: --json takes no value"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void aCommandWithoutItsRoleExitsWithThree() throws IOException {
        roles(null, null, null);
        for (String line : List.of(
                "status",
                "registrations",
                "enrol a",
                "revoke a",
                "revoke a b",
                "leave a",
                "hang-up --person a",
                "suspend a b",
                "resume a b",
                "clear-alarm a",
                "authority",
                "authority --from-backup",
                "join",
                "password a",
                "grant a b",
                "accept-grant",
                "granted",
                "forget a",
                "ping a",
                "ring a")) {
            ShellRule.Result result = shell.run(line, "something\n");
            assertEquals(line + ": " + result.err(), 3, result.exit());
            assertTrue(result.err(), result.err().contains("(expected: "));
            assertEquals("", result.out());
        }
    }

    @Test
    public void whatARoleRefusesExitsWithOneAndItsWords() throws IOException {
        all();
        controls.failure = "lamp-1 is enrolled already; next: revoke lamp-1";
        for (String line :
                List.of("enrol lamp-1", "revoke a", "revoke a b", "join --at issuer", "grant a b", "ring lamp-1")) {
            assertEquals(new ShellRule.Result(1, "", controls.failure + "\n"), shell.run(line, "something\n"));
        }
    }

    @Test
    public void stringsAreReadFromStandardInputEvenIfAMailBrokeTheirLines() throws IOException {
        all();
        assertEquals(
                "lamp-1\n",
                shell.run("join --at acceptor", "  ringback-enrol-\r\n  abc\n").out());
        assertEquals("lamp-1\n", shell.run("accept-grant", "ringback-grant-xyz").out());
        assertEquals(List.of("acceptor join ringback-enrol-abc", "accept ringback-grant-xyz"), controls.asked);
    }

    @Test
    public void whereThePasswordIsKeptAGrantDoesNotAskForIt() throws IOException {
        all();
        assertTrue(shell.run("accept-grant", "ringback-grant-xyz").err().contains("Next: password lamp-1, then: ring"));
        controls.passwordKept = true;
        assertTrue(shell.run("accept-grant", "ringback-grant-xyz").err().contains("Next: ring lamp-1"));
    }

    @Test
    public void anIssuerThatJoinsHearsWhetherItsGrantsStay() throws IOException {
        all();
        String before = shell.run("join --at issuer", "ringback-enrol-abc").err();
        assertTrue(before, before.contains("enrolled as anna; what it was granted before stays"));
        controls.joiningMakesANewKey = true;
        String anew = shell.run("join --at issuer", "ringback-enrol-abc").err();
        assertTrue(anew, anew.contains("with a new key, as the server had revoked the old one"));
        assertTrue(anew, anew.contains("gone (lamp-1). Next: ask the owner of each for a new grant"));
    }

    @Test
    public void anEmptyLineEndsAPastedString() throws IOException {
        all();
        shell.run("join --at issuer", "\nringback-enrol-\r\nabc\r\n\r\nrest");
        assertEquals(List.of("issuer join ringback-enrol-abc"), controls.asked);
    }

    @Test
    public void emptyAndEndlessStandardInputIsRefused() throws IOException {
        all();
        for (String line : List.of("join --at acceptor", "accept-grant", "password lamp-1 --at issuer")) {
            assertUsage("standard input: empty (expected: ", line, "");
            assertUsage("standard input: empty (expected: ", line, "\n");
            assertUsage("standard input: too long (expected: ", line, "x".repeat(Terminal.MAX_INPUT + 1));
        }
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void aSecretInTheCommandLineIsRefusedAndNotRepeated() throws IOException {
        all();
        for (String line : List.of(
                "join s3cret",
                "join --at issuer s3cret",
                "accept-grant s3cret",
                "password lamp-1 s3cret",
                "password lamp-1 --s3cret")) {
            ShellRule.Result result = shell.run(line, "something\n");
            assertEquals(line, 2, result.exit());
            assertFalse(result.err(), result.err().contains("s3cret"));
            assertTrue(result.err(), result.err().contains("standard input"));
        }
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void aFirstPasswordSaysWhichGrantsItMakesUseless() throws IOException {
        roles(null, controls.acceptor(), null);
        controls.passwordSet = false;
        String err = shell.run("password lamp-1 --at acceptor", "opensesame\n").err();
        assertTrue(err, err.startsWith("The password of lamp-1 is set.\nGrants made before ask for no password;"));
        assertTrue(err, err.endsWith("grant anew for anna.\n"));
    }

    @Test
    public void aGrantBesideOthersOfThePersonSaysThatTheyStand() throws IOException {
        roles(null, controls.acceptor(), null);
        String first = shell.run("grant lamp-1 boris").err();
        assertFalse(first, first.contains("stand beside it"));
        String second = shell.run("grant lamp-1 anna").err();
        assertTrue(
                second,
                second.contains("'revoke lamp-1 anna' ends all of them, this one too, and with --grant one of those"));
    }

    @Test
    public void aGrantBesideOneThatEndedStandsAlone() throws IOException {
        roles(null, controls.acceptor(), null);
        controls.ended = true;
        controls.suspended = true;
        String made = shell.run("grant lamp-1 anna").err();
        assertFalse(made, made.contains("stand beside it"));
        assertFalse(made, made.contains("is suspended"));
    }

    @Test
    public void aGrantOfAServiceThatNothingAnswersIsMadeAndSaysSoAtOnce() throws IOException {
        roles(null, controls.acceptor(), null);
        controls.services = List.of(
                new EquipmentStatus.ServiceStatus("http", false, "127.0.0.1:8000"),
                new EquipmentStatus.ServiceStatus("ssh", true, "127.0.0.1:22"));
        ShellRule.Result made = shell.run("grant lamp-1 boris --services htpp,ssh");
        assertEquals("ringback-grant-string\n", made.out());
        assertTrue(
                made.err(),
                made.err()
                        .contains("\nNothing answers htpp of lamp-1 now (answered: http, ssh; did you mean http?): the"
                                + " grant gives it once a bundle does, or forward = lamp-1/htpp=ADDRESS:PORT\n"));
        assertFalse(made.err(), made.err().contains("Nothing answers ssh"));
        assertFalse(shell.run("grant lamp-1 boris").err().contains("Nothing answers"));
        controls.services = List.of();
        String none = shell.run("grant lamp-1 boris --services http").err();
        assertTrue(none, none.contains("\nNothing answers http of lamp-1 now (answered: nothing): the grant"));
    }

    @Test
    public void aGrantOfSomeServicesUntilSomeTimeSaysSoAndIsAskedForSo() throws IOException {
        roles(null, controls.acceptor(), null);
        ShellRule.Result made = shell.run("grant lamp-1 boris --services ssh,http --until 2999-12-31T18:00:00Z");
        assertEquals("ringback-grant-string\n", made.out());
        assertEquals(
                List.of("grant lamp-1 boris "
                        + new GrantTerms(
                                List.of("http", "ssh"), true, Optional.of(Instant.parse("2999-12-31T18:00:00Z")))),
                controls.asked);
        assertTrue(made.err(), made.err().contains("\nIt gives http, ssh and no other service, until 2999-12-31 "));
        assertFalse(shell.run("grant lamp-1 boris").err().contains("It gives"));
        String beside = shell.run("grant lamp-1 anna --services http").err();
        assertTrue(
                beside,
                beside.contains("stand beside it and give what they gave; at one issuer one grant of it is kept"));
    }

    @Test
    public void whatIsNoServiceOrNoTimeToComeIsRefusedBeforeAnythingIsAsked() throws IOException {
        roles(null, controls.acceptor(), null);
        for (String services : List.of("''", "Ftp", "http,", "a/b")) {
            ShellRule.Result refused = shell.run("grant lamp-1 boris --services " + services);
            assertEquals(2, refused.exit());
            assertTrue(
                    refused.err(),
                    refused.err().startsWith("--services: ")
                            && refused.err().contains("(expected: names of 1 to 32 characters of a-z, 0-9 and '-')"));
        }
        for (String until : List.of("''", "2020-01-01", "never-ever")) {
            assertEquals(2, shell.run("grant lamp-1 boris --until " + until).exit());
        }
        ShellRule.Result late = shell.run("grant lamp-1 boris --until +300000000-01-01");
        assertEquals(2, late.exit());
        assertTrue(
                late.err(),
                late.err().startsWith("--until: '+300000000-01-0")
                        && late.err().contains("(expected: 9999-12-31T23:59:59Z at the latest)"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void aMisspeltWordIsRefusedWithTheNearestOfThoseThatAreExpected() throws IOException {
        all();
        assertEquals(
                "ROLE: servr (expected: server, acceptor or issuer; did you mean server?)\n",
                shell.run("ready servr").err());
        assertEquals(
                "--at: neither of the two (expected: acceptor or issuer; did you mean issuer?)\n",
                shell.run("password --at isuer lamp-1", "secret\n").err());
        assertEquals(
                "system: 'cal-back' (expected: one of datagram, call-back, password, certified; did you mean"
                        + " call-back?)\n",
                shell.run("ring lamp-1 --system cal-back").err());
        for (String command : List.of("rings", "calls")) {
            String err = shell.run(command + " --equipment lmap-1").err();
            assertTrue(
                    err,
                    err.endsWith(" lmap-1: not known here (expected: an ID that 'status --all' or 'granted' lists; did"
                            + " you mean lamp-1?)\n"));
        }
    }

    @Test
    public void whatAGrantGivesIsShownAtBothEnds() throws IOException {
        all();
        assertTrue(shell.run("granted").out().contains("  all  "));
        controls.terms =
                new GrantTerms(List.of("http", "ssh"), true, Optional.of(Instant.parse("2999-12-31T12:00:00Z")));
        String granted = shell.run("granted").out();
        assertTrue(granted, granted.contains("  only http,ssh  2999-12-31 "));
        String json = shell.run("granted --json").out().replace(",\n ", ",");
        String fields = "\"services\":[\"http\",\"ssh\"],\"onlyThese\":true,\"until\":\"2999-12-31T12:00:00Z\"";
        assertTrue(json, json.contains(fields));
        assertTrue(shell.run("status").out().contains("  only http,ssh  2999-12-31 "));
        controls.ended = true;
        String status = shell.run("status").out();
        assertTrue(status, status.lines().anyMatch(line -> line.stripTrailing().endsWith("  ended")));
        json = shell.run("status --json").out().replace(",\n ", ",");
        assertTrue(json, json.contains(fields + ",\"ended\":true"));
    }

    @Test
    public void namesOfManyServicesLeaveRoomForTheOtherColumns() {
        List<String> names = IntStream.range(0, GrantTerms.MAX_SERVICES)
                .mapToObj(number -> "service-" + number)
                .toList();
        assertEquals(
                "all: service-0,service-1,service-10 and 13 more",
                Terms.services(new GrantTerms(names, false, Optional.empty())));
    }

    @Test
    public void passwordTakesOneLineAsItIs() throws IOException {
        roles(null, controls.acceptor(), null);
        assertUsage("standard input: more than one line (expected: ", "password lamp-1", "opensesame\nnot this\n");
        ShellRule.Result result = shell.run("password lamp-1", " pässword with spaces \r\n\r\n");
        assertEquals(new ShellRule.Result(0, "", "The password of lamp-1 is set.\n"), result);
        assertEquals(List.of("acceptor password lamp-1  pässword with spaces "), controls.asked);
    }

    @Test
    public void nobodyTypesAPasswordForWhatIsNotThere() throws IOException {
        roles(null, controls.acceptor(), null);
        assertEquals(
                new ShellRule.Result(
                        1, "", "password: lamp-9 is not of this gateway (expected: one that has joined; next: join)\n"),
                shell.run("password lamp-9", ""));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void nobodyTypesAPasswordForWhatIsNotGranted() throws IOException {
        roles(null, null, controls.issuer());
        assertTrue(shell.run("password lamp-9", "")
                .err()
                .startsWith(
                        "password: lamp-9 is not granted to this issuer (expected: one that is; next: accept-grant"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void aStringThatNamesALoopbackServerAloneIsSaidToBeForThisMachine() throws IOException {
        server();
        assertFalse(shell.run("enrol lamp-1").err().contains("this machine alone"));
        controls.advertised = List.of("127.0.0.1:3478", "[::1]:3478");
        String err = shell.run("enrol lamp-1").err();
        assertEquals(
                """
                Good for 10 minutes and one device. Next, at its gateway: join
                Works on this machine alone: set relay.listen and relay.advertise, enrol again.
                """,
                err);
        controls.advertised = List.of("127.0.0.1:3478", "home.example:3478");
        assertFalse(shell.run("enrol lamp-1").err().contains("this machine alone"));
    }

    @Test
    public void aCommandOfAnotherRoleIsSentToAnotherHomeAndNotToAFileThatIsNotHere() throws IOException {
        roles(null, controls.acceptor(), null);
        assertEquals(
                new ShellRule.Result(
                        3,
                        "",
                        "no issuer runs here (expected: a process with that role; choose another --home, as here runs:"
                                + " acceptor)\n"),
                shell.run("accept-grant", "something\n"));
    }

    @Test
    public void aCommandOfARoleThatDoesNotRunYetOrNotAnyMoreSaysWhy() throws IOException {
        server();
        runtime.waiting("org.ringback.acceptor", "org.ringback.store.Store");
        assertEquals(
                new ShellRule.Result(
                        3,
                        "",
                        "acceptor: does not run: org.ringback.acceptor: waits for org.ringback.store.Store, which no"
                                + " bundle here offers (expected: a whole installation); 'ready' waits for it\n"),
                shell.run("grant lamp-1 anna"));
        runtime.failed("org.ringback.acceptor", "java.lang.Exception: systems: 'x' (expected: a system)");
        assertEquals(
                new ShellRule.Result(3, "", "acceptor: does not run: systems: 'x' (expected: a system)\n"),
                shell.run("grant lamp-1 anna"));
    }

    @Test
    public void whereBothRolesRunPasswordAsksWhich() throws IOException {
        all();
        assertUsage("--at: missing (expected: acceptor or issuer", "password lamp-1", "pw\n");
        assertUsage("--at: neither of the two (expected: acceptor or issuer", "password lamp-1 --at home", "pw\n");
        shell.run("password lamp-1 --at issuer", "pw\n");
        shell.run("password lamp-1 --at acceptor", "pw");
        assertEquals(List.of("issuer password lamp-1 pw", "acceptor password lamp-1 pw"), controls.asked);
    }

    @Test
    public void whatIsSetAlreadyIsNotSaidToBeNext() throws IOException {
        all();
        assertEquals(
                "lamp-1 is enrolled. Next: grant lamp-1 PERSON\n",
                shell.run("join --at acceptor", "ringback-enrol-xyz").err());
        String taken = shell.run("accept-grant", "ringback-grant-xyz").err();
        assertFalse(taken, taken.contains("You may ring"));
        assertTrue(taken, taken.contains("whether its owner still permits it, the first ring tells"));
    }

    @Test
    public void whatIsThereAlreadyIsReplacedOnlyIfThatIsAskedFor() throws IOException {
        all();
        shell.run("join --at acceptor", "abc");
        shell.run("join --at acceptor --replace", "abc");
        shell.run("accept-grant", "xyz");
        shell.run("accept-grant --replace", "xyz");
        assertEquals(
                List.of("acceptor join abc", "acceptor join abc in its place", "accept xyz", "accept xyz in its place"),
                controls.asked);
    }

    @Test
    public void aNameThatIsRefusedIsComplainedOfAsWhatItIs() throws IOException {
        all();
        for (String line : List.of("grant lamp-1 'Zoë'", "revoke lamp-1 'Zoë'")) {
            ShellRule.Result result = shell.run(line);
            assertEquals(line, 2, result.exit());
            assertTrue(result.err(), result.err().startsWith("person: 'Zo"));
        }
        assertTrue(shell.run("enrol --issuer 'Zoë'").err().startsWith("issuer ID: 'Zo"));
        assertTrue(shell.run("revoke 'Zoë'").err().startsWith("ID: 'Zo"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void joinGoesToTheRoleThatRuns() throws IOException {
        controls.passwordSet = false;
        roles(null, controls.acceptor(), null);
        ShellRule.Result gateway = shell.run("join", "ringback-enrol-abc");
        assertEquals("lamp-1\n", gateway.out());
        assertTrue(gateway.err(), gateway.err().contains("then: grant lamp-1 PERSON"));
        shell.run("join --at acceptor", "ringback-enrol-def");
        assertEquals(3, shell.run("join --at issuer", "ringback-enrol-x").exit());
        assertEquals(List.of("acceptor join ringback-enrol-abc", "acceptor join ringback-enrol-def"), controls.asked);
    }

    @Test
    public void joinAtAnIssuerSaysAsWhomItIsEnrolled() throws IOException {
        roles(null, null, controls.issuer());
        ShellRule.Result issuer = shell.run("join", "ringback-enrol-abc");
        assertEquals(0, issuer.exit());
        assertEquals("anna\n", issuer.out());
        assertTrue(issuer.err(), issuer.err().startsWith("This issuer is enrolled as anna; "));
        assertEquals(List.of("issuer join ringback-enrol-abc"), controls.asked);
    }

    @Test
    public void whereBothRolesRunJoinAsksWhich() throws IOException {
        all();
        assertUsage("--at: missing (expected: acceptor or issuer", "join", "ringback-enrol-abc");
        assertUsage("--at: neither of the two (expected: ", "join --at ringback-enrol-abc", "\n");
        assertFalse(shell.run("join --at s3cret", "\n").err().contains("s3cret"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void theHintOfEnrolNamesACommandThatWorks() throws IOException {
        all();
        for (String side : List.of("acceptor", "issuer")) {
            String hint = shell.run("enrol anna" + (side.equals("issuer") ? " --issuer" : ""))
                    .err();
            String command = "join --at " + side;
            assertTrue(hint, hint.endsWith(": " + command + "\n"));
            assertEquals(0, shell.run(command, "ringback-enrol-abc").exit());
            assertEquals(side + " join ringback-enrol-abc", controls.asked.get(controls.asked.size() - 1));
        }
    }

    @Test
    public void theBackupAuthorityIsReadWholeFromStandardInput() throws IOException {
        all();
        String pem = "-----BEGIN PRIVATE KEY-----\n\nMII\r\n-----END PRIVATE KEY-----\n";
        ShellRule.Result result = shell.run("authority --from-backup", pem);
        assertEquals(List.of("authority " + pem), controls.asked);
        assertEquals(0, result.exit());
        assertEquals(FakeControls.KEY.shortForm() + "\n", result.out());
        assertTrue(result.err(), result.err().contains("Who is enrolled (3) goes on without a hand"));
        assertTrue(result.err(), result.err().contains("Next: take /keys/backup-ca.pem off this machine"));
        assertFalse(result.err(), result.err().contains("MII"));
    }

    @Test
    public void whoDoesNotKnowTheNewAuthorityIsCounted() throws IOException {
        all();
        controls.strangers = 2;
        String err = shell.run("authority --from-backup", "pem").err();
        assertTrue(err, err.contains("Of those who are enrolled (3) 2 pinned other CAs at their enrolment, and must"));
        assertTrue(
                err,
                err.contains(
                        "; equipment: here revoke ID and enrol ID, at its gateway join --replace, then password and"
                                + " grant"));
        assertTrue(err, err.contains("The others go on"));
        controls.strangers = 3;
        assertFalse(shell.run("authority --from-backup", "pem").err().contains("The others go on"));
    }

    @Test
    public void theBackupAuthorityThatIsInUseAlreadyChangesNothing() throws IOException {
        all();
        controls.authorityTaken = true;
        ShellRule.Result result = shell.run("authority --from-backup", "pem");
        assertEquals(0, result.exit());
        assertEquals(
                "The server's CA is " + FakeControls.KEY.shortForm() + " already; nothing was changed.\n",
                result.err());
    }

    @Test
    public void whatIsNoBackupAuthorityIsSaidOfStandardInput() throws IOException {
        all();
        controls.inputFailure = "empty (expected: the backup CA's file)";
        assertEquals(
                new ShellRule.Result(1, "", "standard input: empty (expected: the backup CA's file)\n"),
                shell.run("authority --from-backup", ""));
        controls.inputFailure = "";
        controls.failure = "authority: the server's authority was not stored (expected: room on the disk)";
        assertEquals(new ShellRule.Result(1, "", controls.failure + "\n"), shell.run("authority --from-backup", "pem"));
        ShellRule.Result long16 = shell.run("authority --from-backup", "x".repeat(Terminal.MAX_INPUT + 1));
        assertTrue(long16.err(), long16.err().startsWith("standard input: too long (expected: "));
        ShellRule.Result typed = shell.run("authority --from-backup MII");
        assertEquals(2, typed.exit());
        assertFalse(typed.err(), typed.err().contains("MII"));
    }

    @Test
    public void theAuthorityInUseIsShown() throws IOException {
        all();
        assertEquals(FakeControls.KEY.shortForm() + "\n", shell.run("authority").out());
        assertTrue(shell.run("status").out().contains("  its CA      " + FakeControls.KEY.shortForm() + "\n"));
        controls.fromBackup = Optional.of(FakeControls.THEN);
        String former = FakeControls.KEY.shortForm() + ", the former backup CA, since 2026-01-02 ";
        assertTrue(shell.run("authority").out().startsWith(former));
        assertTrue(shell.run("status").out().contains("  its CA      " + former));
        assertTrue(shell.run("status --json").out().contains("\"authorityFromBackup\":\"2026-01-02T03:04:05Z\""));
    }

    @Test
    public void anAlarmIsClearedAtTheServer() throws IOException {
        all();
        assertEquals(
                new ShellRule.Result(0, "", "lamp-1: cleared; the next reason for an alarm is told anew.\n"),
                shell.run("clear-alarm lamp-1"));
        assertEquals(List.of("clear-alarm lamp-1"), controls.asked);
    }

    @Test
    public void revokeGoesToTheServerWithOneNameAndToTheGatewayWithTwo() throws IOException {
        all();
        assertEquals(0, shell.run("revoke lamp-1").exit());
        assertEquals(0, shell.run("revoke lamp-1 anna").exit());
        assertEquals(List.of("revoke lamp-1", "revoke lamp-1 anna"), controls.asked);
    }

    @Test
    public void revokeTellsWhetherAnybodyHadJoined() throws IOException {
        server();
        controls.revocation = new Revocation(false, true);
        assertEquals(
                "lamp-2: the string made for it is void; nobody had joined by it.\n",
                shell.run("revoke lamp-2").err());
        controls.revocation = new Revocation(true, false);
        assertEquals(
                "lamp-2 is revoked: it may ask for nothing any more.\n",
                shell.run("revoke lamp-2").err());
        controls.revocation = new Revocation(true, true);
        assertEquals(
                "lamp-2 is revoked: it may ask for nothing any more. The string made for it, which nobody used, is void.\n",
                shell.run("revoke lamp-2").err());
        controls.revocation = new Revocation(false, false);
        assertEquals(
                "lamp-2 was revoked before: it may ask for nothing.\n",
                shell.run("revoke lamp-2").err());
    }

    @Test
    public void statusCountsAndNamesWhoHasNotJoined() throws IOException {
        server();
        assertFalse(shell.run("status").out().contains("not joined"));
        Instant later = Instant.now().plusSeconds(3_600);
        controls.unused = List.of(
                new UnusedString(new EquipmentId("cellar-1"), Role.ACCEPTOR, SINCE, false),
                new UnusedString(new EquipmentId("garage-1"), Role.ACCEPTOR, later, false));
        String status = shell.run("status").out();
        assertTrue(status, status.contains(", 0 pending rings, 2 not joined\n"));
        String garage = "garage-1 (string until " + Times.timeOfDay(later) + ")";
        assertTrue(
                status,
                status.contains(
                        "  not joined  cellar-1 (string expired " + Times.minute(SINCE) + "), " + garage + "\n"));
        assertTrue(shell.run("status --of garage-1").out().contains("  not joined  " + garage + "\n"));
        String json = shell.run("status --json").out();
        assertTrue(
                json,
                json.contains("\"notJoined\":2")
                        && json.contains("{\"id\":\"garage-1\",\"role\":\"acceptor\",\"until\":\"" + later + "\"}"));
        controls.unused = IntStream.range(0, 30)
                .mapToObj(i -> new UnusedString(new EquipmentId("garage-" + i), Role.ACCEPTOR, later, false))
                .toList();
        String many = shell.run("status").out();
        assertTrue(many, many.contains(", and 25 more; 'registrations --offline' lists them\n"));
    }

    @Test
    public void revokeWithOneNameAtAGatewaySaysThatTwoAreNeeded() throws IOException {
        roles(null, controls.acceptor(), null);
        assertUsage("revoke: at a gateway two names are needed (expected: revoke EQUIPMENT PERSON)", "revoke lamp-1");
    }

    @Test
    public void statusSaysWhetherTheServerRelaysAndHowManyCalls() throws IOException {
        roles(controls.server(), null, null);
        assertTrue(shell.run("status").out().contains("\n  relay       on, 3 calls relayed now\n"));
        controls.relays = false;
        String off = shell.run("status").out();
        assertTrue(off, off.contains("off: calls whose ends do not meet fail (key relay), 3 calls relayed now\n"));
        String json = shell.run("status --json").out();
        assertTrue(json, json.contains("\"relays\":false") && json.contains("\"relayedCalls\":3"));
    }

    @Test
    public void statusTellsWarningsFirstAndThenEveryRole() throws IOException {
        all();
        List<String> lines = shell.run("status --counters").out().lines().toList();
        assertEquals("WARNING: backup CA: its key lies in keys/", lines.get(0));
        assertEquals("WARNING: dialable: 127.0.0.0/8 is permitted", lines.get(1));
        assertTrue(
                lines.get(2),
                lines.get(2).startsWith("ringback ") && lines.get(2).contains(", Java "));
        assertEquals("server", lines.get(3));
        assertTrue(lines.toString(), lines.contains("  listens on  127.0.0.1:3478"));
        assertTrue(lines.toString(), lines.contains("acceptor") && lines.contains("issuer"));
        assertTrue(lines.toString(), lines.contains("udp.bad-mac              server  7"));
        assertTrue(lines.toString(), lines.stream().anyMatch(line -> line.contains("datagram,password")));
        assertTrue(lines.toString(), lines.stream().anyMatch(line -> line.endsWith("not used yet")));
    }

    @Test
    public void statusOfVeryManyTellsTotalsAndWhoNeedsSomebody() throws IOException {
        controls.enrolled = 30;
        all();
        List<String> lines = shell.run("status").out().lines().toList();
        assertTrue(
                lines.toString(),
                lines.stream()
                        .anyMatch(line -> line.endsWith(
                                "1 answering, 0 silent, 29 not registered, 0 issuers, 0 suspended, 0 revoked")));
        assertFalse(
                "it answers: nobody need look at it",
                lines.stream().anyMatch(line -> line.contains("enrolled  answered")));
        assertEquals(
                20, lines.stream().filter(line -> line.startsWith("  more-")).count());
        assertTrue(
                "the newest first",
                lines.stream()
                        .filter(line -> line.startsWith("  more-"))
                        .findFirst()
                        .orElseThrow()
                        .contains("more-29"));
        assertTrue(
                lines.toString(),
                lines.contains("  and 10 more; 'status --of ID' shows one of them, 'status --all' all"));
        String json = shell.run("status --json").out();
        assertTrue(json, json.contains("\"notRegistered\":29") && json.contains("\"leftOut\":10"));
    }

    @Test
    public void statusTellsWhichCryptoBundleProtectsWhatWhereThatIsNotSimplyTheOneThatIsUsed() throws IOException {
        List<CryptoUse> uses = new ArrayList<>(
                List.of(new CryptoUse("org.ringback.crypto", "0.2.0", 12, SINCE, CryptoUse.State.USED, 5)));
        crypto = new CryptoControl() {
            @Override
            public void keepOut(Set<Long> bundles) {
                throw new UnsupportedOperationException("status only looks");
            }

            @Override
            public void use(Set<Long> bundles) {
                throw new UnsupportedOperationException("status only looks");
            }

            @Override
            public CryptoWatch watch(Set<Long> bundles) {
                throw new UnsupportedOperationException("status only looks");
            }

            @Override
            public List<CryptoUse> uses() {
                return List.copyOf(uses);
            }
        };
        server();
        assertFalse(shell.run("status").out().contains("CRYPTO"));
        assertFalse(shell.run("status").out().contains("bundles:"));
        uses.add(0, new CryptoUse("org.ringback.crypto", "0.1.0", 12, SINCE, CryptoUse.State.GONE, 2));
        uses.add(new CryptoUse("org.ringback.crypto", "0.3.0", 40, SINCE, CryptoUse.State.STANDS_BY, 0));
        String table = shell.run("status").out();
        assertTrue(
                table,
                table.contains("CRYPTO               VERSION  BUNDLE  SINCE             IS           CONNECTIONS\n"));
        for (String row : List.of(
                "0\\.1\\.0    12      [-0-9]+ [0-9:]+  draining     2",
                "0\\.2\\.0    12      [-0-9]+ [0-9:]+  used         5",
                "0\\.3\\.0    40      [-0-9]+ [0-9:]+  standing by  0")) {
            assertTrue(table, table.matches("(?s).*\norg\\.ringback\\.crypto  " + row + "\n.*"));
        }
        assertTrue(
                table,
                table.contains(
                        "\nWhat is draining protects its connections until they end; calls move away within a minute."
                                + " To end its calls now: crypto --cut 12\n"));
        assertFalse(shell.run("status --of nobody").out().contains("CRYPTO"));
        assertEquals(
                "Cut: the calls that org.ringback.crypto 0.1.0 protects. Of its 2 connections what is no call"
                        + " ends by itself.\n",
                shell.run("crypto --cut 12").err());
        assertEquals(List.of(12L), controls.calls.cut);
        assertTrue(shell.run("crypto --cut 13")
                .err()
                .startsWith(
                        "--cut: 13: no bundle whose crypto was used before (expected: 12, org.ringback.crypto 0.1.0; 40,"
                                + " org.ringback.crypto 0.3.0)"));
        String json = shell.run("status --json").out();
        assertTrue(
                json,
                json.contains(
                        "{\"bundle\":40,\"name\":\"org.ringback.crypto\",\"version\":\"0.3.0\",\"since\":\"2026-11-29T15:00:00Z\",\"state\":\"standing"
                                + " by\",\"connections\":0}"));
    }

    @Test
    public void whyEquipmentIsNotRegisteredIsNoCellOfTheTableAndIsToldOfOneAndInTheJson() throws IOException {
        controls.joined = 2;
        roles(null, controls.acceptor(), null);
        String table = shell.run("status").out();
        assertTrue(table, table.contains("  more-1     no lease                       2      datagram,password  "));
        assertFalse(table, table.contains("the server is away"));
        String one = shell.run("status --of more-1").out();
        assertTrue(one, one.contains("  not registered, and cannot be rung: the server is away; next: start it"));
        String json = shell.run("status --json").out();
        assertTrue(
                json,
                json.contains("\"state\":\"no lease\",\"answeredSecondsAgo\":12,\"trouble\":\"the server is away; next:"
                        + " start it\""));
    }

    @Test
    public void statusOfAGatewayWithVeryManyTellsTotalsAndWhoNeedsSomebody() throws IOException {
        controls.joined = 101;
        controls.grants = 30;
        controls.alarm = "its string was used twice";
        roles(null, controls.acceptor(), null);
        List<String> lines = shell.run("status").out().lines().toList();
        assertTrue(
                lines.toString(),
                lines.contains("  51 registered, 50 not registered, 3,030 grants, 1 with an alarm, 202 calls"));
        assertTrue(lines.toString(), lines.size() < 60);
        assertEquals(
                "the one with the alarm is registered, and one of those shown",
                20,
                lines.stream().filter(line -> line.startsWith("  more-")).count());
        assertTrue(lines.toString(), lines.stream().anyMatch(line -> line.startsWith("  more-100 ")));
        assertTrue(lines.contains("  and 81 more; 'status --of ID' shows one of them, 'status --all' all"));
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.startsWith("  person-29") && line.endsWith("ALARM: " + controls.alarm))
                        .count());
        assertTrue(lines.contains("  and 3,029 more grants; 'status --of ID' shows one of them, 'status --all' all"));
        assertEquals(
                "two lines for each piece of equipment",
                2 * 101 + 3_030 + 7,
                shell.run("status --all").out().lines().count());
        assertEquals(
                30,
                shell.run("status --of more-7")
                        .out()
                        .lines()
                        .filter(line -> line.endsWith("not used yet"))
                        .count());
        String json = shell.run("status --json").out();
        assertTrue(
                json,
                json.contains("\"notRegistered\":50,\"grants\":3030,\"alarms\":1") && json.contains("\"leftOut\":81"));
    }

    @Test
    public void noTableIsWiderThanAPersonsWindow() throws IOException {
        controls.joined = 3;
        controls.used = true;
        controls.enrolled = 3;
        all();
        for (String line : List.of("status", "registrations", "granted", "rings", "help")) {
            assertEquals(
                    line,
                    List.of(),
                    shell.run(line)
                            .out()
                            .lines()
                            .filter(printed -> printed.length() > Table.WIDTH)
                            .toList());
        }
        List<String> status = shell.run("status").out().lines().toList();
        int head =
                status.indexOf("  EQUIPMENT  STATE                          CALLS  SYSTEMS            PASSWORD  SERVER"
                        + "             SEEN AS");
        assertEquals(
                List.of(
                        "      LEASE UNTIL       KEY",
                        "  lamp-1     registered, answered 12 s ago  2      datagram,password  set       home.example:3478"
                                + "  192.0.2.1:4000",
                        "      " + Times.minute(FakeControls.THEN) + "  abababababababab"),
                status.subList(head + 1, head + 4));
    }

    @Test
    public void statusOfAGatewaySaysWhetherTheAddressAtWhichItIsSeenIsTranslatedIfThatIsKnown() throws IOException {
        all();
        assertFalse(shell.run("status --of lamp-1").out().contains("translated"));
        assertFalse(shell.run("status --json").out().contains("translated"));
        controls.translated = Optional.of(false);
        assertFalse(shell.run("status --of lamp-1").out().contains("translated"));
        assertTrue(shell.run("status --json").out().contains("\"seenAs\":\"192.0.2.1:4000\",\"translated\":false"));
        controls.translated = Optional.of(true);
        String status = shell.run("status --of lamp-1").out();
        assertTrue(status, status.contains("192.0.2.1:4000, translated"));
        assertTrue(shell.run("status --json").out().contains("\"translated\":true"));
    }

    @Test
    public void statusOfAnIssuerWithVeryManyGrantsTellsHowMany() throws IOException {
        controls.granted = 1_000;
        roles(null, null, controls.issuer());
        List<String> lines = shell.run("status").out().lines().toList();
        assertEquals(List.of("issuer", "  equipment that may be rung: 1000; 'granted' lists it"), lines.subList(1, 3));
        assertFalse(lines.toString(), lines.stream().anyMatch(line -> line.contains("more-")));
        String json = shell.run("status --json").out();
        assertTrue(json, json.contains("\"leftOut\":980"));
        assertEquals(1_001, shell.run("granted").out().lines().count());
    }

    @Test
    public void statusTellsOfOneOrOfAll() throws IOException {
        controls.enrolled = 30;
        all();
        assertEquals(
                29,
                shell.run("status --all")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("  more-"))
                        .count());
        String one = shell.run("status --of more-7").out();
        assertEquals(1, one.lines().filter(line -> line.startsWith("  more-")).count());
        assertFalse(one, one.contains("'status --all'"));
        String json = shell.run("status --json --of lamp-1").out();
        assertTrue(json, json.contains("\"id\":\"lamp-1\"") && json.contains("\"leftOut\":0"));
        assertFalse(json, json.contains("more-"));
    }

    @Test
    public void aServersStatusOfSomebodyUnknownIsRefusedAndTheNearestNamed() throws IOException {
        server();
        assertStatusRefusesStrangers();
    }

    @Test
    public void aGatewaysStatusOfSomebodyUnknownIsRefusedAndTheNearestNamed() throws IOException {
        roles(null, controls.acceptor(), null);
        assertStatusRefusesStrangers();
    }

    @Test
    public void anIssuersStatusOfSomebodyUnknownIsRefusedAndTheNearestNamed() throws IOException {
        roles(null, null, controls.issuer());
        assertStatusRefusesStrangers();
    }

    private void assertStatusRefusesStrangers() throws IOException {
        assertEquals(
                new ShellRule.Result(
                        1,
                        "",
                        "lamp-2: not known here (expected: an ID that 'status --all' or 'granted' lists; did you mean"
                                + " lamp-1?)\n"),
                shell.run("status --of lamp-2"));
        assertEquals(
                new ShellRule.Result(
                        1, "", "nobody: not known here (expected: an ID that 'status --all' or 'granted' lists)\n"),
                shell.run("status --of nobody"));
        assertEquals(2, shell.run("status --of No_Body").exit());
        assertEquals(0, shell.run("status --of lamp-1").exit());
        assertEquals(
                "a program sees an empty list",
                0,
                shell.run("status --json --of nobody").exit());
    }

    @Test
    public void readyIsNoSuccessWhereNoRoleRuns() throws IOException {
        roles(null, null, null);
        assertEquals(
                new ShellRule.Result(3, "", "no role is part of this process (expected: server, acceptor or issuer)\n"),
                shell.run("ready"));
        runtime.stopped = List.of("org.ringback.issuer");
        assertEquals(
                new ShellRule.Result(
                        1,
                        "",
                        "issuer: does not run: org.ringback.issuer: the bundle is stopped (expected: started; next:"
                                + " start org.ringback.issuer)\n"),
                shell.run("ready --wait 0"));
    }

    @Test
    public void statusForProgramsSaysWhatItSaysToPeople() throws IOException {
        all();
        String json = shell.run("status --json").out().replace(",\n ", ",");
        assertTrue(json, json.contains("\"listens\":[\"127.0.0.1:3478\"]"));
        assertTrue(json, json.contains("\"id\":\"lamp-1\",\"role\":\"acceptor\",\"state\":\"enrolled\""));
        assertTrue(json, json.contains("\"protections\":[\"tls13\"]"));
        assertTrue(json, json.contains("\"systems\":[\"datagram\",\"password\"],\"passwordStored\":true"));
        assertTrue(json, json.contains("\"person\":\"anna\""));
        assertTrue(json, json.contains("\"granted\":[{\"equipment\":\"lamp-1\""));
        assertTrue(json, json.contains("\"counters\":{\"server\":{\"udp.bad-mac\":7}}"));
    }

    @Test
    public void registeredSaysAtBothEndsWhenTheLastAnswerCame() throws IOException {
        all();
        List<String> lines = shell.run("status").out().lines().toList();
        assertTrue(lines.toString(), lines.stream().anyMatch(line -> line.contains("enrolled  answered 12 s ago")));
        assertTrue(lines.toString(), lines.stream().anyMatch(line -> line.contains("registered, answered 12 s ago")));
        String json = shell.run("status --json").out();
        assertTrue(json, json.contains("\"answeredSecondsAgo\":12,\"silent\":false"));
        assertTrue(json, json.contains("\"state\":\"registered\",\"answeredSecondsAgo\":12"));
        assertTrue(shell.run("registrations").out().contains("  answered 12 s ago  "));
        controls.lamp.refreshed = Duration.ofMillis(38_500);
        assertTrue(shell.run("registrations").out().contains("  silent for 38 s  "));
        assertTrue(shell.run("status --json").out().contains("\"answeredSecondsAgo\":38,\"silent\":true"));
    }

    @Test
    public void anIssuerThatAsksIsConnectedHoweverLongItDoes() throws IOException {
        all();
        controls.lamp.role = Role.ISSUER;
        controls.lamp.refreshed = Duration.ofMillis(50_500);
        String row = shell.run("registrations").out();
        assertTrue(row, row.contains("  connected  ") && row.contains("with its connection"));
        String json = shell.run("status --json").out();
        assertFalse(json, json.contains("\"silent\":true") || json.contains("\"silent\":false"));
    }

    @Test
    public void readySaysHowEachRoleIs() throws IOException {
        all();
        ShellRule.Result result = shell.run("ready server acceptor issuer");
        assertEquals(
                List.of(
                        "server: listens on 127.0.0.1:3478, known as home.example:3478",
                        "acceptor: equipment: 1",
                        "issuer: equipment that may be rung: 1"),
                result.out().lines().toList());
        assertTrue(result.err(), result.err().contains("WARNING: backup CA: its key lies in keys/"));
        assertEquals(result.out(), shell.run("ready").out());
        assertUsage("ROLE: relay (expected: server, acceptor or issuer)", "ready relay");
        assertUsage("--wait: 601 (expected: 0 to 600)", "ready --wait 601");
    }

    @Test
    public void aRoleThatDoesNotComeIsSaidWithItsError() throws IOException {
        server();
        assertEquals(3, shell.run("ready acceptor --wait 0").exit());
        runtime.waiting("org.ringback.acceptor", "org.ringback.store.Store");
        assertEquals(3, shell.run("ready acceptor --wait 0").exit());
        runtime.failed("org.ringback.acceptor", "java.lang.Exception: systems: 'x' (expected: a system)");
        runtime.waiting("org.ringback.issuer", "org.ringback.store.Store");
        runtime.failed("org.ringback.store", "java.io.IOException: key-file: is missing", "org.ringback.store.Store");
        assertEquals(
                new ShellRule.Result(1, "", "acceptor: does not run: systems: 'x' (expected: a system)\n"),
                shell.run("ready server acceptor --wait 0"));
        assertEquals(
                "issuer: does not run: org.ringback.store: key-file: is missing\n",
                shell.run("ready issuer --wait 0").err());
        assertTrue(
                shell.run("status")
                        .out()
                        .startsWith(
                                """
                        WARNING: acceptor: does not run: systems: 'x' (expected: a system)
                        WARNING: issuer: does not run: org.ringback.store: key-file: is missing
                        """));
        assertTrue(shell.run("status --json")
                .out()
                .contains("issuer: does not run: org.ringback.store: key-file: is missing"));
    }

    @Test
    public void whoHasNoSocketIsToldTheSameByTheService() {
        Roles roles = new Roles(controls.server(), null, null, List.of());
        ReadyCommand ready = new ReadyCommand(roles, reasons);
        assertEquals(
                "WARNING: backup CA: its key lies in keys/\n"
                        + "server: listens on 127.0.0.1:3478, known as home.example:3478",
                ready.apply("server"));
    }

    @Test
    public void whereNoRoleRunsStatusSaysWhy() throws IOException {
        roles(null, null, null);
        assertEquals(
                new ShellRule.Result(3, "", "no role is part of this process (expected: server, acceptor or issuer)\n"),
                shell.run("status"));
        runtime.failed("org.ringback.relay", "java.lang.Exception: lifetime: '5' (expected: 30 to 3600)");
        assertEquals(
                new ShellRule.Result(
                        3, "", "no role runs here; server: does not run: lifetime: '5' (expected: 30 to 3600)\n"),
                shell.run("status"));
    }

    @Test
    public void aServerWithoutAnAddressIsNotReadyAndNothingElseThatItWarnsOfIsGivenAsTheReason() throws IOException {
        controls.listens = List.of();
        controls.notHad = List.of("listen: 127.0.0.1:3478: in use (expected: a port that is free)");
        server();
        assertEquals(
                "listen: 127.0.0.1:3478: in use; listen: [::1]:3478: in use (expected: a port that is free)",
                ReadyCommand.joined(
                        List.of(controls.notHad.get(0), "listen: [::1]:3478: in use (expected: a port that is free)")));
        assertEquals("a (expected: b); c", ReadyCommand.joined(List.of("a (expected: b)", "c")));
        assertEquals("", ReadyCommand.joined(List.of()));
        assertEquals(
                new ShellRule.Result(
                        1,
                        "",
                        "server: does not run: listen: 127.0.0.1:3478: in use (expected: a port that is free)\n"),
                shell.run("ready server --wait 0"));
    }

    @Test
    public void registrationsPrintsAPage() throws IOException {
        server();
        ShellRule.Result page = shell.run("registrations --limit 1");
        assertEquals(0, page.exit());
        assertTrue(page.out(), page.out().lines().toList().get(1).startsWith("lamp-1  acceptor  127.0.0.1:5000  "));
        assertEquals("", page.err());
        ShellRule.Result end = shell.run("registrations --after lamp-2");
        assertEquals("Nobody after lamp-2.\n", end.err());
    }

    @Test
    public void ringTellsTheStoryAndHangsUp() throws IOException {
        all();
        ShellRule.Result result = shell.run("ring lamp-1 --system call-back");
        assertEquals(0, result.exit());
        assertEquals(
                List.of(
                        "Ring " + FakeControls.NONCE
                                + " of lamp-1, system call-back, protection tls13, key agreement X25519MLKEM768",
                        "       1.3 ms  dialled",
                        "      12.0 ms  accepted: from \"home\"",
                        "  answered"),
                result.out().lines().toList());
        assertEquals(List.of("ring lamp-1 call-back http", "ended", "closed"), controls.asked);
    }

    @Test
    public void aRingMayNameItsProtection() throws IOException {
        all();
        assertEquals(0, shell.run("ring lamp-1 --protection certificate-first").exit());
        assertEquals("ring lamp-1 best certificate-first http", controls.asked.get(0));
        assertUsage("protection: ", "ring lamp-1 --protection ROT13");
    }

    @Test
    public void aPersonReadsOnceThatNobodyAnswered() throws IOException {
        all();
        controls.answered = false;
        ShellRule.Result result = shell.run("ring lamp-1");
        assertEquals(1, result.exit());
        assertTrue(result.out(), result.out().endsWith("  not answered\n"));
        assertEquals("Nobody called back. Ring again.\n", result.err());
        ShellRule.Result piped = shell.run("ring lamp-1 --pipe");
        assertEquals(1, piped.exit());
        assertEquals(2, piped.err().split("Nobody called back. Ring again.", -1).length);
    }

    @Test
    public void aPersonHearsAtOnceThatTheRingWaitsForSilentEquipment() throws IOException {
        all();
        controls.silent = true;
        for (String line : List.of("ring lamp-1", "ring lamp-1 --json")) {
            ShellRule.Result result = shell.run(line);
            assertEquals(0, result.exit());
            assertEquals("lamp-1 is silent; waiting until it registers with the server, at most 30 s\n", result.err());
        }
    }

    @Test
    public void aServiceThatNothingAnswersIsNoSuccess() throws IOException {
        all();
        controls.serviceThere = false;
        int closed = 0;
        for (String line : List.of(
                "ring lamp-1 --service ftp",
                "ring lamp-1 --service ftp --forward 0",
                "ring lamp-1 --service ftp --pipe")) {
            ShellRule.Result result = shell.run(line);
            assertEquals(1, result.exit());
            String said =
                    "lamp-1 called back, but what is behind its service ftp is down: the gateway could not connect"
                            + " to it. Ask the owner of lamp-1 to start it; the gateway's status names its address.\n";
            assertTrue(result.err(), result.err().endsWith(said));
            closed++;
            assertEquals(closed, Collections.frequency(List.copyOf(controls.asked), "closed"));
        }
        assertEquals(
                "No call stands: there was nothing to hang up.\n",
                shell.run("hang-up all").err());
    }

    @Test
    public void aRingWhoseServiceWasNotThereIsNoSuccessInTheListOfRings() throws IOException {
        all();
        controls.serviceThere = false;
        String failed = "not answered: lamp-1 called back, but what is behind its service ftp is down: the"
                + " gateway could not connect to it";
        ShellRule.Result rung = shell.run("ring lamp-1 --service ftp");
        assertTrue(rung.out(), rung.out().endsWith("  not answered\n"));
        assertTrue(shell.run("rings").out(), shell.run("rings").out().endsWith("  " + failed + "\n"));
        assertTrue(shell.run("rings 01").out().endsWith("\n  " + failed + "\n"));
        assertTrue(shell.run("rings --json").out().contains("\"ending\":\"" + failed + "\""));
        String json = shell.run("ring lamp-1 --service ftp --json").out();
        assertTrue(json, json.contains("\"reason\":\"lamp-1 called back, but what is behind its service ftp is down"));
    }

    @Test
    public void aPipeWhoseServiceWasNotThereIsNoSuccessInTheListOfRings() throws IOException {
        all();
        controls.serviceThere = false;
        shell.run("ring lamp-1 --service ftp --pipe");
        assertTrue(shell.run("rings").out().contains("  not answered: lamp-1 called back, but what is"));
    }

    @Test
    public void aCallThatEndedByItselfIsToldWithItsRingAndThePortWaits() throws IOException {
        all();
        shell.run("ring lamp-1 --service ssh --forward 0");
        controls.calls.over(FakeControls.NONCE, "ended by the other side", false);
        String minute = Times.minute(FakeControls.THEN);
        String ended = "answered; the call ended at " + minute + ": ended by the other side";
        assertTrue(shell.run("rings 01").out().endsWith("\n  " + ended + "\n"));
        assertTrue(shell.run("rings --json").out().contains("\"ending\":\"" + ended + "\""));
        List<String> status = shell.run("status").out().lines().toList();
        assertTrue(
                status.toString(),
                status.contains(
                        "  127.0.0.1:4711  lamp-1     ssh      waiting  " + minute + "  hang-up 127.0.0.1:4711"));
        List<String> calls = shell.run("calls").out().lines().toList();
        assertEquals("FORWARDED AT    EQUIPMENT  SERVICE  CALL     SINCE             WHY", calls.get(0));
        assertEquals(
                "127.0.0.1:4711  lamp-1     ssh      waiting  " + minute + "  the call ended: ended by the other side",
                calls.get(1));
    }

    @Test
    public void aPortThatWaitsForACallGetsTheOneOfTheSameRing() throws IOException {
        all();
        shell.run("ring lamp-1 --forward 0");
        ShellRule.Result stands = shell.run("ring lamp-1 --forward 4711");
        assertEquals(1, stands.exit());
        assertEquals(
                "--forward: port 4711: forwarded to lamp-1, service http, already (expected: a free port; 0 takes any);"
                        + " next: use it, or: hang-up 127.0.0.1:4711\n",
                stands.err());
        controls.calls.over(FakeControls.NONCE, "connection lost", false);
        assertEquals(1, shell.run("ring lamp-1 --service ssh --forward 4711").exit());
        ShellRule.Result again = shell.run("ring lamp-1 --forward 4711");
        assertEquals(again.err(), 0, again.exit());
        assertTrue(shell.run("rings").out().contains("forwarded at 127.0.0.1:4711"));
    }

    @Test
    public void aForwardThatIsRefusedHangsUp() throws IOException {
        all();
        controls.calls.refused = "the call is over already: connection lost";
        ShellRule.Result refused = shell.run("ring lamp-1 --forward 0");
        assertEquals(1, refused.exit());
        assertEquals("--forward: the call is over already: connection lost\n", refused.err());
        assertEquals(List.of("ring lamp-1 best http", "ended", "closed"), controls.asked);
    }

    @Test
    public void aPortOfTheConfigurationIsListedAndOnlyItsCallIsHungUp() throws IOException {
        all();
        Forward configured = new Forward(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080),
                new RingRequest(new EquipmentId("lamp-1"), Optional.empty(), "http"));
        controls.calls.is(configured, true, ForwardStatus.State.WAITING, Optional.empty(), "");
        String minute = Times.minute(FakeControls.THEN);
        assertTrue(shell.run("status")
                .out()
                .contains("  127.0.0.1:8080  lamp-1     http     waiting  " + minute + "  configured: forwards\n"));
        assertTrue(shell.run("calls").out().contains("  the first connection rings\n"));
        assertTrue(shell.run("status --json")
                .out()
                .contains("\"forwards\":[{\"at\":\"127.0.0.1:8080\",\"equipment\":\"lamp-1\",\"service\":\"http\","
                        + "\"call\":\"waiting\","));
        assertEquals(
                "No call stands: there was nothing to hang up.\n",
                shell.run("hang-up all").err());
        assertEquals(
                "hang-up: 8080: a port of the configuration, without a call at present (expected: one that has a call);"
                        + " next: take it out of the key forwards to close it\n",
                shell.run("hang-up 8080").err());
        controls.calls.is(configured, true, ForwardStatus.State.STANDING, Optional.of(FakeControls.NONCE), "");
        assertTrue(shell.run("rings").out().endsWith("  answered, forwarded at 127.0.0.1:8080, as configured\n"));
        assertEquals(
                "Hung up: 1; a port of the configuration stays, and rings at the next connection\n",
                shell.run("hang-up 127.0.0.1:8080").err());
        assertTrue(shell.run("status").out().contains("FORWARDED AT"));
        controls.calls.is(configured, true, ForwardStatus.State.NOT_LISTENING, Optional.empty(), "in use");
        assertTrue(shell.run("calls").out().contains("  not listening  " + minute + "  in use\n"));
    }

    @Test
    public void statusOfOneTellsNoOthersWarningsAndNoCounters() throws IOException {
        controls.joined = 2;
        all();
        assertTrue(shell.run("status").out().contains("WARNING: backup CA"));
        assertTrue(shell.run("status").out().endsWith("counted since the start: 1 thing; see status --counters\n"));
        assertTrue(shell.run("status --counters").out().contains("COUNTED SINCE THE START"));
        String one = shell.run("status --of lamp-1").out();
        assertFalse(one, one.contains("WARNING") || one.contains("COUNTED"));
        assertFalse(shell.run("status --of more-1").out().contains("WARNING"));
        String json = shell.run("status --json --of more-1").out();
        assertTrue(json, json.contains("\"warnings\":[]") && json.contains("\"counters\":{}"));
    }

    @Test
    public void aGatewayThatTheServerLetsInNoMoreIsNotToldToGrant() throws IOException {
        controls.grants = 0;
        roles(null, controls.acceptor(), null);
        assertTrue(shell.run("status").out().contains("Nobody may ring yet. Next: grant EQUIPMENT PERSON\n"));
        controls.trouble = "revoked or suspended at the server";
        assertTrue(shell.run("status").out().contains("Nobody may ring yet.\n"));
    }

    @Test
    public void anUnansweredRingTellsTheStoryAndExitsWithOne() throws IOException {
        all();
        controls.answered = false;
        ShellRule.Result result = shell.run("ring lamp-1 --json --forward 0");
        assertEquals(1, result.exit());
        assertEquals("Nobody called back. Ring again.\n", result.err());
        assertTrue(
                result.out(),
                result.out()
                        .contains("\"answered\":false,\"reason\":\"Nobody called back\",\"advice\":\"Ring again\"}"));
        assertEquals(List.of("ring lamp-1 best http", "closed"), controls.asked);
    }

    @Test
    public void aForwardedRingStandsUntilHangUp() throws IOException {
        all();
        ShellRule.Result result = shell.run("ring lamp-1 --forward 127.0.0.1:0 --json");
        assertEquals(0, result.exit());
        assertTrue(result.out(), result.out().endsWith(",\"forward\":\"127.0.0.1:4711\"}\n"));
        assertEquals(List.of("ring lamp-1 best http", "ended"), controls.asked);
        ShellRule.Result unknown = shell.run("hang-up ffff");
        assertEquals(1, unknown.exit());
        assertEquals("hang-up: ffff: no such call stands (expected: one of 127.0.0.1:4711; or all)\n", unknown.err());
        assertEquals("Hung up: 1\n", shell.run("hang-up 0123").err());
        assertTrue(shell.run("hang-up 0123").err().contains("none stands; 'ring EQUIPMENT --forward PORT' leaves"));
        shell.run("ring lamp-1 --forward 0");
        controls.calls.over(FakeControls.NONCE, "connection lost: reset by the peer", false);
        assertEquals("Hung up: 1\n", shell.run("hang-up 4711").err());
        assertEquals(
                "No call stands: there was nothing to hang up.\n",
                shell.run("hang-up all").err());
    }

    @Test
    public void aCallThatStandsIsListedWithItsPortAndWhatEndsIt() throws IOException {
        all();
        assertFalse(shell.run("status").out().contains("FORWARDED AT"));
        assertTrue(shell.run("status --json").out().contains("\"forwards\":[]"));
        shell.run("ring lamp-1 --service ssh --forward 0");
        List<String> status = shell.run("status").out().lines().toList();
        int head = status.indexOf("  FORWARDED AT    EQUIPMENT  SERVICE  CALL      SINCE             UNTIL");
        assertTrue(status.toString(), head > 0);
        assertEquals(
                "  127.0.0.1:4711  lamp-1     ssh      standing  " + Times.minute(FakeControls.THEN)
                        + "  hang-up 127.0.0.1:4711",
                status.get(head + 1));
        String json = shell.run("status --json").out();
        assertTrue(
                json,
                json.contains(
                        "\"forwards\":[{\"at\":\"127.0.0.1:4711\",\"equipment\":\"lamp-1\",\"service\":\"ssh\","));
        String ring = shell.run("rings").out();
        assertTrue(ring, ring.endsWith("  answered, forwarded at 127.0.0.1:4711 until: hang-up 127.0.0.1:4711\n"));
        assertTrue(
                shell.run("rings 01").out().endsWith("  forwarded at 127.0.0.1:4711 until: hang-up 127.0.0.1:4711\n"));
        assertTrue(shell.run("rings --json").out().contains("\"forward\":\"127.0.0.1:4711\""));
        shell.run("hang-up 127.0.0.1:4711");
        assertFalse(shell.run("status").out().contains("FORWARDED AT"));
        assertFalse(shell.run("rings").out().contains("forwarded at"));
        assertFalse(shell.run("rings --json").out().contains("forward"));
    }

    @Test
    public void callsAreListedWithWhoAndHowMuchAndWhyTheyEnded() throws IOException {
        all();
        ShellRule.Result none = shell.run("calls");
        assertEquals("", none.out());
        assertEquals("No call stands.\n", none.err());
        assertEquals("{\"format\":1,\"calls\":[]}\n", shell.run("calls --json").out());
        controls.used = true;
        RingNonce theirs = new RingNonce("ff".repeat(RingNonce.LENGTH));
        controls.calls.answered(theirs, new EquipmentId("lamp-1"));
        shell.run("ring lamp-1 --service ssh --forward 0");
        String second = Times.recent(FakeControls.THEN);
        assertEquals(
                List.of(
                        "EQUIPMENT  SERVICE  WHO   SINCE           SENT    RECEIVED  OVER            PORT HERE",
                        "lamp-1     http     anna  " + second + "  1.2 kB  5.7 MB    192.0.2.7:4433  -",
                        "lamp-1     ssh      you   " + second + "  1.2 kB  5.7 MB    192.0.2.7:4433  127.0.0.1:4711"),
                shell.run("calls").out().lines().toList());
        String json = shell.run("calls --json").out();
        assertTrue(json, json.contains("\"role\":\"acceptor\",\"equipment\":\"lamp-1\",\"service\":\"http\","));
        assertTrue(json, json.contains("\"person\":\"anna\""));
        assertTrue(json, json.contains("\"port\":\"127.0.0.1:4711\",\"conversations\":2,\"sent\":1234,"));
        assertTrue(json, json.startsWith("{\"format\":1,\"calls\":[{\"role\":"));
        assertEquals(2, shell.run("calls --person anna").out().lines().count());
        assertEquals(3, shell.run("calls --equipment lamp-1").out().lines().count());
        assertEquals("No such call stands.\n", shell.run("calls --person boris").err());
        assertEquals(
                "No such call stands. heater-1: not known here (expected: an ID that 'status --all' or 'granted' lists)\n",
                shell.run("calls --person anna --equipment heater-1").err());
        assertEquals(
                "{\"format\":1,\"calls\":[]}\n",
                shell.run("calls --json --equipment heater-1").out());
        assertUsage("person: ", "calls --person A!");
        controls.calls.over(theirs, "the owner revoked anna", false);
        shell.run("hang-up all");
        ShellRule.Result ended = shell.run("calls");
        assertEquals("No call stands.\n", ended.err());
        assertEquals(
                List.of(
                        "ENDED           EQUIPMENT  SERVICE  WHO   SENT    RECEIVED  WAY     WHY",
                        second + "  lamp-1     ssh      you   1.2 kB  5.7 MB    direct  hung up here",
                        second + "  lamp-1     http     anna  1.2 kB  5.7 MB    direct  the owner revoked anna"),
                ended.out().lines().toList());
        assertTrue(shell.run("calls --json").out().contains("\"why\":\"hung up here\""));
        controls.calls.relayed = true;
        controls.calls.answered(theirs, new EquipmentId("lamp-1"));
        controls.calls.over(theirs, "gone", false);
        assertTrue(shell.run("calls").out().contains("  5.7 MB    relay   gone\n"));
        assertTrue(shell.run("calls --json").out().contains("\"relayed\":true,\"ended\":"));
    }

    @Test
    public void aShellThatStartsFindsTheForwardsOfTheOneBefore() throws IOException {
        all();
        shell.run("ring lamp-1 --forward 0");
        Forwards next = new Forwards();
        assertEquals(List.of(), next.all());
        next.setCalls(controls.calls);
        next.setControl(controls.calls);
        assertEquals(1, next.all().size());
        assertEquals(1, next.everyCall().size());
        next.unsetCalls(controls.calls);
        next.unsetControl(controls.calls);
        assertEquals(List.of(), next.all());
        assertEquals(List.of(), next.everyCall());
    }

    @Test
    public void onlyALoopbackAddressIsForwardedAndAPortThatIsTakenIsNamed() throws IOException {
        all();
        for (String address : List.of("0.0.0.0:80", "192.0.2.1:80", "example.org:80", "x", "127.0.0.1:70000", "''")) {
            if (!address.equals("''")) {
                assertUsage("--forward: ", "ring lamp-1 --forward " + address);
            }
        }
        assertEquals(List.of(), controls.asked);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            ShellRule.Result taken = shell.run("ring lamp-1 --forward " + other.getLocalPort());
            assertEquals(1, taken.exit());
            assertEquals(
                    "--forward: port " + other.getLocalPort()
                            + ": in use on 127.0.0.1 (expected: a free port; 0 takes any)\n",
                    taken.err());
        }
        assertEquals("nobody is rung for a port that is taken", List.of(), controls.asked);
        assertEquals(
                "--forward: port 1: not permitted (expected: 1024 or above; 0 takes any)\n",
                shell.run("ring lamp-1 --forward 127.0.0.1:1").err());
        assertEquals(0, shell.run("ring lamp-1 --forward '[::1]:0'").exit());
    }

    @Test
    public void ringPipesStandardInputAndTellsTheStoryBeside() throws IOException {
        all();
        ShellRule.Result result = shell.run("ring lamp-1 --pipe", "GET /\n");
        assertEquals("the answer\n", result.out());
        assertTrue(result.err(), result.err().contains("answered"));
        assertEquals(List.of("ring lamp-1 best http", "told GET /\n", "ended", "closed"), controls.asked);
        assertUsage("--pipe: ", "ring lamp-1 --pipe --json");
    }

    @Test
    public void ringIsQuietWhereItIsAskedToAndTellsFailuresAllTheSame() throws IOException {
        all();
        ShellRule.Result piped = shell.run("ring lamp-1 --pipe --quiet", "GET /\n");
        assertEquals("the answer\n", piped.out());
        assertEquals("", piped.err());
        ShellRule.Result plain = shell.run("ring lamp-1 --quiet");
        assertEquals("", plain.out() + plain.err());
        assertTrue(shell.run("ring lamp-1 --quiet --forward 0").out().startsWith("  forwarded at 127.0.0.1:"));
    }

    @Test
    public void ringsListsShowsOneAndPrintsJson() throws IOException {
        all();
        assertTrue(shell.run("rings").out(), shell.run("rings").out().contains("12.0    01234567  -    answered"));
        assertTrue(shell.run("rings 0123").out().startsWith("Ring " + FakeControls.NONCE));
        assertEquals(1, shell.run("rings ffff").exit());
        assertEquals(
                "{\"format\":1,\"rings\":[{\"nonce\":\"0123456789abcdef0123456789abcdef\",\"party\":\"issuer\",\"equipment\":\"lamp-1\","
                        + "\"system\":\"call-back\",\"protection\":\"tls13\",\"keyAgreement\":\"X25519MLKEM768\","
                        + "\"began\":\"2026-01-02T03:04:05Z\",\"millis\":12.0,\"steps\":[{\"name\":\"dialled\",\"millis\":1.3,"
                        + "\"detail\":\"\"},\n {\"name\":\"accepted\",\"millis\":12.0,"
                        + "\"detail\":\"from \\\"home\\\"\"}],\"answered\":true,\"reason\":\"\",\"advice\":\"\"}]}\n",
                shell.run("rings --json").out());
    }

    @Test
    public void helpListsEveryCommandAndExplainsEachOne() throws IOException {
        all();
        String help = shell.run("help").out();
        for (String name :
                List.of("accept-grant", "authority", "clear-alarm", "hang-up", "ring", "status", "help", "revoke")) {
            assertTrue(help, help.contains("\n" + name + " "));
            assertTrue(shell.run("help " + name).out().startsWith("Usage: " + name));
            assertEquals(
                    shell.run("help " + name).out(), shell.run(name + " --help").out());
        }
        assertTrue(shell.run("help ring").out().contains("  -s, --system SYSTEM"));
        assertTrue(shell.run("help join").out().contains("Usage: join [--at ROLE] [--as NEW] [--replace] < FILE\n"));
        assertEquals(2, shell.run("help nothing").exit());
    }

    @Test
    public void noLineOfHelpIsWiderThanATerminal() throws IOException {
        all();
        shell.run("help").out().lines().forEach(line -> assertTrue(line, line.length() <= 100));
    }

    private void assertUsage(String begins, String line) throws IOException {
        assertUsage(begins, line, "");
    }

    private void assertUsage(String begins, String line, String input) throws IOException {
        ShellRule.Result result = shell.run(line, input);
        assertEquals(line + ": " + result.err(), 2, result.exit());
        assertTrue(result.err(), result.err().startsWith(begins));
        assertEquals(result.err(), 1, result.err().lines().count());
    }

    private List<String> lowerProtections() {
        return controls.asked.stream()
                .map(line -> line.replace("TLS13", "tls13"))
                .toList();
    }

    @Test
    public void whatCommandsPrintIsTheSameInEveryLanguage() throws IOException {
        all();
        Locale machine = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            String expected = printed();
            for (Locale locale : kindsOfLocales()) {
                Locale.setDefault(locale);
                assertEquals(locale.toLanguageTag(), expected, printed());
            }
        } finally {
            Locale.setDefault(machine);
        }
    }

    /** One of each kind: those that write digits and letters alike are one. */
    private static Collection<Locale> kindsOfLocales() {
        Map<String, Locale> kinds = new TreeMap<>();
        List<Locale> all = new ArrayList<>(List.of(Locale.getAvailableLocales()));
        all.add(Locale.forLanguageTag("th-TH-u-nu-thai"));
        all.forEach(locale -> kinds.putIfAbsent(
                String.format(locale, "%d %,d %.1f ", 1234567890, 1000, 1.5)
                        + "iI".toUpperCase(locale)
                        + "iI".toLowerCase(locale),
                locale));
        return kinds.values();
    }

    /** Without the numbers, which time changes: other digits than 0 to 9 stay. */
    private String printed() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : List.of("status --json", "rings", "registrations")) {
            text.append(shell.run(line).out());
        }
        return text.toString().replaceAll("[0-9]+", "0").replaceAll(" +", " ");
    }

    private void server() {
        roles(controls.server(), null, null);
    }

    private void all() {
        roles(controls.server(), controls.acceptor(), controls.issuer());
    }

    private void roles(
            @Nullable ServerControl server, @Nullable AcceptorControl acceptor, @Nullable IssuerControl issuer) {
        StoryBook book = () -> List.of(FakeControls.story(true));
        Roles roles = new Roles(server, acceptor, issuer, List.of(book));
        roles.reasons = reasons;
        forwards.setCalls(controls.calls);
        forwards.setControl(controls.calls);
        roles.crypto = crypto;
        roles.addCounters(() -> new TreeMap<>(Map.of("udp.bad-mac", 7L)), Map.of("ringback.role", "server"));
        List<Command> commands = new ArrayList<>(List.of(
                new StatusCommand(roles, reasons, forwards, bundles),
                new ReadyCommand(roles, reasons),
                new RegistrationsCommand(roles),
                new EnrolCommand(roles),
                new RevokeCommand(roles),
                new LeaveCommand(roles),
                new SuspendCommand(roles),
                new ResumeCommand(roles),
                new ForgetCommand(roles, forwards),
                new AuthorityCommand(roles),
                new ClearAlarmCommand(roles),
                new JoinCommand(roles),
                new PasswordCommand(roles),
                new GrantCommand(roles),
                new AcceptGrantCommand(roles),
                new GrantedCommand(roles),
                new PingCommand(roles, forwards),
                new RingCommand(roles, forwards),
                new RingsCommand(roles, forwards),
                new CallsCommand(roles, forwards),
                new CryptoCommand(roles, forwards),
                new HangUpCommand(roles, forwards)));
        commands.add(new HelpCommand(commands));
        shell.add(commands.toArray(Command[]::new));
    }
}
