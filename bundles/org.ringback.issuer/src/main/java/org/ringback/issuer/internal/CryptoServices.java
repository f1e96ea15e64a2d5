package org.ringback.issuer.internal;

import org.ringback.driver.Protections;
import org.ringback.issuer.core.IssuerCrypto;

/** The crypto services of the moment. */
interface CryptoServices extends IssuerCrypto, Protections {}
