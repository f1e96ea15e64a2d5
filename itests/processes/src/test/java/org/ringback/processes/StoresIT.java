package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.Result;

/**
 * The stores of a server, a gateway and an issuer, damaged while the programs are stopped. All three are what they were
 * before each test, and start side by side.
 */
public final class StoresIT {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final int BLOCK = 4096;
    private static final int CHANGED = 16;
    private static final int MARK = 2 * BLOCK;
    private static final int CANNOT_START = 4;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Map<Party, Map<Path, byte[]>> WHOLE = new HashMap<>();

    private static Party server;
    private static Party gateway;
    private static Party issuer;

    @Rule
    public final Timeout limit = new Timeout(3, TimeUnit.MINUTES);

    /** What damages a file. */
    private interface Damage {
        void to(Path file) throws IOException;
    }

    /** The gateway's earlier whole copy knows berta's grant as a good one; carl's and the password come after it. */
    @BeforeClass
    public static void threeHomes() throws Exception {
        server = party("server").configure("org.ringback.relay", "listen = 127.0.0.1:0", "refresh = 2");
        gateway = party("acceptor");
        issuer = party("issuer");
        List.of(server, gateway, issuer).forEach(Party::start);
        server.ready();
        gateway.ready();
        for (String equipment : List.of("lamp-1", "lamp-2")) {
            gateway.shell("join", server.shell("enrol " + equipment).ok()).ok();
            await().atMost(LIMIT).until(() -> server.shell("registrations").ok().contains(equipment + " "));
        }
        server.shell("revoke lamp-2").ok();
        server.shell("enrol heater-1").ok();
        issuer.ready()
                .shell("accept-grant", gateway.shell("grant lamp-1 anna").ok())
                .ok();
        gateway.shell("grant lamp-1 berta").ok();
        Result inUse = store("check", gateway);
        assertEquals(inUse.errors(), 1, inUse.exit());
        assertTrue(inUse.errors(), inUse.errors().contains("is in use by a running process"));

        gateway.stop();
        Files.delete(data(gateway).resolve("ringback.whole"));
        gateway.start().ready();
        await().atMost(LIMIT).until(() -> Files.exists(data(gateway).resolve("ringback.whole")));
        gateway.shell("revoke lamp-1 berta").ok();
        await().atMost(LIMIT).until(() -> server.shell("registrations").ok().contains("lamp-1 "));
        gateway.shell("grant lamp-1 carl").ok();
        gateway.shell("password lamp-1", "opensesame\n").ok();
        for (Party party : List.of(gateway, issuer, server)) {
            assertOwn(party.home());
            party.stop();
            WHOLE.put(party, files(data(party)));
        }
    }

    /** Whoever starts a program lets others write what it makes, as some shells do. */
    private static Party party(String feature) {
        return new Party(feature, FOLDER.getRoot().toPath().resolve(feature))
                .under("sh", "-c", "umask 000; exec \"$@\"", "sh");
    }

