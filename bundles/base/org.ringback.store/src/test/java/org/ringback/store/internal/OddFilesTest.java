package org.ringback.store.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;
import static org.ringback.store.internal.StoreFolder.text;
import static org.ringback.store.internal.StoreFolder.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.store.Change;

/** What is in a file's place and is no file of this store's, on a real file system. */
public class OddFilesTest {
    @Rule
    public final StoreFolder folder = new StoreFolder();

    private Places places;

    @Before
    public void begin() throws Exception {
        write(open(), Change.put("t", "k", bytes("v")));
        folder.close();
        places = folder.site().places();
    }

    private MvStore open() throws IOException {
        return folder.open(atOnce(folder.site()));
    }

    /** Whole copies are made at once, so that there is one. */
    private static StoreSite atOnce(StoreSite site) {
        return new StoreSite(
                site.medium(), site.places(), site.random(), site.clock(), site.recentSize(), Runnable::run);
    }

    private void startsWithAllOrIsRefusedInWords(String what) throws Exception {
        try {
            assertEquals(what, "v", text(open().read("t"), "k"));
        } catch (IOException e) {
            assertTrue(what + ": " + e.getMessage(), e.getMessage().contains("(expected: "));
        } finally {
            folder.close();
        }
    }

    @Test
    public void aDirectoryInTheirPlace() throws Exception {
        for (Path file : places.sealed()) {
            Path kept = file.resolveSibling("kept");
            Files.move(file, kept);
            Files.createDirectory(file);
            startsWithAllOrIsRefusedInWords("directory " + file);
            if (Files.isDirectory(file)) {
                Files.delete(file);
            }
            Files.deleteIfExists(file);
            Files.move(kept, file);
            assertEquals("v", text(open().read("t"), "k"));
            folder.close();
        }
    }

    @Test
    public void aLinkToNothing() throws Exception {
        for (Path file : places.sealed()) {
            Path kept = file.resolveSibling("kept");
            Files.move(file, kept);
            Files.createSymbolicLink(file, folder.home().resolve("nothing/there"));
            startsWithAllOrIsRefusedInWords("link " + file);
            Files.deleteIfExists(file);
            Files.move(kept, file);
            assertEquals("v", text(open().read("t"), "k"));
            folder.close();
        }
    }

    @Test
    public void dataBehindALinkAreUsedThere() throws Exception {
        Path elsewhere = folder.home().resolve("elsewhere");
        Files.move(places.data(), elsewhere);
        Files.createSymbolicLink(places.data(), elsewhere);
        write(open(), Change.put("t", "k2", bytes("v2")));
        assertEquals("v2", text(open().read("t"), "k2"));
        folder.close();
        Files.write(elsewhere, new byte[0]);
        assertEquals("healed", "v2", text(open().read("t"), "k2"));
        assertTrue(Files.isSymbolicLink(places.data()));
        assertTrue(Files.size(elsewhere) > 0);
    }

    @Test
    public void filesOfAnotherHome() throws Exception {
        Path home = Files.createDirectory(folder.home().resolve("other"));
        StoreSite site = atOnce(StoreSite.at(home.resolve("data/ringback.mv"), home.resolve("keys/store.key")));
        try (MvStore store = new MvStore(site)) {
            write(store, Change.put("t", "k", bytes("other")));
        }
        for (int i = 0; i < places.sealed().size(); i++) {
            Path file = places.sealed().get(i);
            Path kept = file.resolveSibling("kept");
            Files.move(file, kept);
            Files.copy(site.places().sealed().get(i), file);
            startsWithAllOrIsRefusedInWords("other home's " + file);
            Files.deleteIfExists(file);
            Files.move(kept, file);
        }
        Files.delete(folder.key());
        Files.copy(home.resolve("keys/store.key"), folder.key());
        startsWithAllOrIsRefusedInWords("other home's key");
    }
}
