package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.kernel.StoredRecord;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * What an earlier version wrote to disk is read, and the rings that it allowed are answered, no others. Each file of
 * {@code stores} is named after the day whose code wrote it. A form that changes gets one more
 * ({@code -Dstores.write=DAY}); none is ever written again.
 */
public class EarlierStoresTest {
    private static final Path STORES = Path.of("src/test/resources/stores");
    private static final Set<String> FOR_GOOD =
            Set.of("acceptor.passwords", "acceptor.revoked", "acceptor.withdrawals", "relay.revoked-key");
    private static final long SEED = 9;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final EquipmentId CARLA = new EquipmentId("carla");
    private static final EquipmentId DORA = new EquipmentId("dora");
    private static final EquipmentId ELSA = new EquipmentId("elsa");
    /** The first file with a grant that was suspended. */
    private static final String SUSPENSIONS = "2026-11-30";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatAnEarlierVersionStoredIsReadAndItsRingsAreAnswered() throws IOException {
        try (Stream<Path> days = Files.list(STORES)) {
            List<Path> all = days.toList();
            assertFalse(all.isEmpty());
            for (Path day : all) {
                try (FileSystem homes = FileSystems.newFileSystem(day)) {
                    boolean suspends = day.getFileName().toString().compareTo(SUSPENSIONS) >= 0;
                    goesOn(new Scene(SEED, disks(homes.getPath("/"))).preferring(4), suspends);
                }
            }
        }
    }

    /** Anna rings; Ben's and Dora's grants were taken back, Carla's was not taken up, Elsa's was suspended before. */
    private static void goesOn(Scene scene, boolean suspends) {
        scene.started();
        Map<EquipmentId, EquipmentStatus> equipment =
                scene.gateway().equipment().stream().collect(Collectors.toMap(EquipmentStatus::id, one -> one));
        List<String> ofLamp = new ArrayList<>(List.of("anna in use", "ben revoked", "carla not used", "dora not used"));
        if (suspends) {
            ofLamp.add("elsa suspended");
        }
        assertEquals(ofLamp, grants(equipment.get(Scene.LAMP)));
        assertEquals(List.of("anna revoked"), grants(equipment.get(Scene.THERMOSTAT)));
        assertTrue(equipment.values().stream().allMatch(EquipmentStatus::passwordStored));
        assertEquals(
                Map.of(
                        "anna", "ENROLLED",
                        "ben", "ENROLLED",
                        "dora", "REVOKED",
                        "lamp-1", "ENROLLED",
                        "thermostat-1", "ENROLLED"),
                scene.server().core().overview().enrolments(Optional.empty(), 10).stream()
                        .collect(Collectors.toMap(
                                one -> one.id().value(), one -> one.state().name())));
        for (RingSystem system : RingSystem.values()) {
            assertTrue(ring(scene, Scene.ANNA, system, Demand.ANSWERED).answered());
        }
        assertFalse(ring(scene, Scene.BEN, RingSystem.CALL_BACK, Demand.REFUSED).answered());
        assertEquals(
                "the withdrawal that waited on disk came to the server",
                Set.of(Scene.LAMP),
                scene.server().core().overview().enrolments(Optional.empty(), 10).stream()
                        .filter(one -> one.id().equals(Scene.ANNA))
                        .findFirst()
                        .orElseThrow()
                        .mayAsk());
    }

    /** Any record of any table of any party: who wrote it knew something that this program must not pass over. */
    @Test
    public void aRecordOfALaterVersionIsRefusedInWordsAtTheStart() {
        Scene.Disks disks = Scene.provisioned(SEED).disks();
        Set<String> refused = new TreeSet<>();
        for (Disk disk :
                List.of(disks.server(), disks.gateway(), disks.issuers().get(Scene.ANNA))) {
            for (String table : disk.names()) {
                for (Map.Entry<String, byte[]> record : disk.table(table).entrySet()) {
                    disk.forge(Change.put(table, record.getKey(), ofALaterVersion(record.getValue())));
                    Scene again = new Scene(SEED, disks);
                    RuntimeException why = assertThrows(table, RuntimeException.class, again::started);
                    assertTrue(
                            why.toString(),
                            why.getMessage().matches("(?s).*has version 4 \\(expected: at most [123];.*"));
                    refused.add(table);
                    disk.forge(Change.put(table, record.getKey(), record.getValue()));
                }
            }
        }
        assertTrue(refused.toString(), refused.containsAll(List.of("relay.device", "acceptor.grants", "issuer.keys")));
    }

