package org.ringback.store.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.ringback.api.Amount;
import org.ringback.api.Warnings;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.ringback.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a process, as an OSGi component. Opens its file when it is activated, so that nobody finds a store that
 * cannot answer; {@link GroupCommit} then does all work on the file. Thread-safe.
 */
@Component(
        service = {Store.class, Warnings.class},
        immediate = true,
        configurationPid = MvStore.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MvStore implements Store, Warnings, AutoCloseable {
    /** PID of the configuration. */
    static final String PID = "org.ringback.store";

    /** Framework property: the directory of all data of this process. */
    static final String HOME = "ringback.home";

    /** About how many bytes of a large table are read at once. */
    private static final int PART = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(MvStore.class);

    /** How long a setback is among the warnings. */
    private static final Duration TOLD = Duration.ofDays(30);

    private final GroupCommit commits;
    private final Places places;
    private final InstantSource clock;
    private volatile Optional<Path> later = Optional.empty();

    /**
     * Opens the store of this process.
     *
     * @param context knows the home directory
     * @param config where the files are
     * @throws IOException if the store cannot be opened; the message says what to do
     */
    @Activate
    public MvStore(BundleContext context, Map<String, Object> config) throws IOException {
        this(StoreSite.at(new StoreSchema(context).read(config)));
    }

    MvStore(StoreSite site) throws IOException {
        for (Path file : site.places().sealed()) {
            if (Modes.tighten(file)) {
                LOG.warn("store: {} was open to others than its owner: closed to them", file);
            }
        }
        commits = new GroupCommit(site);
        places = site.places();
        clock = site.clock();
        LOG.info(
                "store open: {}, commit {}",
                site.places().data(),
                commits.tables().number());
    }

    /**
     * Logs that other files are used only after a restart: what the roles have read is from the files that are open.
     */
    @Modified
    void modified(BundleContext context, Map<String, Object> config) {
        new StoreSchema(context).change(config, LOG::error).ifPresent(wanted -> {
            boolean same =
                    wanted.data().equals(places.data()) && wanted.keyFile().equals(places.keyFile());
            later = same ? Optional.empty() : Optional.of(wanted.data());
            later.ifPresent(file -> LOG.warn("{}: {} is taken at the next start", PID, file));
        });
    }

    @Override
    public Map<String, byte[]> read(String table) {
        return answer(table, commits.read(Change.checkTable(table), "", Integer.MAX_VALUE));
    }

    /** Reads the next part while the reader works on one. */
    @Override
    public void each(String table, BiConsumer<String, byte[]> reader) {
        SortedMap<String, byte[]> part = answer(table, commits.read(Change.checkTable(table), "", PART));
        while (!part.isEmpty()) {
            CompletableFuture<SortedMap<String, byte[]>> next = commits.read(table, part.lastKey(), PART);
            part.forEach(reader);
            part = answer(table, next);
        }
    }

    @Override
    public boolean isEmpty(String table) {
        return answer(table, commits.read(Change.checkTable(table), "", 1)).isEmpty();
    }

    private static <T> T answer(String table, CompletableFuture<T> answer) {
        try {
            // join() waits even if interrupted, and leaves the thread's interrupt status to the caller
            return answer.join();
        } catch (CompletionException e) {
            throw new UncheckedIOException("store: cannot read table " + table, StoreFailures.of(e.getCause()));
        }
    }

    @Override
    public CompletionStage<Void> write(List<Change> changes) {
        return commits.write(List.copyOf(changes));
    }

    @Override
    public long commits() {
        return commits.tables().number();
    }

    @Override
    public boolean stale(String table, String key) {
        return commits.tables().stale(table, key);
    }

    @Override
    public Optional<Setback> setback() {
        return commits.tables().setback();
    }

    @Override
    public List<String> warnings() {
        Tables tables = commits.tables();
        List<String> warnings = new ArrayList<>();
        later.ifPresent(file -> warnings.add("store: " + places.data() + " is in use until the program ends, and then "
                + file + " (expected: a restart of the program, with the data there)"));
        commits.fault()
                .ifPresent(fault -> warnings.add("store: stopped by a fault, nothing is written any more: " + fault
                        + " (expected: a restart of the program)"));
        commits.refused()
                .ifPresent(why -> warnings.add("store: the last write failed, and what it was for is not on disk: "
                        + why.getMessage() + " (expected: room on the disk, and a disk that takes writes; the program"
                        + " then writes again by itself)"));
        tables.notes().forEach(note -> warnings.add("store: " + note));
        setback()
                .filter(setback ->
                        Duration.between(setback.when(), clock.instant()).compareTo(TOLD) < 0)
                .ifPresent(setback -> warnings.add(
                        "store: the data went back by " + Amount.of(setback.commits(), "commit") + ", noticed "
                                + setback.when()
                                + ": what was set up shortly before is lost; what was revoked stays revoked (expected:"
                                + " a look at what is there, and at the disk)"));
        int lost = tables.staleRecords();
        if (lost > 0) {
            warnings.add("store: "
                    + Amount.of(
                            lost,
                            "record that was written for good is lost, and counts",
                            "records that were written for good are lost, and count")
                    + " as revoked or not set until set anew");
        }
        return warnings;
    }

    /** Commits the writes that wait, and closes the file. */
    @Deactivate
    @Override
    public void close() {
        commits.close();
        LOG.info("store closed");
    }
}
