package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command {@code deploy}. Whoever calls it reads the file and passes it on as standard input, so that it is read
 * with that person's rights. Thread-safe.
 */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=deploy"})
public final class DeployCommand extends Command {
    private final Updater updater;

    /**
     * Makes the command.
     *
     * @param updater does the work
     */
    @Activate
    public DeployCommand(@Reference Updater updater) {
        super("deploy");
        this.updater = updater;
    }

    /**
     * Deploys.
     *
     * @param session has the streams of the command
     * @param unsigned whether it is one jar that nobody signed
     * @param file its name, for who reads the command again
     */
    @Example("deploy kettle-1.2.release")
    @Descriptor(
            "run the bundles of a release, now and after each start; newer ones take the place of those deployed before")
    public void deploy(
            CommandSession session,
            @Descriptor("FILE is one jar that nobody signed; asks at a terminal, and runs on your word")
                    @Parameter(
                            names = {"--unsigned"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean unsigned,
            @Descriptor("FILE: a release, as 'ringback release sign' makes it; read with your rights, at most 64 MiB")
                    String file) {
        Terminal terminal = Terminal.of(session);
        terminal.out()
                .println(updater.told(
                        file + ": ",
                        control -> unsigned ? control.deployUnsigned(terminal.in()) : control.deploy(terminal.in())));
    }
}
