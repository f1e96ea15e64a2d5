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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.AuthorityChange;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.ServerStatus;
import org.ringback.crypto.internal.CertificateAuthorities;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.relay.core.RelayTables;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ServerAuthorities;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.ringback.store.Store;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The backup CA in the CA's place, at the whole server on real sockets. */
public class BackupAuthorityTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<DialledDevice> devices = new ArrayList<>();
    private static final List<ProtectionId> BOTH = List.of(ProtectionId.TLS13, ProtectionId.CERTIFICATE_FIRST);

    private final Map<ProtectionId, DeviceIdentity> lamps = new TreeMap<>();
    private final Map<ProtectionId, Ticket> tickets = new TreeMap<>();
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
        Map<ProtectionId, DialledDevice> standing = new TreeMap<>();
        for (ProtectionId protection : BOTH) {
            standing.put(protection, enrolled(protection));
        }
        KeyFingerprint first = stand.control().status().authority();
        AuthorityChange change = take(backup);
        assertTrue(change.changed());
        assertEquals(BOTH.size(), change.enrolled());
        assertEquals(file().toString(), change.backup());
        for (ProtectionId protection : BOTH) {
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
        enrolled(ProtectionId.TLS13);
        take(backup);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertTrue(stand.control().status().warnings().get(0).contains(file().toString()));
        String next = takeAway();
        assertNotEquals(backup, next);
        assertTrue(take(next).changed());
    }

    @Test
    public void aBackupThatWasNeverTakenAwayStaysAndTheNextLiesBesideIt() throws Exception {
        enrolled(ProtectionId.TLS13);
        Files.writeString(file(), backup, US_ASCII);
        Path next = Path.of(take(backup).backup());
        assertEquals(backup, Files.readString(file(), US_ASCII));
        assertNotEquals(file(), next);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(next)));
        String warning = stand.control().status().warnings().get(0);
        assertTrue(warning, warning.contains(file() + ", " + next));
        assertTrue(take(Files.readString(next, US_ASCII)).changed());
    }

    @Test
    public void whereTheRecordIsNotStoredTheSameFileServesAgain() throws Exception {
        DialledDevice standing = enrolled(ProtectionId.TLS13);
        Files.writeString(file(), backup, US_ASCII);
        CertificateAuthorities crypto = new CertificateAuthorities();
        Authority authority =
                Authority.open(new FailingStore(stand.store), crypto, home.resolve("keys"), Instant.now());
        assertThrows(IOException.class, () -> authority.fromBackup(crypto, secret(backup), false, Instant.now()));
        assertEquals(backup, Files.readString(file(), US_ASCII));
        assertTrue(take(Files.readString(file(), US_ASCII)).changed());
        assertLeased(standing, ProtectionId.TLS13);
        assertLeased(dial(ProtectionId.TLS13), ProtectionId.TLS13);
    }

    @Test
    public void whoWasEnrolledBeforeTheFirstOfTwoReplacementsIsCountedAndEnrolledAnew() throws Exception {
        enrolled(ProtectionId.TLS13);
        take(backup);
        String next = takeAway();
        enrolled(ProtectionId.CERTIFICATE_FIRST);
        AuthorityChange second = take(next);
        takeAway();
        assertEquals(2, second.enrolled());
        assertEquals(1, second.strangers());
        assertLeased(dial(ProtectionId.CERTIFICATE_FIRST), ProtectionId.CERTIFICATE_FIRST);
        assertThrows(Exception.class, () -> dial(ProtectionId.TLS13).established.get());
        String warning = stand.control().status().warnings().get(0);
        assertTrue(warning, warning.startsWith("the CA was replaced twice: 1 enrolled before "));
        assertTrue(
                warning,
                warning.contains("each learns of it; equipment: here revoke ID and enrol ID, at its gateway join"));
        assertTrue(warning, warning.contains(" cannot connect, and did not since: gateway-1 (expected: "));
        assertTrue(refusal(backup).contains("which is not the backup CA of the one in use"));

        enrolledAnew(ProtectionId.TLS13);
        assertEquals(List.of(), stand.control().status().warnings());
    }

    @Test
    public void whoProvedItselfWithANewerStringIsCountedNoLongerAfterARestartToo() throws Exception {
        enrolled(ProtectionId.TLS13);
        take(backup);
        take(takeAway());
        takeAway();
        assertEquals(1, stand.control().status().warnings().size());
        tickets.put(ProtectionId.TLS13, stand.enrol(LAMP, Role.ACCEPTOR));
        assertLeased(dial(ProtectionId.TLS13), ProtectionId.TLS13);
        assertEquals(List.of(), stand.control().status().warnings());
        restart();
        assertEquals(List.of(), stand.control().status().warnings());
    }

    @Test
    public void aStandInHasABackupOfItsOwnAndIsSilentOnceEverybodyIsEnrolledAnew() throws Exception {
        enrolled(ProtectionId.TLS13);
        loseAuthority();
        enrolledAnew(ProtectionId.TLS13);
        String own = takeAway();
        assertEquals(List.of(), stand.control().status().warnings());
        assertEquals(0, take(own).strangers());
        assertLeased(dial(ProtectionId.TLS13), ProtectionId.TLS13);
    }

    @Test
    public void aStandInThatEverybodyKnowsTakesNoOtherServersBackup() throws Exception {
        enrolled(ProtectionId.TLS13);
        loseAuthority();
        enrolledAnew(ProtectionId.TLS13);
        String foreign = new String(
                new CertificateAuthorities().create(Instant.now()).backupPem().copyBytes(), US_ASCII);
        assertTrue(refusal(foreign).contains("which is not the backup CA of the one in use (expected: "));
        assertLeased(dial(ProtectionId.TLS13), ProtectionId.TLS13);
    }

    @Test
    public void aKeyThatWasCutOffBeforeItsRecordIsGoneAfterTheNextStart() throws Exception {
        enrolled(ProtectionId.TLS13);
        CertificateAuthorities crypto = new CertificateAuthorities();
        Authority authority =
                Authority.open(new FailingStore(stand.store), crypto, home.resolve("keys"), Instant.now());
        assertThrows(IOException.class, () -> authority.fromBackup(crypto, secret(backup), false, Instant.now()));
        assertEquals(
                "its key is told to nobody", List.of(), stand.control().status().warnings());
        restart();
        assertEquals(Set.of("store.key"), keys());
        take(backup);
        assertEquals("nor does it take the usual name", Set.of("store.key", "backup-ca.pem"), keys());
    }

    @Test
    public void aKeyThatWasCutOffBehindItsRecordIsThereAfterTheNextStart() throws Exception {
        enrolled(ProtectionId.TLS13);
        Ticket ticket = stand.enrol(LAMP, Role.ACCEPTOR);
        KeyFingerprint known = ticket.pins().authorities().get(1);
        Path draft = home.resolve("keys/backup-ca-" + known + ".new");
        Files.writeString(draft, backup, US_ASCII);
        Files.writeString(home.resolve("keys/backup-ca1234.new"), "half of a k", US_ASCII);
        restart();
        assertEquals(Set.of("store.key", "backup-ca.pem"), keys());
        assertTrue(take(takeAway()).changed());
    }

    private Set<String> keys() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("keys"))) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        }
    }

    @Test
    public void theLostAuthoritysBackupIsTakenEvenAfterTheStandInsOwn() throws Exception {
        enrolled(ProtectionId.TLS13);
        loseAuthority();
        assertEquals(1, take(takeAway()).strangers());
        enrolled(ProtectionId.CERTIFICATE_FIRST);
        assertEquals(1, take(backup).strangers());
        assertLeased(dial(ProtectionId.TLS13), ProtectionId.TLS13);
        assertThrows(
                Exception.class,
                () -> dial(ProtectionId.CERTIFICATE_FIRST).established.get());
    }

    @Test
    public void theNextKeyIsWipedOnceItIsWritten() throws Exception {
        CertificateAuthorities crypto = new CertificateAuthorities();
        List<Secret> written = new ArrayList<>();
        Authority authority = Authority.open(stand.store, crypto, home.resolve("keys"), Instant.now());
        ServerAuthorities watched = new ServerAuthorities() {
            @Override
            public NewAuthority create(Instant now) {
                return crypto.create(now);
            }

            @Override
            public ServerCredentials credentials(Secret secret, List<String> hosts, Instant now) {
                return crypto.credentials(secret, hosts, now);
            }

            @Override
            public NewAuthority fromBackup(Secret pem, Instant now) {
                NewAuthority made = crypto.fromBackup(pem, now);
                written.add(made.backupPem());
                return made;
            }
        };
        authority.fromBackup(watched, secret(backup), false, Instant.now());
        assertTrue(written.get(0).isDestroyed());
    }

    @Test
    public void theSameFileAgainChangesNothing() throws Exception {
        enrolled(ProtectionId.TLS13);
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
        enrolled(ProtectionId.TLS13);
        KeyFingerprint authority = take(backup).authority();
        long since = stand.control().status().fromBackup().orElseThrow().getEpochSecond();
        restart();
        assertEquals(authority, stand.control().status().authority());
        assertEquals(since, stand.control().status().fromBackup().orElseThrow().getEpochSecond());
        assertLeased(dial(ProtectionId.TLS13), ProtectionId.TLS13);
    }

    @Test
    public void theBackupOfAnotherServerIsRefusedOnceAnybodyIsEnrolled() throws Exception {
        enrolled(ProtectionId.TLS13);
        KeyFingerprint before = stand.control().status().authority();
        String foreign = new String(
                new CertificateAuthorities().create(Instant.now()).backupPem().copyBytes(), US_ASCII);
        String why = refusal(foreign);
        assertTrue(why, why.contains("which is not the backup CA of the one in use (expected: "));
        assertTrue(
                why,
                why.contains(tickets.get(ProtectionId.TLS13)
                        .pins()
                        .authorities()
                        .get(1)
                        .shortForm()));
        assertEquals(before, stand.control().status().authority());
        assertFalse(Files.exists(file()));
    }

    @Test
    public void whatIsNoBackupIsRefusedAndNothingChanges() throws Exception {
        enrolled(ProtectionId.TLS13);
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
        enrolled(ProtectionId.TLS13);
        loseAuthority();
        List<String> warnings = stand.control().status().warnings();
        assertTrue(
                warnings.toString(),
                warnings.get(0)
                        .startsWith("the CA that devices know is not in the store any more: 1 enrolled before "));
        takeAway();
        assertThrows(Exception.class, () -> dial(ProtectionId.TLS13).established.get());

        take(backup);
        assertLeased(dial(ProtectionId.TLS13), ProtectionId.TLS13);
        takeAway();
        assertEquals(List.of(), stand.control().status().warnings());
    }

    @Test
    public void theBackupFileThatWasNeverTakenAwayIsKeptWhereTheAuthorityIsLost() throws Exception {
        Files.writeString(file(), backup, US_ASCII);
        enrolled(ProtectionId.TLS13);
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

    private static Secret secret(String pem) {
        return Secret.copyOf(pem.getBytes(US_ASCII));
    }

    /** A store whose disk is full. */
    private record FailingStore(Store store) implements Store {
        @Override
        public Map<String, byte[]> read(String table) {
            return store.read(table);
        }

        @Override
        public void each(String table, BiConsumer<String, byte[]> reader) {
            store.each(table, reader);
        }

        @Override
        public boolean isEmpty(String table) {
            return store.isEmpty(table);
        }

        @Override
        public CompletionStage<Void> write(List<Change> changes) {
            return CompletableFuture.failedFuture(new IOException("no space left"));
        }

        @Override
        public long commits() {
            return store.commits();
        }

        @Override
        public boolean stale(String table, String key) {
            return store.stale(table, key);
        }

        @Override
        public Optional<Setback> setback() {
            return store.setback();
        }
    }

    private AuthorityChange take(String pem) {
        return stand.control()
                .authorityFromBackup(secret(pem))
                .toCompletableFuture()
                .join();
    }

    private String refusal(String pem) {
        CompletionException refused = assertThrows(CompletionException.class, () -> take(pem));
        assertFalse(refused.getCause() instanceof RefusedException);
        return String.valueOf(refused.getCause().getMessage());
    }

    private DialledDevice enrolled(ProtectionId protection) throws Exception {
        lamps.put(protection, new StoredIdentities().create());
        Ticket ticket = stand.enrol(id(protection), Role.ACCEPTOR, protection);
        tickets.put(protection, ticket);
        DialledDevice device = dial(protection);
        assertEquals(MessageKind.ENROLLED, device.enrol(ticket).kind());
        return device;
    }

    private void enrolledAnew(ProtectionId protection) throws Exception {
        stand.control().revoke(id(protection)).toCompletableFuture().join();
        enrolled(protection);
    }

    private static EquipmentId id(ProtectionId protection) {
        return new EquipmentId("gateway-" + protection);
    }

    private DialledDevice dial(ProtectionId protection) {
        InetSocketAddress server = stand.control().status().addresses().get(0);
        DialledDevice device = new DialledDevice(stand, lamps.get(protection), tickets.get(protection), server);
        devices.add(device);
        return device;
    }

    private static void assertLeased(DialledDevice device, ProtectionId protection) throws Exception {
        Message answer = device.send(Message.of(MessageKind.LEASE, DialledDevice.transaction())
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.USERNAME, id(protection))
                        .build())
                .next();
        assertEquals(protection.toString(), MessageKind.LEASED, answer.kind());
    }
}
