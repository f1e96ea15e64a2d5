package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.control.BundleOrigin;
import org.ringback.api.control.BundleStatus;

/** The command {@code bundles}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=bundles"})
public final class BundlesCommand extends Command {
    /** Enough of a digest to compare at a glance; the whole one is in the JSON. */
    private static final int DIGITS = 7;

    private final Updater updater;

    /**
     * Tells of the bundles of this program.
     *
     * @param updater knows them
     */
    @Activate
    public BundlesCommand(@Reference Updater updater) {
        super("bundles");
        this.updater = updater;
    }

    /**
     * Lists bundles.
     *
     * @param session whose streams are used
     * @param json whether a program reads it
     */
    @Fields({
        "bundles[].id: its number; none if it is not there yet",
        "bundles[].name: its symbolic name",
        "bundles[].version: its version",
        "bundles[].state: as OSGi has it",
        "bundles[].since: when it came",
        "bundles[].sha256: of the jar that was installed, where known",
        "bundles[].from: installation, deployed, updated, staged, unsigned or past",
        "bundles[].unproved: whether its first rings decide whether it stays",
        "bundles[].connections: how many its crypto protects"
    })
    @Example("bundles")
    @Descriptor("every bundle: version, state, since when, digest, where it came from")
    public void bundles(CommandSession session, @AsJson boolean json) {
        List<BundleStatus> all = updater.control().bundles();
        PrintStream out = Terminal.of(session).out();
        if (json) {
            out.println(Json.write(
                    Json.list("bundles", all.stream().map(BundlesCommand::json).toList())));
            return;
        }
        Table table = new Table("ID", "NAME", "VERSION", "STATE", "SINCE", "SHA-256", "FROM", "CONN");
        for (BundleStatus one : all) {
            table.row(
                    one.id() == BundleStatus.NOT_THERE ? "-" : String.valueOf(one.id()),
                    one.name(),
                    one.version(),
                    state(one),
                    Times.brief(one.since()),
                    one.sha256().map(digest -> digest.substring(0, DIGITS)).orElse("-"),
                    from(one),
                    one.sessions() == 0 ? "-" : String.valueOf(one.sessions()));
        }
        table.print(out);
    }

    private static String state(BundleStatus one) {
        return one.unproved() ? "unproved" : one.origin() == BundleOrigin.STAGED ? "-" : one.state();
    }

    private static String from(BundleStatus one) {
        return one.origin().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(BundleStatus one) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (one.id() != BundleStatus.NOT_THERE) {
            json.put("id", one.id());
        }
        json.put("name", one.name());
        json.put("version", one.version());
        json.put("state", one.state());
        json.put("since", one.since());
        one.sha256().ifPresent(digest -> json.put("sha256", digest));
        json.put("from", from(one));
        json.put("unproved", one.unproved());
        json.put("connections", one.sessions());
        return json;
    }
}
