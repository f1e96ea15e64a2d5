package org.ringback.itests.container.wrong.transport.internal;

/** Breaks nothing. */
public record Hidden(int number) {}
