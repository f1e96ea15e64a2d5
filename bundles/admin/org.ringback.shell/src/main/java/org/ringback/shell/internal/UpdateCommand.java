package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code update}; its file comes as that of {@link DeployCommand} does. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=update"})
public final class UpdateCommand extends Command {
    private final Updater updater;

    /**
     * Makes the command.
     *
     * @param updater does the work
     */
    @Activate
    public UpdateCommand(@Reference Updater updater) {
        super("update");
        this.updater = updater;
    }

    /**
     * Exchanges bundles.
     *
     * @param session has the streams of the command
     * @param staged whether only the next start has them
     * @param file its name, for who reads the command again
     */
    @Example({"update crypto-1.3.release", "update --staged transport-1.1.release"})
    @Descriptor("put the bundles of a release in the places of those here, once they have proved themselves")
    public void update(
            CommandSession session,
            @Descriptor("write it down for the next start, and change nothing of what runs; any bundle but crypto")
                    @Parameter(
                            names = {"--staged"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean staged,
            @Descriptor(
                            "FILE: a release of the product, or of what was deployed; read with your rights, at most 64 MiB")
                    String file) {
        Terminal terminal = Terminal.of(session);
        terminal.out()
                .println(updater.told(
                        file + ": ", control -> staged ? control.stage(terminal.in()) : control.update(terminal.in())));
    }
}
