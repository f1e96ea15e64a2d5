package org.ringback.shell.link;

import java.util.List;

/** The commands of this bundle, for who types one where it is not taken. Stateless. */
public final class CommandNames {
    /** Their names, without the scope {@code ringback}. */
    public static final List<String> ALL = List.of(
            "accept-grant",
            "authority",
            "clear-alarm",
            "enrol",
            "grant",
            "granted",
            "hang-up",
            "help",
            "join",
            "password",
            "ready",
            "registrations",
            "revoke",
            "ring",
            "rings",
            "status");

    private CommandNames() {}
}
