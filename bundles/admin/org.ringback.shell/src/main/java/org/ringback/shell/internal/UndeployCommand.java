package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code undeploy}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=undeploy"})
public final class UndeployCommand extends Command {
    private final Updater updater;

    /**
     * Makes the command.
     *
     * @param updater does the work
     */
    @Activate
    public UndeployCommand(@Reference Updater updater) {
        super("undeploy");
        this.updater = updater;
    }

    /**
     * Takes a bundle away.
     *
     * @param session has the streams of the command
     * @param name its symbolic name
     */
    @Example("undeploy com.example.kettle")
    @Descriptor(
            "take a deployed bundle away for good; of an updated one the installation's own is back at the next start")
    public void undeploy(
            CommandSession session, @Descriptor("NAME: its symbolic name, as bundles lists it") String name) {
        Terminal.of(session).out().println(updater.told("", control -> control.undeploy(name)));
    }
}
