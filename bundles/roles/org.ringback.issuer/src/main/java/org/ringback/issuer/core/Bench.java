package org.ringback.issuer.core;

import java.util.random.RandomGenerator;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.ProvedAddresses;

/**
 * What the tasks of one core share.
 *
 * @param crypto pure functions
 * @param random where all random bits come from
 * @param switchboard whose an event is
 * @param records what is kept
 * @param tally what is counted
 * @param silentCalls places at one ring's listener for those that said nothing whole
 * @param callers the addresses that called back lately
 * @param refusals why rings were refused lately
 */
record Bench(
        CoreCrypto crypto,
        RandomGenerator random,
        Switchboard switchboard,
        IssuerRecords records,
        Tally tally,
        int silentCalls,
        ProvedAddresses callers,
        LatestRefusals refusals) {}
