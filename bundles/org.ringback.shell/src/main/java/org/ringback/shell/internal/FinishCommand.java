package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code finish}, with which a program that was started for one ring sees that no other one needs it. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=finish"})
public final class FinishCommand extends Command {
    private final LiveRings rings;

    /**
     * Waits for calls too.
     *
     * @param rings those that stand
     */
    @Activate
    public FinishCommand(@Reference LiveRings rings) {
        super("finish");
        this.rings = rings;
    }

    /**
     * Waits until nothing is under way.
     *
     * @param session of this socket
     * @throws InterruptedException if whoever waits goes away
     */
    @Descriptor("wait until no command is under way and no call stands, and take no more commands")
    public void finish(CommandSession session) throws InterruptedException {
        if (!(session.get(ShellServer.VARIABLE) instanceof ShellServer server)) {
            throw CommandFailure.refused("finish: no socket (expected: a command that came through one)");
        }
        server.finish(() -> !rings.nonces().isEmpty());
    }
}
