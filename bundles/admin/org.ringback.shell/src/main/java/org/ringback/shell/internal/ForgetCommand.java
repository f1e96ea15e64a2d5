package org.ringback.shell.internal;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.GrantedEquipment;

/** The command {@code forget}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=forget"})
public final class ForgetCommand extends Command {
    private final Roles roles;
    private final Forwards forwards;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     * @param forwards has the ports that lead to equipment
     */
    @Activate
    public ForgetCommand(@Reference Roles roles, @Reference Forwards forwards) {
        super("forget");
        this.roles = roles;
        this.forwards = forwards;
    }

    /**
     * Forgets a grant.
     *
     * @param session has the streams of the command
     * @param equipment the equipment that was granted
     */
    @Example("forget lamp-1")
    @Descriptor("delete a grant, the password kept for it, and end its calls and forwards (issuer)")
    public void forget(CommandSession session, @Descriptor("EQUIPMENT: its name here") String equipment) {
        EquipmentId id = new EquipmentId(equipment);
        String stands = roles.issuer().granted(id).map(ForgetCommand::stands).orElse("");
        roles.acts().on("forget", id.value(), roles.issuer().forget(id));
        List<ForwardStatus> ports = forwards.all().stream()
                .filter(one -> one.forward().request().equipment().equals(id))
                .toList();
        ports.forEach(forwards::hangUp);
        long configured = ports.stream().filter(ForwardStatus::configured).count();
        long closed = ports.size() - configured;
        Terminal.of(session)
                .err()
                .println(id + " is forgotten: the grant, the password kept for it and its calls are gone"
                        + (closed == 0 ? "" : ", " + Amount.of(closed, "port is closed", "ports are closed")) + "."
                        + (configured == 0
                                ? ""
                                : " "
                                        + Amount.of(
                                                configured,
                                                "port of the configuration stays, and whatever connects to it is refused"
                                                        + " (next: take it",
                                                "ports of the configuration stay, and whatever connects to them is"
                                                        + " refused (next: take them")
                                        + " out of the key forwards).")
                        + stands);
    }

    /** What may not be gone: a person may think that nobody can ring by the string any more. */
    private static String stands(GrantedEquipment one) {
        return " Its gateway is not told: while the grant stands there, and until the time in its string is over,"
                + " accept-grant takes that again; what ends it is 'revoke " + one.id() + " " + one.self()
                + "' there.";
    }
}
