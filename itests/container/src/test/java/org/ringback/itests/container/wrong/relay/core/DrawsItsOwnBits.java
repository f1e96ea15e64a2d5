package org.ringback.itests.container.wrong.relay.core;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

record DrawsItsOwnBits(RandomGenerator random) {
    DrawsItsOwnBits() {
        this(new SecureRandom());
    }
}
