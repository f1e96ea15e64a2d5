package org.ringback.acceptor.internal;

import org.ringback.acceptor.core.Primitives;
import org.ringback.kernel.Protections;

/** The crypto services of the moment. */
interface CryptoServices extends Primitives, Protections {}
