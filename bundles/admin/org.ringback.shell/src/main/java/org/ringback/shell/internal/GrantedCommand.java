package org.ringback.shell.internal;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Page;
import org.ringback.api.control.GrantedEquipment;

/** The command {@code granted}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=granted"})
public final class GrantedCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public GrantedCommand(@Reference Roles roles) {
        super("granted");
        this.roles = roles;
    }

    /**
     * Lists what may be rung.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     */
    @Fields({
        "granted[].equipment: its name here",
        "granted[].id: its ID at its server",
        "granted[].as: who one is for its owner",
        "granted[].servers[]: where it is asked for",
        "granted[].key: the fingerprint of its key",
        "granted[].systems[]: how it may be rung",
        "granted[].passwordStored: whether a password is kept here",
        "granted[].since: when the grant was accepted",
        "granted[].services[]: what it gives; without onlyThese what was there when it was made, for information",
        "granted[].onlyThese: whether it gives these and no others",
        "granted[].until: when it ends; the gateway decides"
    })
    @Example("granted")
    @Descriptor("the equipment that may be rung from here (issuer)")
    public void granted(
            CommandSession session,
            @Descriptor("print JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json) {
        List<GrantedEquipment> all = Page.all(roles.issuer()::granted, GrantedEquipment::equipment);
        Terminal terminal = Terminal.of(session);
        if (json) {
            terminal.out()
                    .println(Json.write(Json.list(
                            "granted", all.stream().map(StatusJson::granted).toList())));
            return;
        }
        Table table =
                new Table("EQUIPMENT", "AS", "SYSTEMS", "PASSWORD", "SERVICES", "UNTIL", "KEY", "SINCE", "SERVER");
        for (GrantedEquipment one : all) {
            table.row(
                    one.equipment().value(),
                    one.self().value(),
                    StatusText.systems(one.systems()),
                    one.passwordStored() ? "kept" : "-",
                    Terms.services(one.terms()),
                    Terms.until(one.terms()),
                    one.identity().shortForm(),
                    Times.minute(one.since()),
                    StatusText.at(one.equipment(), one.id(), String.join(",", one.servers())));
        }
        table.print(terminal.out());
        if (all.isEmpty()) {
            terminal.err()
                    .println("Nothing yet. Next: accept-grant, with the string that the gateway's owner gave you");
        }
    }
}
