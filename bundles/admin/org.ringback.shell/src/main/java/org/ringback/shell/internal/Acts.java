package org.ringback.shell.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLog;

/**
 * What persons do by commands, recorded in the audit log, if there is one, before they are told what came of it; also if
 * they go away meanwhile. A log that cannot write does not undo what was done. Immutable.
 *
 * @param log takes the lines; null if none runs
 */
record Acts(@Nullable AuditLog log) {
    /** Longest wait for the disk: an act is done whether or not its line is there by then. */
    private static final long LIMIT_SECONDS = 5;

    /**
     * Waits for an act of which the object is known before.
     *
     * @param what its name
     * @param object what it is done to
     * @param act the act, under way
     * @return its result; a {@link CommandFailure} if it fails
     */
    <T> T on(String what, String object, CompletionStage<T> act) {
        return on(what, object, done -> object, act);
    }

    /**
     * Waits for an act.
     *
     * @param what its name
     * @param asked what it is done to, as far as that is known if it fails
     * @param object what it was done to
     * @param act the act, under way
     * @return its result; a {@link CommandFailure} if it fails
     */
    <T> T on(String what, String asked, Function<T, String> object, CompletionStage<T> act) {
        return Await.on(act.handle((done, fault) -> fault == null
                        ? recorded(what, object.apply(done), "done")
                        : recorded(
                                what, asked, "refused: " + Await.failure(fault).getMessage()))
                .thenCompose(recorded -> recorded)
                .thenCompose(recorded -> act));
    }

    /** Records an act that is done already, and waits until that is on disk. */
    void told(String what, String object, String outcome) {
        Await.on(recorded(what, object, outcome));
    }

    /** Completes once the line is on disk, or is known not to be: then the log's warnings say so. */
    private CompletableFuture<Boolean> recorded(String what, String object, String outcome) {
        AuditLog here = log;
        if (here == null) {
            return CompletableFuture.completedFuture(false);
        }
        AuditEntry entry = new AuditEntry(what, AuditEntry.console(), object, AuditEntry.LOCAL_SOCKET, outcome);
        return here.record(entry)
                .toCompletableFuture()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .handle((written, fault) -> fault == null);
    }

    /** {@return the log; a {@link CommandFailure} if none runs} */
    AuditLog found() {
        AuditLog here = log;
        if (here == null) {
            throw CommandFailure.refused(
                    "nothing is recorded here: org.ringback.audit does not run (expected: part of the feature)");
        }
        return here;
    }
}
