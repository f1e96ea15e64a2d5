package org.ringback.shell.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;
import org.ringback.api.audit.AuditLog;

/** A log in memory, whose disk answers when the test says so. Thread-safe. */
final class FakeAudit implements AuditLog {
    static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final List<AuditLine> lines = new ArrayList<>();
    volatile CompletableFuture<Void> disk = CompletableFuture.completedFuture(null);
    volatile AuditCheck check = new AuditCheck(0, 0, Optional.empty(), Optional.empty(), List.of(), List.of());

    @Override
    public synchronized CompletionStage<Void> record(AuditEntry entry) {
        lines.add(0, new AuditLine(lines.size() + 1L, NOON, entry));
        notifyAll();
        return disk;
    }

    synchronized void awaitEntry() throws InterruptedException {
        while (lines.isEmpty()) {
            wait();
        }
    }

    @Override
    public synchronized List<AuditLine> latest(long before, int limit) {
        return lines.stream()
                .filter(line -> line.number() < before)
                .limit(limit)
                .toList();
    }

    synchronized List<AuditEntry> entries() {
        return lines.stream().map(AuditLine::entry).toList();
    }

    @Override
    public AuditCheck verify() {
        return check;
    }

    @Override
    public CompletionStage<List<String>> acknowledge() {
        return CompletableFuture.completedFuture(
                check.wrong().stream().map(AuditCheck.Wrong::text).toList());
    }
}
