package org.ringback.store.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;
import static org.ringback.store.internal.StoreFolder.text;
import static org.ringback.store.internal.StoreFolder.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.store.Change;

public class KeyFileTest {
    @Rule
    public final StoreFolder folder = new StoreFolder();

    @Test
    public void theFirstStartMakesAKeyAndPrivateFiles() throws Exception {
        folder.open();
        assertEquals(32, Files.size(folder.key()));
        assertEquals("rw-------", mode(folder.key()));
        assertEquals("rwx------", mode(folder.key().getParent()));
        assertEquals("rw-------", mode(folder.data()));
        assertEquals("rwx------", mode(folder.data().getParent()));
        try (var files = Files.list(folder.key().getParent())) {
            assertEquals("no temporary file is left behind", 1, files.count());
        }
    }

    @Test
    public void twoHomesHaveTwoKeys() throws Exception {
        folder.open();
        byte[] first = Files.readAllBytes(folder.key());
        folder.close();
        Files.delete(folder.key());
        try (var files = Files.list(folder.data().getParent())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        folder.open();
        assertFalse(Arrays.equals(first, Files.readAllBytes(folder.key())));
    }

    @Test
    public void aKeyThatOthersMayReadIsRefused() throws Exception {
        for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"}) {
            folder.open();
            folder.close();
            Files.setPosixFilePermissions(folder.key(), PosixFilePermissions.fromString(open));
            assertRefused(open, "has mode " + open, "chmod 600");
            Files.setPosixFilePermissions(folder.key(), PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    public void sealedFilesThatOthersMayReadOrWriteAreClosedToThem() throws Exception {
        write(folder.open(), Change.put("t", "k", bytes("kept")));
        folder.close();
        Places places = folder.site().places();
        for (Path file : new Path[] {places.data(), places.mark(), places.lasting()}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        assertEquals("kept", text(folder.open().read("t"), "k"));
        for (Path file : new Path[] {places.data(), places.mark(), places.lasting()}) {
            assertEquals(file.toString(), "rw-------", mode(file));
        }
    }

    @Test
    public void dataWithoutTheirKeyAreRefusedAndKept() throws Exception {
        write(folder.open(), Change.put("t", "k", bytes("kept")));
        folder.close();
        Path aside = folder.key().resolveSibling("aside");
        Files.move(folder.key(), aside);
        assertRefused("missing", "is missing");
        assertTrue("no new key takes its place", Files.notExists(folder.key()));
        Files.move(aside, folder.key());
        assertEquals("kept", text(folder.open().read("t"), "k"));
    }

    @Test
    public void anotherKeyIsRefusedAndHarmsNothing() throws Exception {
        write(folder.open(), Change.put("t", "k", bytes("kept")));
        folder.close();
        byte[] key = Files.readAllBytes(folder.key());
        for (int i = 0; i < key.length; i++) {
            byte[] other = key.clone();
            other[i] ^= 1;
            Files.write(folder.key(), other);
            assertRefused("byte " + i, "does not open");
        }
        Files.write(folder.key(), key);
        assertEquals("kept", text(folder.open().read("t"), "k"));
    }

    @Test
    public void aKeyOfAnotherLengthIsRefused() throws Exception {
        folder.open();
        folder.close();
        byte[] key = Files.readAllBytes(folder.key());
        for (int length : new int[] {0, 1, 31, 33}) {
            Files.write(folder.key(), Arrays.copyOf(key, length));
            assertRefused("length " + length, "has " + length + " bytes");
        }
    }

    @Test
    public void aKeyBesideTheDataIsRefused() {
        IOException refused = assertThrows(
                IOException.class,
                () -> StoreSite.at(folder.data(), folder.data().resolveSibling("store.key")));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("key-file: "));
        assertTrue("nothing was made", Files.notExists(folder.data().getParent()));
    }

    private void assertRefused(String what, String... words) {
        IOException refused = assertThrows(what, IOException.class, folder::open);
        for (String word : words) {
            assertTrue(what + ": " + refused.getMessage(), refused.getMessage().contains(word));
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