    private static byte[] ofALaterVersion(byte[] record) {
        byte[] version = new Tlv.Writer().put(StoredRecord.VERSION, 4).toBytes();
        return ByteBuffer.allocate(version.length + record.length)
                .put(version)
                .put(record)
                .array();
    }

    private static List<String> grants(EquipmentStatus equipment) {
        return equipment.grants().stream()
                .map(grant -> grant.person()
                        + (grant.revoked()
                                ? " revoked"
                                : grant.suspended() ? " suspended" : grant.key().isPresent() ? " in use" : " not used"))
                .sorted()
                .toList();
    }

    private static SimulatedRing ring(Scene scene, EquipmentId person, RingSystem system, Demand demand) {
        SimulatedRing ring = scene.referee()
                .ring(
                        scene.issuer(person),
                        Scene.LAMP,
                        system,
                        scene.simulation().now() - 1,
                        demand);
        assertTrue(ring.toString(), scene.simulation().runUntil(ring::over, SOON));
        scene.simulation().run(SOON);
        return ring;
    }

    @Test
    public void theStoresOfOneDayAreWritten() throws IOException {
        String day = System.getProperty("stores.write", "");
        Assume.assumeFalse("only on demand", day.isEmpty());
        Scene scene = Scene.provisioned(SEED);
        IssuerParty dora = scene.stranger();
        String enrolment = scene.await(scene.server().enrol(DORA, Role.ISSUER));
        scene.await(dora.join(enrolment));
        String grant = scene.await(scene.gateway().grant(Scene.LAMP, DORA));
        scene.await(dora.acceptGrant(grant));
        scene.await(scene.gateway().grant(Scene.LAMP, CARLA));
        scene.await(scene.gateway().grant(Scene.LAMP, ELSA));
        scene.await(scene.gateway().suspend(Scene.LAMP, ELSA, true));
        scene.await(scene.gateway().revoke(Scene.LAMP, Scene.BEN));
        for (RingSystem system : RingSystem.values()) {
            assertTrue(ring(scene, Scene.ANNA, system, Demand.ANSWERED).answered());
        }
        scene.await(scene.server().revoke(DORA));
        scene.simulation().run(SOON);
        scene.server().kill(true);
        scene.await(scene.gateway().revoke(Scene.THERMOSTAT, Scene.ANNA));
        Scene.Disks disks = scene.disks();
        Path homes = folder.newFolder().toPath();
        StoredDisk.write(disks.server(), FOR_GOOD, homes.resolve("server"));
        StoredDisk.write(disks.gateway(), FOR_GOOD, homes.resolve("gateway"));
        for (EquipmentId person : List.of(Scene.ANNA, Scene.BEN)) {
            StoredDisk.write(disks.issuers().get(person), Set.of(), homes.resolve(person.value()));
        }
        Files.createDirectories(STORES);
        Path file = STORES.toAbsolutePath().resolve(day + ".zip");
        try (FileSystem zip = FileSystems.newFileSystem(file, Map.of("create", "true"))) {
            StoredDisk.copy(homes, zip.getPath("/"));
        }
    }

    private Scene.Disks disks(Path homes) throws IOException {
        Map<EquipmentId, Disk> issuers = new TreeMap<>();
        for (EquipmentId person : List.of(Scene.ANNA, Scene.BEN)) {
            issuers.put(person, disk(homes, person.value()));
        }
        return new Scene.Disks(
                Scene.BEGIN.plus(Duration.ofHours(1)), disk(homes, "server"), disk(homes, "gateway"), issuers);
    }

    private Disk disk(Path homes, String party) throws IOException {
        return StoredDisk.read(homes.resolve(party), folder.newFolder().toPath().resolve(party));
    }
}
