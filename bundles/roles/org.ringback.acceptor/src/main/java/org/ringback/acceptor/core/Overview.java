package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.DialRules;
import org.ringback.kernel.ServerAddress;
import org.ringback.wire.OwnerAlarm;

/** Tells the owner the state of all equipment, and what to do. */
record Overview(Context context, DialRules rules, EquipmentTable table, AnsweredRings rings) {
    private static final int NAMED = 5;

    EquipmentStatus status(Equipment equipment, Moment now) {
        RegistrationClient registrar = equipment.registrar();
        return new EquipmentStatus(
                equipment.name(),
                equipment.id(),
                equipment.self().key(),
                registrar.state(now),
                registrar.trouble(now).map(Trouble::text).orElse(""),
                registrar.answered(now),
                registrar
                        .current()
                        .map(ServerAddress::server)
                        .orElseGet(() -> String.join(", ", equipment.self().servers())),
                registrar.reflexive().map(AddressText::print),
                registrar
                        .reflexive()
                        .flatMap(seen -> rules.isOwn(seen.getAddress()))
                        .map(own -> !own),
                registrar.lease().until(),
                equipment.systems(),
                equipment.password().isPresent(),
                rings.standing(equipment.name()),
                equipment.grants().stream()
                        .map(grant -> grant.status(
                                equipment.name(), context.time(equipment.self()).at(now)))
                        .toList(),
                context.services().status(equipment.name()));
    }

    List<String> warnings(Moment now) {
        List<String> warnings = new ArrayList<>();
        Map<Trouble, List<EquipmentId>> absent = new LinkedHashMap<>();
        if (!context.settings().dialable().isEmpty()) {
            warnings.add("dialable: address rules are lifted in "
                    + context.settings().dialable() + " (expected: none, but for trials)");
        }
        for (Equipment equipment : table.all()) {
            if (context.protection(equipment.self()).isEmpty()) {
                warnings.add(context.notAllowed(equipment.self()));
            }
            Optional<String> lease = equipment.registrar().lease().warning();
            if (lease.isPresent()) {
                warnings.add(equipment.name() + ": " + lease.get());
            } else if (context.protection(equipment.self()).isPresent()) {
                equipment.registrar().trouble(now).ifPresent(trouble -> absent.computeIfAbsent(
                                trouble, any -> new ArrayList<>())
                        .add(equipment.name()));
            }
            alarms(equipment, warnings);
            if (equipment.withdrawer().waiting()) {
                warnings.add(equipment.name() + ": "
                        + Amount.of(
                                equipment.withdrawals().size(),
                                "grant that was taken back or ended is",
                                "grants that were taken back or ended are")
                        + " not yet withdrawn at the server; here nobody comes in by "
                        + (equipment.withdrawals().size() == 1 ? "it" : "them")
                        + (equipment.withdrawer().unknownThere()
                                ? " (expected: a newer server; this one knows no withdrawals)"
                                : " (the server is told once it can be reached)"));
            }
            equipment.grants().stream()
                    .filter(grant -> !grant.alarm().isEmpty() && !grant.over())
                    .forEach(grant -> warnings.add(
                            equipment.name() + ", grant of " + grant.person() + ": " + grant.alarm(equipment.name())));
            unanswered(equipment, now, warnings);
            if (equipment.passwordLost()) {
                warnings.add(
                        equipment.name() + ": its password is lost, as the store went back; no ring that needs it is"
                                + " answered (expected: set anew, with the command password " + equipment.name() + ")");
            } else if (equipment.password().isEmpty()
                    && equipment.systems().stream().anyMatch(system -> system.needsPassword())) {
                warnings.add(equipment.name() + ": answers a system that asks for the password, and none is set");
            }
        }
        absent.forEach((trouble, all) -> warnings.add(names(all) + ": not registered, and cannot be rung: "
                + trouble.why() + "; tried again and again; next: " + trouble.next()));
        return List.copyOf(warnings);
    }

    /** Adds a warning of each service that a grant names and nothing answers, where anything is answered at all. */
    private void unanswered(Equipment equipment, Moment now, List<String> warnings) {
        Set<String> answered = context.services().of(equipment.name());
        if (answered.isEmpty()) {
            return;
        }
        Instant time = context.time(equipment.self()).at(now);
        equipment.grants().stream()
                .filter(grant ->
                        grant.terms().onlyThese() && !grant.revoked() && !grant.ended(time) && !grant.overdue(time))
                .forEach(grant -> grant.terms().services().stream()
                        .filter(service -> !answered.contains(service))
                        .forEach(service -> warnings.add(equipment.name() + ", grant of " + grant.person()
                                + ": nothing answers its service " + service + " (expected: forward = "
                                + equipment.name() + "/" + service + "=ADDRESS:PORT, or a bundle that answers it)")));
    }

    /** A few of the names, as one line is enough for a trouble that many have in common. */
    private static String names(List<EquipmentId> all) {
        String first = all.stream().limit(NAMED).map(EquipmentId::value).collect(Collectors.joining(", "));
        return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
    }

    /**
     * Adds warnings of what the server noticed about this gateway. The server may be wrong, so nothing is refused for
     * it.
     */
    private static void alarms(Equipment equipment, List<String> warnings) {
        int alarms = equipment.registrar().lease().alarms();
        // The operator knows it by its ID alone.
        String newKeys = "have the server's operator revoke " + equipment.id() + " and enrol it, and join it anew here:"
                + " that makes new keys";
        String known = "; the warning goes once the operator runs clear-alarm " + equipment.id();
        if (OwnerAlarm.ANOTHER_INSTANCE.in(alarms)) {
            warnings.add(equipment.name()
                    + ": the server says that another running gateway uses its keys in turn with this"
                    + " one, so somebody has a copy of this home or its backup (expected: one; " + newKeys
                    + "; or, if the copy was yours, switch it off" + known + ")");
        }
        if (OwnerAlarm.STORE_WENT_BACK.in(alarms)) {
            warnings.add(equipment.name()
                    + ": the server says that this gateway's store was further, as if this were an older"
                    + " copy (expected: if nobody restored a backup, " + newKeys
                    + "; else revoke once more whoever was"
                    + " revoked since" + known + ")");
        }
    }
}
