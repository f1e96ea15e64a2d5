package org.ringback.issuer.core;

import java.util.random.RandomGenerator;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Owners;
import org.ringback.kernel.PathMtuSource;
import org.ringback.kernel.ProvedAddresses;

/**
 * What every class of the core shares.
 *
 * @param crypto the crypto that a core may call
 * @param random gives all random bits
 * @param owners the owners of connections
 * @param records what is kept on disk
 * @param metrics the counters
 * @param silentCalls places at one ring's listener for connections without a whole first record
 * @param callers the addresses from which equipment called back lately
 * @param ports how many strangers came to the ports of rings
 * @param refusals the reasons of the latest refused rings
 * @param punches which gateways are dialled
 * @param relayedLately by which way the latest rings were answered
 * @param mtus tells how long a packet a path takes
 */
record Context(
        CoreCrypto crypto,
        RandomGenerator random,
        Owners owners,
        IssuerRecords records,
        Metrics metrics,
        int silentCalls,
        ProvedAddresses callers,
        PortLimits ports,
        LatestRefusals refusals,
        PunchRules punches,
        RelayedLately relayedLately,
        PathMtuSource mtus) {}
