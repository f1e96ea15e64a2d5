package org.ringback.shell.internal;

import org.ringback.api.limits.Limit;

/** The limits of the local socket that somebody could reach. */
final class ShellLimit {
    private static final String AT = "shell";

    static final Limit COMMANDS = new Limit("commands at once", AT);

    private ShellLimit() {}
}
