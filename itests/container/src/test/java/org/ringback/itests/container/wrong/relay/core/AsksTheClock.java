package org.ringback.itests.container.wrong.relay.core;

import java.time.Instant;
import java.util.function.LongSupplier;

record AsksTheClock(Instant born) {
    AsksTheClock() {
        this(Instant.now());
    }

    LongSupplier nanos() {
        return System::nanoTime;
    }
}
