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
            "complete",
            "config",
            "crypto",
            "deploy",
            "enrol",
            "equipment",
            "forget",
            "grant",
            "granted",
            "grep",
            "hang-up",
            "help",
            "join",
            "leave",
            "limits",
            "log",
            "netcheck",
            "open",
            "password",
            "ping",
            "ready",
            "registrations",
            "rename",
            "resume",
            "revoke",
            "ring",
            "rings",
            "rollback",
            "status",
            "suspend",
            "undeploy",
            "update",
            "updates",
            "warnings",
            "watch");

    private CommandNames() {}
}
