package org.ringback.acceptor.core;

import org.ringback.kernel.ServerAddress;
import org.ringback.wire.TransactionId;

/**
 * A registration that the server may answer with a wake-up or a datagram ring. Immutable.
 *
 * @param transaction its transaction ID, which the answer names
 * @param keys of the lease under which it was sent
 * @param server where it was sent
 */
record SentRegistration(TransactionId transaction, LeaseKeys keys, ServerAddress server) {}
