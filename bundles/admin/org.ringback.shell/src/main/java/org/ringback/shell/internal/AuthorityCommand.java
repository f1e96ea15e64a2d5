package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.concurrent.CompletionException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Secret;
import org.ringback.api.control.AuthorityChange;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.ServerControl;

/** The command {@code authority}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=authority"})
public final class AuthorityCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public AuthorityCommand(@Reference Roles roles) {
        super("authority");
        this.roles = roles;
    }

    /**
     * Says which CA is in use, or puts the backup CA in its place.
     *
     * @param session has the streams of the command
     * @param fromBackup whether the backup CA's file is on standard input
     * @param rest must be empty: a key in a command line would be seen by others
     */
    @Example({"authority", "authority --from-backup"})
    @Descriptor("say which CA is in use, or put the backup CA in its place (server)")
    public void authority(
            CommandSession session,
            @Descriptor("the CA's key is lost or stolen: take the backup's; who is enrolled goes on")
                    @Parameter(
                            names = {"--from-backup"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean fromBackup,
            @Descriptor("< FILE: with --from-backup, the backup CA's file on standard input") String... rest) {
        StandardInput.only("authority --from-backup", rest);
        Terminal terminal = Terminal.of(session);
        ServerControl server = roles.server();
        if (!fromBackup) {
            terminal.out().println(StatusText.authority(server.status()));
            return;
        }
        Secret file = terminal.all("the backup CA's file");
        try {
            AuthorityChange change = roles.acts()
                    .on(
                            "authority",
                            "backup CA",
                            done -> "CA " + done.authority().shortForm(),
                            server.authorityFromBackup(file).handle(AuthorityCommand::named));
            told(change, terminal);
        } finally {
            file.destroy();
        }
    }

    private static void told(AuthorityChange change, Terminal terminal) {
        terminal.out().println(change.authority().shortForm());
        PrintStream err = terminal.err();
        if (!change.changed()) {
            err.println("The server's CA is " + change.authority().shortForm() + " already; nothing was changed.");
            return;
        }
        err.println("The server's CA is " + change.authority().shortForm() + " now, and its leaves are new. "
                + enrolled(change));
        err.println(
                "Next: take " + change.backup() + " off this machine: the key of the next backup CA, which devices know"
                        + " that are enrolled from now on. Keep the old file too: older devices know no other.");
        err.println(
                "If the old key was stolen: its thief can still play the server to devices that know it, until each is"
                        + " enrolled anew.");
    }

    private static String enrolled(AuthorityChange change) {
        if (change.enrolled() == 0) {
            return "Nobody is enrolled here: a device that knew this CA can be told so, but must be enrolled anew.";
        }
        if (change.strangers() == 0) {
            return "Who is enrolled (" + change.enrolled() + ") goes on without a hand, and what stands goes on.";
        }
        return "Of those who are enrolled (" + change.enrolled() + ") " + change.strangers()
                + " pinned other CAs at their enrolment, and must learn of this one; "
                + AuthorityChange.ANEW + "."
                + (change.strangers() < change.enrolled() ? " The others go on without a hand." : "")
                + " What stands goes on.";
    }

    /** Names standard input in the refusal of the file, where it came from. */
    private static AuthorityChange named(@Nullable AuthorityChange change, @Nullable Throwable fault) {
        if (change != null) {
            return change;
        }
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        throw new CompletionException(
                cause instanceof IllegalArgumentException
                        ? new RefusedException("standard input: " + cause.getMessage())
                        : cause);
    }
}
