package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.EquipmentStatus;

/** The command {@code leave}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=leave"})
public final class LeaveCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public LeaveCommand(@Reference Roles roles) {
        super("leave");
        this.roles = roles;
    }

    /**
     * Lets a piece of equipment leave this gateway.
     *
     * @param session has the streams of the command
     * @param yes whether the person knows what goes
     * @param equipment which equipment
     */
    @Example({"leave lamp-1", "leave lamp-1 --yes"})
    @Descriptor("let a piece of equipment leave this gateway, with its keys, password, grants and calls (acceptor)")
    public void leave(
            CommandSession session,
            @Descriptor("do it; without, the command says what would go, asks at a terminal, and else changes nothing")
                    @Parameter(
                            names = {"--yes"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean yes,
            @Descriptor("EQUIPMENT: its name here") String equipment) {
        EquipmentId id = new EquipmentId(equipment);
        AcceptorControl acceptor = roles.acceptor();
        EquipmentStatus status = acceptor.equipment(id).orElseThrow(() -> unknown(id, acceptor));
        if (!yes) {
            throw CommandFailure.unconfirmed("leave: with " + id + " go " + goes(status), "nothing brings them back");
        }
        boolean told = roles.acts().on("leave", id.value(), acceptor.leave(id));
        Terminal.of(session)
                .err()
                .println(id + " has left this gateway: gone are " + goes(status) + ". The server "
                        + (told
                                ? "was told; if that datagram was lost, it lists it until its lifetime ends"
                                : "was not reached and lists it until its silence ends")
                        + "; it stays enrolled there until the operator's 'revoke " + status.id() + "'.");
    }

    private static CommandFailure unknown(EquipmentId id, AcceptorControl acceptor) {
        List<String> joined = Page.all(acceptor::equipment, EquipmentStatus::name).stream()
                .map(one -> one.name().value())
                .toList();
        return CommandFailure.refused(
                "leave: " + id + " is not of this gateway (expected: one that 'status --all' lists"
                        + NearMiss.asked(id.value(), joined) + ")");
    }

    private static String goes(EquipmentStatus status) {
        List<String> all = new ArrayList<>(List.of("its keys"));
        if (status.passwordStored()) {
            all.add("its password");
        }
        long grants = status.grants().stream().filter(grant -> !grant.over()).count();
        all.add(Amount.of(grants, "grant"));
        return String.join(", ", all) + " and " + Amount.of(status.calls(), "call");
    }
}
