package org.ringback.issuer.core;

import java.util.random.RandomGenerator;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Owners;
import org.ringback.kernel.ProvedAddresses;

/**
 * What the tasks of one core share.
 *
 * @param crypto pure functions
 * @param random where all random bits come from
 * @param owners whose each connection is
 * @param records what is kept
 * @param metrics what is counted
 * @param silentCalls places at one ring's listener for those that said nothing whole
 * @param callers the addresses that called back lately
 * @param refusals why rings were refused lately
 */
record Bench(
        CoreCrypto crypto,
        RandomGenerator random,
        Owners owners,
        IssuerRecords records,
        Metrics metrics,
        int silentCalls,
        ProvedAddresses callers,
        LatestRefusals refusals) {}
