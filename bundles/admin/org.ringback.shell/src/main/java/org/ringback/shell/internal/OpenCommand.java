package org.ringback.shell.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.RingRequest;
import org.ringback.api.net.AddressText;

/**
 * The command {@code open}: has a page of equipment at a local port, and prints its address. A caller at a terminal opens
 * that in a browser. Thread-safe.
 */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=open"})
public final class OpenCommand extends Command {
    private final Roles roles;
    private final Forwards forwards;

    /**
     * Makes the command.
     *
     * @param roles finds the issuer
     * @param forwards the ports that stand
     */
    @Activate
    public OpenCommand(@Reference Roles roles, @Reference Forwards forwards) {
        super("open");
        this.roles = roles;
        this.forwards = forwards;
    }

    /**
     * Rings, unless a port serves that equipment already, and prints where its page is.
     *
     * @param session has the streams of the command
     * @param service the service wanted
     * @param id which equipment
     */
    @Example("open lamp-1")
    @Descriptor("ring equipment and open its page in a browser; hang-up closes its port (issuer)")
    public void open(
            CommandSession session,
            @Descriptor("SERVICE: the service that has the page; default http")
                    @Parameter(
                            names = {"--service"},
                            absentValue = "http")
                    String service,
            @Descriptor("EQUIPMENT: its name here") String id) {
        RingRequest request = new RingRequest(new EquipmentId(id), Optional.empty(), Optional.empty(), service);
        Terminal terminal = Terminal.of(session);
        roles.issuer();
        InetSocketAddress at = standing(request).orElseGet(() -> new RingCommand(roles, forwards)
                .forwarded(new Forward(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), request), terminal));
        terminal.out().println("http://" + AddressText.print(at) + "/");
        terminal.err().println("Every local user of this machine may use the port. When done: hang-up " + at.getPort());
    }

    private Optional<InetSocketAddress> standing(RingRequest request) {
        return forwards.all().stream()
                .filter(one -> one.state() == ForwardStatus.State.STANDING)
                .map(ForwardStatus::forward)
                .filter(one -> one.request().equipment().equals(request.equipment())
                        && one.request().service().equals(request.service()))
                .map(Forward::local)
                .findFirst();
    }
}
