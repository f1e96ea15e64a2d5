package org.ringback.issuer.core;

import java.util.List;
import org.ringback.api.Moment;

/** One call of the core: its time, and where the actions go that come of it. */
record Turn(Moment now, List<IssuerAction> out) {}
