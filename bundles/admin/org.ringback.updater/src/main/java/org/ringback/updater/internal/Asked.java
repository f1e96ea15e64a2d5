package org.ringback.updater.internal;

import org.ringback.api.audit.AuditEntry;

/**
 * A piece of work, and who asked for it. Immutable.
 *
 * @param what what, in words, for example {@code update}; a file's name for one of the folder
 * @param object the bundles, as far as they are known yet
 * @param who who asked
 * @param from where from
 */
record Asked(String what, String object, String who, String from) {
    private static final String FOLDER = "deploy/";
    private static final String STAGE = "update --staged";

    /** What a person asks for, at the shell or by the folder. */
    static Asked byPerson(String what, String object) {
        return new Asked(
                what,
                object,
                AuditEntry.console(),
                what.startsWith(FOLDER) ? "deploy folder" : AuditEntry.LOCAL_SOCKET);
    }

    /** What nobody asks for. */
    static Asked byProgram(String what, String object) {
        return new Asked(what, object, AuditEntry.PROGRAM, AuditEntry.PROGRAM);
    }

    /** Whether nobody asked for it. */
    boolean isByProgram() {
        return who.equals(AuditEntry.PROGRAM);
    }

    /** The same, now that the bundles are known. */
    Asked of(String bundles) {
        return new Asked(what, bundles, who, from);
    }

    AuditEntry entry(boolean done, String words) {
        String act = what.startsWith(FOLDER) ? "deploy" : what.equals(STAGE) ? "stage" : what;
        String about = object.isEmpty() && what.startsWith(FOLDER) ? what : object;
        return new AuditEntry(act, who, about, from, (done ? "done: " : "refused: ") + words);
    }
}
