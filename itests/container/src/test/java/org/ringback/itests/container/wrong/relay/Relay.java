package org.ringback.itests.container.wrong.relay;

import org.ringback.itests.container.wrong.api.Value;

/** Breaks nothing. */
public record Relay(Value value) {}
