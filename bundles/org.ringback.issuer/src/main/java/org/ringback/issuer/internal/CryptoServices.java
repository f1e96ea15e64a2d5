package org.ringback.issuer.internal;

import org.ringback.api.crypto.CallProtection;
import org.ringback.api.crypto.ConnectionProtection;
import org.ringback.api.crypto.Protection;
import org.ringback.issuer.core.IssuerCrypto;

/** The crypto services of this moment. Asked anew for every handshake; a handshake stays with the provider it began with. */
interface CryptoServices extends IssuerCrypto {
    /** {@return the provider of a protection; IllegalStateException if there is none} */
    ConnectionProtection connections(Protection protection);

    /** {@return the call-back's protection; IllegalStateException if there is none} */
    CallProtection calls();
}
