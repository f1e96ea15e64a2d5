package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.updater.release.ReleaseList;

/**
 * Server, gateway and issuer, each of this version or of an older one: the older program is named by the system property
 * {@code older.program}. Two of each serve all eight mixes.
 */
public final class MixesIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String PASSWORD = "correct horse";
    private static final List<String> SYSTEMS = List.of("datagram", "call-back", "password", "certified");

    private static final Map<Version, Party> SERVERS = new EnumMap<>(Version.class);
    private static final Map<Version, Party> GATEWAYS = new EnumMap<>(Version.class);
    private static final Map<Version, Party> ISSUERS = new EnumMap<>(Version.class);
    private static final List<Mix> MIXES = new ArrayList<>();

    @Rule
    public final Timeout limit = new Timeout(5, TimeUnit.MINUTES);

    @Rule
    public final ErrorCollector errors = new ErrorCollector();

    /** Of which version a party is. */
    private enum Version {
        OLDER,
        NEWER;

        @Override
        public String toString() {
            return this == OLDER ? "older" : "newer";
        }
    }

    /** One of eight. */
    private record Mix(Version server, Version gateway, Version issuer) {
        String equipment() {
            return "lamp-" + server + "-" + gateway;
        }

        JSONObject ring(String system) {
            return Net.ring(ISSUERS.get(issuer), equipment(), system);
        }
    }

    @BeforeClass
    public static void twoOfEach() {
        String older = System.getProperty("older.program", "");
        assumeTrue(
                "older.program: '" + older
                        + "' (expected: a program; itests/processes/README.md says how to build one)",
                !older.isBlank() && Files.isExecutable(Path.of(older)));
        List<String> equipment = Stream.of(Version.values())
                .flatMap(server -> Stream.of(Version.values()).map(gateway -> new Mix(server, gateway, gateway)))
                .map(Mix::equipment)
                .toList();
        for (Version version : Version.values()) {
            Path program = version == Version.OLDER ? Path.of(older) : Program.ringback();
            SERVERS.put(
                    version,
                    party(program, "server", "server-" + version)
                            .configure("org.ringback.relay", "listen = 127.0.0.1:0", "refresh = 2"));
            GATEWAYS.put(
                    version,
                    party(program, "demo", "gateway-" + version)
                            .configure(
                                    "org.ringback.acceptor",
                                    "dialable = 127.0.0.0/8",
                                    "dials-per-minute = 600",
                                    "systems = "
                                            + equipment.stream()
                                                    .map(id -> id + "=" + String.join(",", SYSTEMS))
                                                    .collect(Collectors.joining("; "))));
            ISSUERS.put(version, party(program, "issuer", "issuer-" + version));
        }
        all().forEach(Party::start);
        all().forEach(Party::ready);
        for (Version server : Version.values()) {
            for (Version gateway : Version.values()) {
                provide(server, gateway);
            }
        }
    }

    private static Party party(Path program, String feature, String name) {
        return new Party(program, feature, FOLDER.getRoot().toPath().resolve(name));
    }

    private static Stream<Party> all() {
        return Stream.of(SERVERS, GATEWAYS, ISSUERS).flatMap(parties -> parties.values().stream());
    }

    /** Strings of each version are taken by each version. */
    private static void provide(Version server, Version gateway) {
        String id = new Mix(server, gateway, gateway).equipment();
        Party home = GATEWAYS.get(gateway);
        home.shell(
                        "join",
                        SERVERS.get(server)
                                .shell("enrol " + id + " --protections tls13,certificate-first")
                                .ok())
                .ok();
        await(id)
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> SERVERS.get(server).shell("registrations").ok().contains(id + " "));
        home.shell("password " + id, PASSWORD + "\n").ok();
        for (Version issuer : Version.values()) {
            Party person = ISSUERS.get(issuer);
            person.shell(
                            "accept-grant",
                            home.shell("grant " + id + " anna-" + issuer).ok())
                    .ok();
            person.shell("password " + id, PASSWORD + "\n").ok();
            MIXES.add(new Mix(server, gateway, issuer));
        }
    }

    @AfterClass
    public static void killed() {
        all().forEach(Party::close);
    }

    @Test
    public void inAllEightMixesEachSystemIsAnsweredAndRefusalsAreSaidAndTheOlderOnesCanBeUpdated() throws Exception {
        inEach(mix -> {
            for (String system : SYSTEMS) {
                JSONObject story = mix.ring(system);
                assertTrue(mix + ": " + story, story.getBoolean("answered"));
            }
            JSONObject other = mix.ring("certified --protection certificate-first");
            assertTrue(mix + ": " + other, other.getBoolean("answered"));
            assertEquals("certificate-first", other.getString("protection"));
            assertCarries(mix);
        });
        ISSUERS.values()
                .forEach(issuer -> MIXES.forEach(mix -> issuer.shell("password " + mix.equipment(), "a wrong one\n")
                        .ok()));
        inEach(mix -> assertRefused(mix, mix.ring("password")));

        whoCannotMoveToWhatRepairsAFlawIsCut();

        GATEWAYS.values().forEach(Party::kill);
        inEachAtOnce(mix -> assertRefused(mix, mix.ring("call-back")));

        allThatAreOlderAreUpdated();
    }

    /** The call with the older issuer ends a minute after the update, in words; the one with the newer issuer stands. */
    private static void whoCannotMoveToWhatRepairsAFlawIsCut() throws Exception {
        Party gateway = GATEWAYS.get(Version.NEWER);
        for (Party issuer : ISSUERS.values()) {
            String lamp = new Mix(Version.NEWER, Version.NEWER, Version.NEWER).equipment();
            issuer.shell("ring " + lamp + " --system call-back --forward 127.0.0.1:0 --json")
                    .ok();
        }
        byte[] jar = Stamped.copy("org.ringback.crypto", "0.1.0.mix");
        String told = gateway.shell(
                        "update mix.release", Signed.release(8_000_000_000L, ReleaseList.Kind.SECURITY, jar))
                .ok();
        assertTrue(told, told.contains("; calls that do not move to it within 60 s are cut"));
        assertEquals(2, standing(gateway));
        await("cut").atMost(90, TimeUnit.SECONDS).until(() -> standing(gateway) == 1);
        String calls = gateway.shell("calls").ok();
        assertTrue(calls, calls.contains(", is not used any more, and the other end did not move"));
        assertEquals(1, standing(ISSUERS.get(Version.NEWER)));
        ISSUERS.get(Version.NEWER).shell("hang-up all").ok();
    }

    private static long standing(Party party) {
        JSONArray calls = party.list("calls");
        return IntStream.range(0, calls.length())
                .filter(at -> !calls.getJSONObject(at).has("ended"))
                .count();
    }

    /** This version goes on with the homes that the older one wrote. */
    private static void allThatAreOlderAreUpdated() throws Exception {
        Party server = SERVERS.get(Version.OLDER);
        String listens = new JSONObject(server.shell("status --json").ok())
                .getJSONObject("server")
                .getJSONArray("listens")
                .getString(0);
        server.stop();
        ISSUERS.get(Version.OLDER).stop();
        Mix older = new Mix(Version.OLDER, Version.OLDER, Version.OLDER);
        try (Party newServer = party(Program.ringback(), "server", "server-older");
                Party newGateway = party(Program.ringback(), "demo", "gateway-older");
                Party newIssuer = party(Program.ringback(), "issuer", "issuer-older")) {
            newServer.configure("org.ringback.relay", "listen = " + listens, "refresh = 2");
            List<Party> all = List.of(newServer, newGateway, newIssuer);
            all.forEach(Party::start);
            all.forEach(Party::ready);
            JSONObject story = Net.ring(newIssuer, older.equipment(), "call-back");
            assertTrue(story.toString(), story.getBoolean("answered"));
            for (Party party : all) {
                assertTrue(Files.exists(party.home().resolve("data/ringback.mark")));
                assertFalse(party.log(), party.log().contains("ERROR"));
            }
        }
    }

    private static void assertCarries(Mix mix) {
        String page = ISSUERS.get(mix.issuer())
                .shell(
                        "ring " + mix.equipment() + " --system call-back --pipe",
                        "GET /reading HTTP/1.1\r\nHost: lamp\r\nConnection: close\r\n\r\n")
                .ok();
        assertTrue(mix + ": " + page, page.startsWith("HTTP/1.1 200") && page.contains("\"temperature\""));
    }

    private static void assertRefused(Mix mix, JSONObject story) {
        assertFalse(mix + ": " + story, story.getBoolean("answered"));
        assertEquals(mix + ": " + story, 1, story.getInt("exit"));
        assertTrue(mix + ": " + story, story.getString("reason").contains(mix.equipment()));
    }

    private void inEach(Consumer<Mix> what) {
        MIXES.forEach(mix -> errors.checkSucceeds(() -> {
            what.accept(mix);
            return mix;
        }));
    }

    /** All wait at the same time. */
    private void inEachAtOnce(Consumer<Mix> what) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(MIXES.size());
        List<Future<?>> rings = new ArrayList<>();
        MIXES.forEach(mix -> rings.add(threads.submit(() -> what.accept(mix))));
        rings.forEach(ring -> errors.checkSucceeds(ring::get));
        threads.shutdownNow();
    }
}
