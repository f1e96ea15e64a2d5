package org.ringback.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ringback.api.Page;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.ServerControl;
import org.ringback.api.net.AddressText;

/** A role that this process may run, and its state in one line. */
enum LocalRole {
    SERVER("org.ringback.relay") {
        @Override
        boolean present(Roles roles) {
            return roles.findServer().isPresent();
        }

        /** A server that listens on no address does not do its work. */
        @Override
        boolean runs(Roles roles) {
            return roles.findServer()
                    .filter(server -> !server.status().addresses().isEmpty())
                    .isPresent();
        }

        @Override
        List<String> hindrances(Roles roles) {
            return roles.findServer().map(server -> server.status().notHad()).orElse(List.of());
        }

        @Override
        List<String> warnings(Roles roles) {
            return roles.findServer().map(server -> server.status().warnings()).orElse(List.of());
        }

        @Override
        String text(Roles roles) {
            return roles.findServer().map(LocalRole::text).orElse("-");
        }
    },
    ACCEPTOR("org.ringback.acceptor") {
        @Override
        boolean present(Roles roles) {
            return roles.findAcceptor().isPresent();
        }

        @Override
        boolean runs(Roles roles) {
            return present(roles);
        }

        @Override
        List<String> warnings(Roles roles) {
            return roles.findAcceptor().map(AcceptorControl::warnings).orElse(List.of());
        }

        @Override
        String text(Roles roles) {
            return "equipment: "
                    + roles.findAcceptor()
                            .map(acceptor -> Page.all(acceptor::equipment, EquipmentStatus::name)
                                    .size())
                            .orElse(0);
        }
    },
    ISSUER("org.ringback.issuer") {
        @Override
        boolean present(Roles roles) {
            return roles.findIssuer().isPresent();
        }

        @Override
        boolean runs(Roles roles) {
            return present(roles);
        }

        @Override
        List<String> warnings(Roles roles) {
            return List.of();
        }

        @Override
        String text(Roles roles) {
            return "equipment that may be rung: "
                    + roles.findIssuer()
                            .map(issuer -> Page.all(issuer::granted, GrantedEquipment::equipment)
                                    .size())
                            .orElse(0);
        }
    };

    private final String bundle;

    LocalRole(String bundle) {
        this.bundle = bundle;
    }

    static LocalRole named(String name) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("ROLE: " + name + " (expected: server, acceptor or issuer"
                        + NearMiss.asked(
                                name,
                                those(any -> true).stream()
                                        .map(LocalRole::label)
                                        .toList())
                        + ")"));
    }

    static List<LocalRole> those(Predicate<LocalRole> chosen) {
        return Arrays.stream(values()).filter(chosen).toList();
    }

    /** {@return the failure for a process that has no role} */
    static CommandFailure none() {
        return new CommandFailure(
                CommandFailure.NO_ROLE, "no role is part of this process (expected: server, acceptor or issuer)");
    }

    /** {@return each role that is part of this process but does not run, with the reason} */
    static List<String> absent(Roles roles, Reasons reasons) {
        return Arrays.stream(values())
                .filter(role -> reasons.installed(role.bundle()) && !role.present(roles))
                .map(role -> role.label() + ": does not run"
                        + reasons.of(role.bundle())
                                .map(reason -> ": " + reason.text())
                                .orElse(""))
                .toList();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the symbolic name of the bundle that holds the role} */
    String bundle() {
        return bundle;
    }

    /** {@return whether its service is there; a server may have no address yet} */
    abstract boolean present(Roles roles);

    /** {@return whether it does its work} */
    abstract boolean runs(Roles roles);

    /** {@return why it does not do its work though its service is there, in words; without other warnings} */
    List<String> hindrances(Roles roles) {
        return List.of();
    }

    /** {@return what its operator should do, in words} */
    abstract List<String> warnings(Roles roles);

    /** {@return its state in one line} */
    abstract String text(Roles roles);

    private static String text(ServerControl server) {
        return "listens on "
                + server.status().addresses().stream().map(AddressText::print).collect(Collectors.joining(", "))
                + ", known as " + String.join(", ", server.status().advertised());
    }
}
