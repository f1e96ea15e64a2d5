package org.ringback.itests.container.wrong.api;

/** Breaks nothing. */
public record Value(int number) {}
