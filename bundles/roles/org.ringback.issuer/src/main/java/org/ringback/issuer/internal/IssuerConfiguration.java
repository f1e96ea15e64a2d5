package org.ringback.issuer.internal;

import java.util.List;
import org.ringback.api.control.Forward;
import org.ringback.issuer.core.IssuerSettings;

/**
 * What the configuration of an issuer comes to. Immutable.
 *
 * @param settings of the core
 * @param forwards the local ports that the bundle of calls opens
 */
record IssuerConfiguration(IssuerSettings settings, List<Forward> forwards) {}
