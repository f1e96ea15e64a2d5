package org.ringback.crypto.certificatefirst.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.ringback.spi.AgreementStep;

/** Notes the steps of a handshake with their times, for stories. Not thread-safe. */
final class Steps {
    private final LongSupplier nanos;
    private final List<AgreementStep> steps = new ArrayList<>();

    /**
     * Begins without a step.
     *
     * @param nanos the monotonic clock, as {@link System#nanoTime()}
     */
    Steps(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void add(String name) {
        steps.add(new AgreementStep(name, nanos.getAsLong()));
    }

    List<AgreementStep> list() {
        return List.copyOf(steps);
    }
}
