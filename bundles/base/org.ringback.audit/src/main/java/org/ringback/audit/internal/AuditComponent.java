package org.ringback.audit.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.ringback.api.StoryBook;
import org.ringback.api.Warnings;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;
import org.ringback.api.audit.AuditLog;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;

/** The audit log of a process as services; hears of rings from every role that runs. Thread-safe. */
@Component(
        service = {AuditLog.class, Warnings.class, Limits.class},
        immediate = true)
public final class AuditComponent implements AuditLog, Warnings, Limits {
    private final Recorder recorder;
    private final RingRecorder rings;
    private final String feature;
    private final Map<StoryBook, Runnable> books = new ConcurrentHashMap<>();

    /**
     * Begins to record; the files are opened on the log's own thread, and a fault of theirs holds nothing up.
     *
     * @param context knows the home directory, and what was started
     */
    @Activate
    public AuditComponent(BundleContext context) {
        this(
                Path.of(Objects.requireNonNullElse(context.getProperty("ringback.home"), ".")),
                Objects.requireNonNullElse(context.getProperty("ringback.feature"), ""));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is told by the warnings
    AuditComponent(Path home, String feature) {
        AuditFiles files = new DiskFiles(home.resolve("state"));
        InstantSource clock = InstantSource.system();
        recorder = new Recorder(known -> Trail.open(files, new SecureRandom(), clock, Trail.FULL, known), clock);
        rings = new RingRecorder(recorder::record, System::nanoTime, clock);
        recorder.beside(rings::tellDue);
        this.feature = feature;
        recorder.start();
        recordOfflineActs(files);
        own("start", "begins to record");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is told by the warnings
    private void recordOfflineActs(AuditFiles files) {
        CompletableFuture<?>[] lines = OfflineActs.read(files).stream()
                .map(act -> recorder.record(act).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        if (lines.length > 0) {
            CompletableFuture.allOf(lines).thenRun(() -> OfflineActs.forget(files));
        }
    }

    /** A program that was killed has the one, and not the other. */
    @SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is told by the warnings
    private void own(String what, String outcome) {
        String process = "process " + ProcessHandle.current().pid();
        recorder.record(
                new AuditEntry(what, AuditEntry.console(), feature, AuditEntry.PROGRAM, process + " " + outcome));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addBook(StoryBook book) {
        books.put(book, book.listen(rings));
    }

    /** Goes on listening: a role whose service is gone is about to stop, and tells of the rings that end by that. */
    void removeBook(StoryBook book) {
        books.remove(book);
    }

    /** Writes what waits, and ends. */
    @Deactivate
    void close() {
        books.values().forEach(Runnable::run);
        rings.finish();
        own("stop", "ends in order");
        recorder.close();
    }

    @Override
    public CompletionStage<Void> record(AuditEntry entry) {
        return recorder.record(entry);
    }

    @Override
    public List<AuditLine> latest(long before, int limit) throws IOException {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + MOST + ")");
        }
        return recorder.trail().latest(before, limit);
    }

    @Override
    public AuditCheck verify() throws IOException {
        return recorder.trail().verify();
    }

    @Override
    public CompletionStage<List<String>> acknowledge() throws IOException {
        List<String> damages = recorder.trail().unacknowledged();
        CompletableFuture<?>[] lines = damages.stream()
                .map(damage -> record(Acknowledgement.of(damage)).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(lines).thenApply(written -> {
            recorder.acknowledged(damages);
            return damages;
        });
    }

    @Override
    public List<LimitUse> limits() {
        return Stream.concat(Stream.of(recorder.limit()), rings.limits().stream())
                .toList();
    }

    @Override
    public List<String> warnings() {
        return recorder.warnings();
    }
}
