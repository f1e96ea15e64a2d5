package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;

/** The command {@code equipment}: all that this program knows of one piece. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=equipment"})
public final class EquipmentCommand extends Command {
    private static final int RINGS = 5;

    private final Roles roles;
    private final Reasons reasons;
    private final Forwards forwards;
    private final Updater updater;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     * @param reasons tells why a role does not run
     * @param forwards its calls and forwards
     * @param updater knows the bundles
     */
    @Activate
    public EquipmentCommand(
            @Reference Roles roles,
            @Reference Reasons reasons,
            @Reference Forwards forwards,
            @Reference Updater updater) {
        super("equipment");
        this.roles = roles;
        this.reasons = reasons;
        this.forwards = forwards;
        this.updater = updater;
    }

    @Override
    boolean tellsOfRoles() {
        return true;
    }

    /**
     * Tells of one piece of equipment.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     * @param id which
     */
    @Fields({
        "status.*: as the command status has it, of this one alone",
        "granted[].*: as the command granted has it, of this one alone",
        "calls[].*: as the command calls has it, of this one alone",
        "rings[].*: as the command rings has it, the latest 5 to this one"
    })
    @Example("equipment lamp-1")
    @Descriptor("all about one piece: warnings, state, grants, where it is seen, what answers, calls, latest rings;"
            + " an issuer asks its server whether it is online, for 3 s at most")
    public void equipment(
            CommandSession session, @AsJson boolean json, @Descriptor("EQUIPMENT: its name here") String id) {
        EquipmentId equipment = new EquipmentId(id);
        new Known(roles).require(equipment);
        PrintStream out = Terminal.of(session).out();
        CallsCommand calls = new CallsCommand(roles, forwards);
        GrantedCommand granted = new GrantedCommand(roles);
        RingsCommand rings = new RingsCommand(roles, forwards);
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("format", Json.FORMAT);
            List<String> absent = LocalRole.absent(roles, reasons);
            all.put("status", StatusJson.of(roles, absent, forwards, new Shown.Wanted(true, id)));
            all.put(
                    "granted",
                    roles
                            .findIssuer()
                            .flatMap(issuer -> issuer.granted(equipment).map(one -> granted.json(issuer, one)))
                            .stream()
                            .toList());
            all.put("calls", calls.json(equipment));
            all.put("rings", rings.json(equipment, RINGS));
            out.println(Json.write(all));
            return;
        }
        new StatusCommand(roles, reasons, forwards, updater).status(session, false, true, false, id);
        roles.findServer().ifPresent(server -> {
            out.println();
            new RegistrationsCommand(roles).print(equipment, out);
        });
        roles.findAcceptor()
                .flatMap(acceptor -> acceptor.equipment(equipment))
                .ifPresent(one -> printServices(one, out));
        roles.findIssuer().ifPresent(issuer -> issuer.granted(equipment).ifPresent(one -> {
            out.println();
            granted.print(issuer, one, session);
        }));
        out.println();
        calls.calls(session, false, "", id);
        out.println();
        rings.rings(session, false, String.valueOf(RINGS), false, "", id, "");
    }

    /** Prints what answers its rings; that nothing does is among the warnings. */
    private static void printServices(EquipmentStatus equipment, PrintStream out) {
        if (equipment.services().isEmpty()) {
            return;
        }
        Table table = new Table("SERVICE", "ADMIN", "ANSWERED BY");
        for (ServiceStatus one : equipment.services()) {
            table.row(
                    Visible.line(one.name()),
                    one.admin() ? "yes" : "no",
                    one.answeredBy().isEmpty() ? "-" : Visible.line(one.answeredBy()));
        }
        out.println();
        table.print(out);
    }
}
