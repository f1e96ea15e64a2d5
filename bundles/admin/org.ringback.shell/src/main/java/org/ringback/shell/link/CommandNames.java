package org.ringback.shell.link;

import java.util.List;

/**
 * The names of this bundle's commands, by which the launcher recognises one that was typed in the wrong place.
 * Stateless.
 */
public final class CommandNames {
    /** Their names, without the scope {@code ringback}. */
    public static final List<String> ALL = List.of(
            "accept-grant",
            "audit",
            "authority",
            "bundles",
            "calls",
            "clear-alarm",
            "crypto",
            "deploy",
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
            "rollback",
            "status",
            "undeploy",
            "update",
            "updates");

    private CommandNames() {}
}
