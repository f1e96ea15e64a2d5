package org.ringback.itests.container.wrong.relay.core;

/** Breaks nothing. */
public record KnownFromAbove(int number) {}
