package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code rollback}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=rollback"})
public final class RollbackCommand extends Command {
    private final Updater updater;

    /**
     * Makes the command.
     *
     * @param updater does the work
     */
    @Activate
    public RollbackCommand(@Reference Updater updater) {
        super("rollback");
        this.updater = updater;
    }

    /**
     * Takes an update back.
     *
     * @param session has the streams of the command
     * @param name the symbolic name of one of its bundles
     */
    @Example("rollback org.ringback.crypto")
    @Descriptor("have what was before an update again, with all bundles that came together with it; one step back")
    public void rollback(
            CommandSession session,
            @Descriptor("NAME: the symbolic name of one of them, as bundles lists it") String name) {
        Terminal.of(session).out().println(updater.told("", control -> control.rollBack(name)));
    }
}