    /** Nobody else may read or write what it made; a configuration and what it prints are this test's files. */
    private static void assertOwn(Path home) throws IOException {
        List<Path> ours = List.of(home.resolve("config/org.ringback.relay.cfg"), home.resolve("log/console.log"));
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.filter(one -> !ours.contains(one)).toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertTrue(file + ": " + mode, mode.endsWith("------"));
            }
        }
    }

    @After
    public void asTheyWere() throws IOException {
        for (Party party : WHOLE.keySet()) {
            party.kill();
            for (Path file : files(data(party)).keySet()) {
                Files.delete(file);
            }
            for (Map.Entry<Path, byte[]> file : WHOLE.get(party).entrySet()) {
                Files.write(file.getKey(), file.getValue());
            }
        }
    }

    @AfterClass
    public static void killed() {
        WHOLE.keySet().forEach(Party::close);
    }

    @Test
    public void dataThatAreEmptyAreRefusedOrComeBack() throws Exception {
        LongRun.require();
        refusedOrBack(file -> Files.write(file, new byte[0]));
    }

    @Test
    public void dataThatAreMissingAreRefusedOrComeBack() throws Exception {
        LongRun.require();
        refusedOrBack(Files::delete);
    }

    @Test
    public void dataThatAreCutAtABlockAreRefusedOrComeBack() throws Exception {
        LongRun.require();
        refusedOrBack(file -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() / 2 / BLOCK * BLOCK);
            }
        });
    }

    @Test
    public void dataThatAreChangedInTheMiddleAreRefusedOrComeBack() throws Exception {
        LongRun.require();
        refusedOrBack(file -> overwrite(file, Files.size(file) / 2, CHANGED, (byte) 0x5a));
    }

    private static void overwrite(Path file, long from, int length, byte with) throws IOException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, with);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), from);
        }
    }

    private static void refusedOrBack(Damage damage) throws Exception {
        Map<Party, Map<Path, byte[]>> damaged = new HashMap<>();
        for (Party party : WHOLE.keySet()) {
            damage.to(data(party).resolve("ringback.mv"));
            damaged.put(party, files(data(party)));
            Files.deleteIfExists(party.home().resolve("log/console.log"));
            party.start();
        }
        for (Party party : WHOLE.keySet()) {
            if (party.runs()) {
                assertKnowsEverything(
                        new JSONObject(party.shell("status --json").ok()));
            } else {
                assertRefusedUntouched(party, damaged.get(party));
            }
        }
    }

    private static void assertRefusedUntouched(Party party, Map<Path, byte[]> before) throws Exception {
        assertEquals(CANNOT_START, party.ended());
        assertTrue(party.log(), party.log().contains("ringback store --home DIR check"));
        Map<Path, byte[]> now = files(data(party));
        assertEquals(before.keySet(), now.keySet());
        before.forEach((file, bytes) -> assertArrayEquals(file.toString(), bytes, now.get(file)));
    }

    private static void assertKnowsEverything(JSONObject status) {
        if (status.has("server")) {
            assertEquals(
                    Map.of("lamp-1", "enrolled", "lamp-2", "revoked", "anna", "enrolled"),
                    objects(status.getJSONObject("server").getJSONArray("enrolments"))
                            .filter(one -> !one.getString("id").equals("heater-1"))
                            .collect(Collectors.toMap(one -> one.getString("id"), one -> one.getString("state"))));
        }
        if (status.has("acceptor")) {
            JSONObject lamp = equipment(status, "lamp-1");
            assertTrue(lamp.getBoolean("passwordStored"));
            assertEquals(Map.of("anna", false, "berta", true, "carl", false), revoked(lamp));
        }
        if (status.has("issuer")) {
            assertEquals(
                    List.of("lamp-1"),
                    objects(status.getJSONObject("issuer").getJSONArray("granted"))
                            .map(one -> one.getString("equipment"))
                            .toList());
        }
    }

    private static JSONObject equipment(JSONObject status, String id) {
        return objects(status.getJSONObject("acceptor").getJSONArray("equipment"))
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Boolean> revoked(JSONObject equipment) {
        return objects(equipment.getJSONArray("grants"))
                .collect(Collectors.toMap(one -> one.getString("person"), one -> one.getBoolean("revoked")));
    }

    private static Stream<JSONObject> objects(JSONArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JSONObject.class::cast);
    }

    /** The data and the latest commits are gone: there is the whole copy alone, in which berta's grant is good. */
    @Test
    public void whatTheWholeCopyLacksIsSaidAndARevokedGrantStaysRevokedWithIt() throws Exception {
        Result good = store("check", gateway);
        assertTrue(good.toString(), good.ok().contains("nothing to do"));
        Path mark = data(gateway).resolve("ringback.mark");
        overwrite(mark, MARK, (int) Files.size(mark) - MARK, (byte) 0);
        Files.write(data(gateway).resolve("ringback.mv"), new byte[0]);
        Map<Path, byte[]> before = files(data(gateway));
        assertFalse(gateway.start().runs());
        assertRefusedUntouched(gateway, before);

        Result bad = store("check", gateway);
        assertEquals(bad.toString(), 1, bad.exit());
        assertTrue(
                bad.output(),
                bad.output().contains("'restore' puts commit") && bad.output().contains("are lost"));
        Result restored = store("restore", gateway);
        assertEquals(restored.toString(), 1, restored.exit());
        assertTrue(restored.output(), restored.output().contains("lost: "));

        gateway.start().ready();
        JSONObject status = new JSONObject(gateway.shell("status --json").ok());
        Map<String, Boolean> grants = revoked(equipment(status, "lamp-1"));
        assertEquals(false, grants.get("anna"));
        assertEquals(true, grants.getOrDefault("berta", true));
        assertFalse(grants.toString(), grants.containsKey("carl"));
        assertTrue(status.toString(), status.getJSONArray("warnings").toString().contains("lamp-1"));
    }

    private static Result store(String what, Party party) throws InterruptedException {
        return Program.run(LIMIT, "store", "--home", party.home().toString(), what);
    }

    private static Path data(Party party) {
        return party.home().resolve("data");
    }

    private static Map<Path, byte[]> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Map<Path, byte[]> all = new HashMap<>();
            for (Path file : files.toList()) {
                all.put(file, Files.readAllBytes(file));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
