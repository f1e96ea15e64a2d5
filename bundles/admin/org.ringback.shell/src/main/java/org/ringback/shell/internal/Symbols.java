package org.ringback.shell.internal;

import java.util.Optional;
import org.apache.felix.service.command.CommandSession;

/** The signs for yes, no and not known, which the terminal that takes the output can show. */
enum Symbols {
    /** For whoever shows or reads UTF-8. */
    UTF_8("\u25cf", "\u25cb"),
    /** For a terminal of another encoding. */
    ASCII("+", "-");

    /** The session variable that is true where only ASCII can be shown. */
    static final String VARIABLE = "ringback.ascii";

    private static final String UNKNOWN = "?";

    private final String yes;
    private final String no;

    Symbols(String yes, String no) {
        this.yes = yes;
        this.no = no;
    }

    static Symbols of(CommandSession session) {
        return Boolean.TRUE.equals(session.get(VARIABLE)) ? ASCII : UTF_8;
    }

    /** Says what the signs mean, for below a table. */
    String legend(String is, String isNot) {
        return yes + ": " + is + "; " + no + ": " + isNot;
    }

    String of(Optional<Boolean> known) {
        return known.map(is -> is ? yes : no).orElse(UNKNOWN);
    }
}
