package org.ringback.itests.container.wrong.relay.core;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

record Pure(InetSocketAddress address, Instant now, RandomGenerator random, AtomicLong budget) {}
