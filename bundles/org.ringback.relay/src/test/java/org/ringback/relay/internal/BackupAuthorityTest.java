package org.ringback.relay.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.control.AuthorityChange;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.ServerStatus;
import org.ringback.api.crypto.DeviceIdentity;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.Secret;
import org.ringback.api.crypto.Ticket;
import org.ringback.crypto.internal.CertificateAuthorities;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.relay.core.RelayTables;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The backup CA in the CA's place, at the whole server on real sockets. */
public class BackupAuthorityTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<DialledDevice> devices = new ArrayList<>();
    private final Map<Protection, DeviceIdentity> lamps = new EnumMap<>(Protection.class);
    private final Map<Protection, Ticket> tickets = new EnumMap<>(Protection.class);
    private Path home = Path.of("");
    private Stand stand;
    private String backup = "";

    @Before
    public void start() throws IOException {
        home = folder.newFolder().toPath();
        stand = new Stand(home).start(Stand.anyPort());
        backup = takeAway();
    }

    /** As its owner does. */
    private String takeAway() throws IOException {
        String pem = Files.readString(file(), US_ASCII);
        Files.delete(file());
        return pem;
    }

    private Path file() {
        return home.resolve("keys/backup-ca.pem");
    }

    @After
    public void stop() {
        devices.forEach(DialledDevice::close);
        stand.close();
    }

    @Test
    public void whoWasEnrolledBeforeGoesOnInBothProtectionsAndWhatStandsStays() throws Exception {
        Map<Protection, DialledDevice> standing = new EnumMap<>(Protection.class);
        for (Protection protection : Protection.values()) {
            standing.put(protection, enrolled(protection));
        }
        KeyFingerprint first = stand.control().status().authority();
        AuthorityChange change = take(backup);
        assertTrue(change.changed());
        assertEquals(Protection.values().length, change.enrolled());
        assertEquals(file().toString(), change.backup());
        for (Protection protection : Protection.values()) {
            assertLeased(standing.get(protection), protection);
            assertLeased(dial(protection), protection);
        }
        ServerStatus status = stand.control().status();
        assertNotEquals(first, status.authority());
        assertEquals(change.authority(), status.authority());
        assertTrue(status.fromBackup().isPresent());
    }

    @Test
    public void stringsNameTheNewBackupAndTheOldKeyNoLonger() throws Exception {
        Ticket before = stand.enrol(LAMP, Role.ACCEPTOR);
        take(backup);
        List<KeyFingerprint> pins = stand.enrol(LAMP, Role.ACCEPTOR).pins().authorities();
        assertEquals(2, pins.size());
        assertEquals(before.pins().authorities().get(1), pins.get(0));
        assertFalse(before.pins().authorities().contains(pins.get(1)));
    }

    @Test
    public void theNextBackupLiesWhereTheFirstLayAndServesLikeIt() throws Exception {
        enrolled(Protection.TLS13);
        take(backup);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertTrue(stand.control().status().warnings().get(0).contains(file().toString()));
        String next = takeAway();
        assertNotEquals(backup, next);
        assertTrue(take(next).changed());
    }

    @Test
    public void theSameFileAgainChangesNothing() throws Exception {
        enrolled(Protection.TLS13);
        take(backup);
        takeAway();
        ServerStatus before = stand.control().status();
        AuthorityChange again = take(backup);
        assertFalse(again.changed());
        assertEquals(before.authority(), again.authority());
        assertEquals(before.fromBackup(), stand.control().status().fromBackup());
        assertFalse("no key is made for nothing", Files.exists(file()));
    }

    @Test
    public void itSurvivesARestart() throws Exception {
        enrolled(Protection.TLS13);
        KeyFingerprint authority = take(backup).authority();
        long since = stand.control().status().fromBackup().orElseThrow().getEpochSecond();
        restart();
        assertEquals(authority, stand.control().status().authority());
        assertEquals(since, stand.control().status().fromBackup().orElseThrow().getEpochSecond());
        assertLeased(dial(Protection.TLS13), Protection.TLS13);
    }

    @Test
    public void theBackupOfAnotherServerIsRefusedOnceAnybodyIsEnrolled() throws Exception {
        enrolled(Protection.TLS13);
        KeyFingerprint before = stand.control().status().authority();
        String foreign = new String(
                new CertificateAuthorities().create(Instant.now()).backupPem().copyBytes(), US_ASCII);
        String why = refusal(foreign);
        assertTrue(why, why.contains("which no device of this server knows (expected: its backup CA, "));
        assertTrue(
                why,
                why.contains(tickets.get(Protection.TLS13)
                        .pins()
                        .authorities()
                        .get(1)
                        .shortForm()));
        assertEquals(before, stand.control().status().authority());
        assertFalse(Files.exists(file()));
    }

    @Test
    public void whatIsNoBackupIsRefusedAndNothingChanges() throws Exception {
        enrolled(Protection.TLS13);
        KeyFingerprint before = stand.control().status().authority();
        for (String wrong : List.of("", "garbage", backup + backup, backup.substring(200))) {
            String why = refusal(wrong);
            assertTrue(why, why.contains("(expected: the backup CA's file"));
        }
        assertEquals(before, stand.control().status().authority());
        assertFalse(Files.exists(file()));
    }

    @Test
    public void aServerThatLostItsAuthoritySaysSoAndTheBackupBringsEverybodyBack() throws Exception {
        enrolled(Protection.TLS13);
        loseAuthority();
        List<String> warnings = stand.control().status().warnings();
        assertTrue(
                warnings.toString(),
                warnings.get(0).startsWith("the CA that devices know is not in the store any more"));
        assertFalse("no file takes another one's place", Files.exists(file()));
        assertThrows(Exception.class, () -> dial(Protection.TLS13).established.get());

        take(backup);
        assertLeased(dial(Protection.TLS13), Protection.TLS13);
        takeAway();
        assertEquals(List.of(), stand.control().status().warnings());
    }

    @Test
    public void theBackupFileThatWasNeverTakenAwayIsKeptWhereTheAuthorityIsLost() throws Exception {
        Files.writeString(file(), backup, US_ASCII);
        enrolled(Protection.TLS13);
        loseAuthority();
        assertEquals(backup, Files.readString(file(), US_ASCII));
        String warning = stand.control().status().warnings().get(0);
        assertTrue(warning, warning.contains(file().toString()));
    }

    @Test
    public void anEmptyServerTakesTheBackupOfTheOneThatIsGone() throws Exception {
        Ticket ofTheOldOne = stand.enrol(LAMP, Role.ACCEPTOR);
        stand.close();
        home = folder.newFolder().toPath();
        stand = new Stand(home).start(Stand.anyPort());
        AuthorityChange change = take(backup);
        assertTrue(change.changed());
        assertEquals(0, change.enrolled());
        DialledDevice lamp = new DialledDevice(
                stand,
                new StoredIdentities().create(),
                ofTheOldOne,
                stand.control().status().addresses().get(0));
        devices.add(lamp);
        assertEquals(
                "it comes as far as being told that it is not enrolled",
                MessageKind.ENROL_REFUSED,
                lamp.enrol(ofTheOldOne).kind());
    }

    private void loseAuthority() throws Exception {
        stand.store
                .write(List.of(Change.remove(RelayTables.AUTHORITY, "ca")))
                .toCompletableFuture()
                .get();
        restart();
    }

    private void restart() throws IOException {
        stand.close();
        stand = new Stand(home).start(Stand.anyPort());
    }

    private AuthorityChange take(String pem) {
        return stand.control()
                .authorityFromBackup(Secret.copyOf(pem.getBytes(US_ASCII)))
                .toCompletableFuture()
                .join();
    }

    private String refusal(String pem) {
        CompletionException refused = assertThrows(CompletionException.class, () -> take(pem));
        assertFalse(refused.getCause() instanceof RefusedException);
        return String.valueOf(refused.getCause().getMessage());
    }

    private DialledDevice enrolled(Protection protection) throws Exception {
        lamps.put(protection, new StoredIdentities().create());
        Ticket ticket = stand.enrol(id(protection), Role.ACCEPTOR, protection);
        tickets.put(protection, ticket);
        DialledDevice device = dial(protection);
        assertEquals(MessageKind.ENROLLED, device.enrol(ticket).kind());
        return device;
    }

    private static EquipmentId id(Protection protection) {
        return new EquipmentId("lamp-" + protection.label());
    }

    private DialledDevice dial(Protection protection) {
        InetSocketAddress server = stand.control().status().addresses().get(0);
        DialledDevice device = new DialledDevice(stand, lamps.get(protection), tickets.get(protection), server);
        devices.add(device);
        return device;
    }

    private static void assertLeased(DialledDevice device, Protection protection) throws Exception {
        Message answer = device.send(Message.of(MessageKind.LEASE, DialledDevice.transaction())
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.USERNAME, id(protection))
                        .build())
                .next();
        assertEquals(protection.label(), MessageKind.LEASED, answer.kind());
    }
}
