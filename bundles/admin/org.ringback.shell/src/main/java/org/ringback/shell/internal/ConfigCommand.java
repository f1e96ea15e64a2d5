package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.configuration.ConfigurationControl;
import org.ringback.api.configuration.ConfigurationControl.Became;
import org.ringback.api.configuration.ConfigurationControl.Change;
import org.ringback.api.configuration.ConfigurationControl.InForce;
import org.ringback.api.configuration.ConfigurationControl.Value;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;
import org.ringback.api.configuration.NearMiss;

/** The command {@code config}. Thread-safe. */
@Descriptor("the configuration in force, or of one PID; 'config set' and 'config unset' change a key")
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=config"})
public final class ConfigCommand extends Command {
    private static final String WHAT = "configuration";

    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds who has the configuration
     */
    @Activate
    public ConfigCommand(@Reference Roles roles) {
        super("config");
        this.roles = roles;
    }

    /**
     * Lists every configuration.
     *
     * @param session has the streams of the command
     * @param changed whether only what is not the default is wanted
     * @param json whether to print JSON
     */
    @Fields({
        "config[].pid: whose configuration",
        "config[].key: the key",
        "config[].value: the value in force; none where its bundle does not declare its keys, as it may be a secret",
        "config[].default: whether it is the default",
        "config[].standard: the default",
        "config[].next: the value from the next start on, if that is another one",
        "wrong[].pid: whose configuration something is wrong with",
        "wrong[].text: what was refused and why, or is odd"
    })
    @Example({"config", "config --changed"})
    @Descriptor("the configuration that is in force, and what of the files was refused and why")
    public void config(
            CommandSession session,
            @Descriptor("only what is not the default")
                    @Parameter(
                            names = {"--changed"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean changed,
            @AsJson boolean json) {
        ConfigurationControl control = roles.configuration();
        print(control.inForce(), control.troubles(), changed, json, Terminal.of(session));
    }

    /**
     * Lists one configuration.
     *
     * @param session has the streams of the command
     * @param changed whether only what is not the default is wanted
     * @param json whether to print JSON
     * @param pid whose configuration
     */
    @Example({"config relay", "config relay --changed"})
    @Descriptor("the configuration of one PID")
    public void one(
            CommandSession session,
            @Descriptor("only what is not the default")
                    @Parameter(
                            names = {"--changed"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean changed,
            @AsJson boolean json,
            @Descriptor("PID: whole, or its last part, such as relay") String pid) {
        ConfigurationControl control = roles.configuration();
        String wanted = ConfigurationNames.of(control).pid(pid);
        print(
                control.inForce().stream()
                        .filter(one -> one.pid().equals(wanted))
                        .toList(),
                control.troubles().stream()
                        .filter(one -> one.pid().equals(wanted) || one.pid().isEmpty())
                        .toList(),
                changed,
                json,
                Terminal.of(session));
    }

    /**
     * Has the default of a key again.
     *
     * @param session has the streams of the command
     * @param verb the word {@code unset}
     * @param key which key
     */
    @Example("config unset relay.lifetime")
    @Descriptor("have the default of a key again; every other line of the file stays")
    public void unset(
            CommandSession session,
            @Descriptor("unset: the word itself") String verb,
            @Descriptor("KEY: as relay.listen, or listen alone where only one PID has that key") String key) {
        change(session, "unset", verb, key, Optional.empty());
    }

    /**
     * Changes the value of a key.
     *
     * @param session has the streams of the command
     * @param verb the word {@code set}
     * @param key which key
     * @param value its new value
     */
    @Example({"config set relay.lifetime 120", "config set dialable 192.168.1.0/24"})
    @Descriptor("check the value of a key, write it into its file, where every other line stays, and take it at once")
    public void set(
            CommandSession session,
            @Descriptor("set: the word itself") String verb,
            @Descriptor("KEY: as relay.listen, or listen alone where only one PID has that key") String key,
            @Descriptor("VALUE: as in the file; between ' and ' where it has blanks, semicolons or brackets")
                    String value) {
        change(session, "set", verb, key, Optional.of(value));
    }

    private void change(CommandSession session, String expected, String verb, String written, Optional<String> value) {
        if (!verb.equals(expected)) {
            throw CommandFailure.usage(
                    "config: " + verb + " (expected: " + usage() + NearMiss.asked(verb, List.of(expected)) + ")");
        }
        ConfigurationControl control = roles.configuration();
        ConfigurationNames.Named key = ConfigurationNames.of(control).key(written);
        String file = "config/" + key.pid() + ".cfg";
        Change change;
        try {
            change = control.change(key.pid(), key.key(), value);
        } catch (IllegalArgumentException e) {
            roles.acts().told(WHAT, file, "refused: " + key.key()); // never a value
            throw CommandFailure.refused(Visible.line(key.pid() + ": " + e.getMessage()));
        }
        String name = key.pid() + ": " + key.key();
        if (change.became() != Became.UNCHANGED) {
            roles.acts().told(WHAT, file, outcome(change.became()) + "; changed: " + key.key());
        }
        String told = Visible.line(String.join("; ", change.told()));
        Terminal terminal = Terminal.of(session);
        switch (change.became()) {
            case UNCHANGED ->
                terminal.out().println(name + ": is " + shown(change.now()) + " already; nothing was changed");
            case NOT_TAKEN ->
                throw CommandFailure.refused(
                        name + ": " + shown(change.now()) + " is written, and not in force: " + told);
            default -> {
                terminal.out()
                        .println(name + ": " + shown(change.now()) + " now, " + shown(change.before()) + " before; "
                                + outcome(change.became()));
                if (!told.isEmpty()) {
                    terminal.err().println(told);
                }
            }
        }
    }

    private static String outcome(Became became) {
        return switch (became) {
            case IN_FORCE -> "in force";
            case NEXT_START -> "written, and taken at the next start of the program";
            case UNCHANGED -> "unchanged";
            case NOT_TAKEN -> "written, and not taken";
        };
    }

    private static void print(
            List<InForce> all, List<Trouble> troubles, boolean changed, boolean json, Terminal terminal) {
        if (json) {
            List<Map<String, Object>> rows = new ArrayList<>();
            all.forEach(one -> wanted(one, changed).forEach(value -> rows.add(json(one, value))));
            Map<String, Object> list = Json.list("config", rows);
            list.put("wrong", troubles.stream().map(ConfigCommand::json).toList());
            terminal.out().println(Json.write(list));
            return;
        }
        Table table = new Table("PID", "KEY", "VALUE", "DEFAULT");
        all.forEach(one -> wanted(one, changed)
                .forEach(value -> table.row(
                        one.pid(),
                        value.key(),
                        one.declared() ? text(value) : "(not shown)",
                        !one.declared() ? "-" : isDefault(value) ? "yes" : "no: " + shown(value.standard()))));
        table.print(terminal.out());
        troubles.forEach(one -> terminal.out().println(Visible.line(one.text())));
    }

    private static List<Value> wanted(InForce one, boolean changed) {
        return one.values().stream()
                .filter(value -> !changed || !one.declared() || !isDefault(value))
                .toList();
    }

    private static boolean isDefault(Value value) {
        return value.text().equals(value.standard()) && value.next().isEmpty();
    }

    private static String text(Value value) {
        return shown(value.text())
                + value.next()
                        .map(next -> " (from the next start: " + shown(next) + ")")
                        .orElse("");
    }

    private static String shown(String text) {
        return text.isEmpty() ? "empty" : Visible.line(text);
    }

    private static Map<String, Object> json(InForce one, Value value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", one.pid());
        json.put("key", value.key());
        if (one.declared()) {
            json.put("value", value.text());
            json.put("default", isDefault(value));
            json.put("standard", value.standard());
            value.next().ifPresent(next -> json.put("next", next));
        }
        return json;
    }

    private static Map<String, Object> json(Trouble trouble) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", trouble.pid());
        json.put("text", trouble.text());
        return json;
    }
}
