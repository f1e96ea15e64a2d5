package org.ringback.store.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import org.ringback.store.Change;

/** A home directory with a store in it, which is closed at the end of each test. */
final class StoreFolder extends ExternalResource {
    private final TemporaryFolder folder = new TemporaryFolder();
    private MvStore store;

    @Override
    public Statement apply(Statement base, Description description) {
        return folder.apply(super.apply(base, description), description);
    }

    Path home() {
        return folder.getRoot().toPath().resolve("home");
    }

    Path data() {
        return home().resolve("data/ringback.mv");
    }

    Path key() {
        return home().resolve("keys/store.key");
    }

    StoreSite site() throws IOException {
        return StoreSite.at(data(), key());
    }

    MvStore open() throws IOException {
        return open(site());
    }

    MvStore open(StoreSite site) throws IOException {
        close();
        store = new MvStore(site);
        return store;
    }

    void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    @Override
    protected void after() {
        close();
    }

    static void write(MvStore store, Change... changes) throws Exception {
        store.write(List.of(changes)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Map<String, byte[]> table, String key) {
        byte[] value = table.get(key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
