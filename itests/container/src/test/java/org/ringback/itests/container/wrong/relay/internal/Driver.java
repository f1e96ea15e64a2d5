package org.ringback.itests.container.wrong.relay.internal;

import org.ringback.itests.container.wrong.relay.core.KnownFromAbove;

/** Turns a core; that the core knows it makes a circle. */
public record Driver(KnownFromAbove core) {}
