package org.ringback.issuer.internal;

import org.ringback.issuer.core.IssuerCrypto;
import org.ringback.kernel.Protections;

/** The crypto services of the moment. */
interface CryptoServices extends IssuerCrypto, Protections {}
