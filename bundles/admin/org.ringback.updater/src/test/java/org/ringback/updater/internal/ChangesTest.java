package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.Test;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;
import org.ringback.api.audit.AuditLog;

/** What is listed was recorded before. */
public class ChangesTest {
    private final List<Integer> listed = new ArrayList<>();
    private final Changes changes = new Changes(() -> Optional.of(new Looking()));
    private boolean faulty;

    /** Looks at what is listed while a line is recorded. */
    private final class Looking implements AuditLog {
        @Override
        public CompletionStage<Void> record(AuditEntry entry) {
            listed.add(changes.latest().size());
            if (faulty) {
                throw new IllegalStateException("a bug");
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<AuditLine> latest(long before, int limit) {
            return List.of();
        }

        @Override
        public AuditCheck verify() {
            return new AuditCheck(0, 0, Optional.empty(), Optional.empty(), List.of(), List.of());
        }
    }

    private void add(boolean done) {
        changes.add(Asked.byPerson("update", "com.acme.kettle 1.0.0"), done, "words", new Steps());
    }

    @Test
    public void aChangeIsListedAfterItsLineIsWritten() {
        add(true);
        add(false);
        assertEquals(List.of(0, 1), listed);
        assertEquals(2, changes.latest().size());
    }

    @Test
    public void aFaultOfTheLogLeavesNoChangeUnlisted() {
        faulty = true;
        add(true);
        assertEquals(1, changes.latest().size());
    }
}
