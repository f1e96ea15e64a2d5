package org.ringback.acceptor.internal;

import org.ringback.acceptor.core.Primitives;
import org.ringback.api.crypto.CallProtection;
import org.ringback.api.crypto.ConnectionProtection;
import org.ringback.api.crypto.Protection;

/** The crypto services of the moment, asked for anew at each handshake, which then stays with its provider. */
interface CryptoServices extends Primitives {
    /** {@return the provider of a protection; IllegalStateException if it is not there} */
    ConnectionProtection connections(Protection protection);

    /** {@return the provider of the call-back's protection; IllegalStateException if it is not there} */
    CallProtection calls();
}
