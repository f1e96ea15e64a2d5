package org.ringback.issuer.core;

import java.util.random.RandomGenerator;

/** What the tasks of one core share. */
record Bench(
        IssuerCrypto crypto, RandomGenerator random, Switchboard switchboard, IssuerRecords records, Tally tally) {}
