package org.ringback.itests.container.wrong.relay.internal;

/** Breaks nothing. */
public record Driver(int number) {}
