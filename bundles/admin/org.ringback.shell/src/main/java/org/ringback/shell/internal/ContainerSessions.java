package org.ringback.shell.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Makes Gogo sessions in which the commands of other bundles (Felix's, Declarative Services', Configuration Admin's and
 * so on) are wrapped in {@link ContainerCommand}s, so that they know bundles by name and report failures. A session has
 * each wrapper under the command's name with and without its scope, which hides the command itself. Thread-safe.
 */
final class ContainerSessions implements Sessions {
    /** The scopes in which a command without a scope is looked for: ours first. */
    private static final List<String> SCOPES = List.of("ringback", "gogo", "felix");

    /** The session variable with the names of its commands. */
    private static final String NAMES = "ringback.names";

    private final CommandProcessor processor;
    private final BundleContext context;
    private final Bundles bundles;
    private final Starting starting;

    /** The commands that the last session found, reused while none came or went. */
    private volatile Listed listed = new Listed(Set.of(), Collections.emptySortedSet());

    ContainerSessions(CommandProcessor processor, BundleContext context) {
        this.processor = processor;
        this.context = context;
        this.bundles = new Bundles(context);
        this.starting = Starting.in(context);
    }

    @Override
    public Optional<String> starting(String line) {
        return starting.hinders(line);
    }

    @Override
    public CommandSession create(InputStream in, OutputStream out, OutputStream err) {
        CommandSession session = processor.createSession(in, out, err);
        session.put("SCOPE", String.join(":", SCOPES) + ":*");
        SortedMap<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String scoped : scoped(session)) {
            names.put(scoped, scoped);
            names.merge(unscoped(scoped), scoped, (one, other) -> place(one) <= place(other) ? one : other);
            if (!scope(scoped).equals(SCOPES.get(0)) && session.get(scoped) instanceof CommandProxy proxy) {
                session.put(scoped, new ContainerCommand(scoped, proxy, bundles));
            }
        }
        names.forEach((name, scoped) -> {
            if (session.get(scoped) instanceof ContainerCommand command) {
                session.put(name, command);
                session.put(name.toLowerCase(Locale.ROOT), command);
            }
        });
        session.put(NAMES, names);
        return session;
    }

    private SortedSet<String> scoped(CommandSession session) {
        Set<Object> here = gogos(session);
        Listed last = listed;
        if (last.gogos().equals(here)) {
            return last.scoped();
        }
        SortedSet<String> scoped = scoped(here);
        if (gogos(session).equals(here)) { // if not, one came or went meanwhile
            listed = new Listed(here, scoped);
        }
        return scoped;
    }

    private static Set<Object> gogos(CommandSession session) {
        return session.get(".commands") instanceof Collection<?> commands ? Set.copyOf(commands) : Set.of();
    }

    /** Every command with its scope, in its bundle's spelling, as Gogo gives lower case only. */
    private SortedSet<String> scoped(Set<Object> gogos) {
        SortedSet<String> scoped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ServiceReference<?> reference : references()) {
            Object functions = reference.getProperty(CommandProcessor.COMMAND_FUNCTION);
            for (Object function : functions instanceof Object[] several ? several : new Object[] {functions}) {
                scoped.add(reference.getProperty(CommandProcessor.COMMAND_SCOPE) + ":" + function);
            }
        }
        gogos.forEach(each -> scoped.add(each.toString()));
        return Collections.unmodifiableSortedSet(scoped);
    }

    /**
     * All services with a command, without checking whether this bundle could use their classes, for which the
     * container would load each.
     */
    private List<ServiceReference<?>> references() {
        try {
            ServiceReference<?> @Nullable [] found = context.getAllServiceReferences(
                    null, "(&(" + CommandProcessor.COMMAND_SCOPE + "=*)(" + CommandProcessor.COMMAND_FUNCTION + "=*))");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return each name under which a command can be given, with the scope and name of the command} */
    @SuppressWarnings("unchecked") // put there above
    static SortedMap<String, String> names(CommandSession session) {
        return session.get(NAMES) instanceof SortedMap<?, ?> names
                ? (SortedMap<String, String>) names
                : Collections.emptySortedMap();
    }

    /**
     * The commands that were found at one time.
     *
     * @param gogos the names that Gogo gives
     * @param scoped the names that {@link #scoped} returned
     */
    private record Listed(Set<Object> gogos, SortedSet<String> scoped) {}

    private static int place(String scoped) {
        int place = SCOPES.indexOf(scope(scoped));
        return place < 0 ? SCOPES.size() : place;
    }

    private static String scope(String scoped) {
        return scoped.substring(0, scoped.indexOf(':'));
    }

    private static String unscoped(String scoped) {
        return scoped.substring(scoped.indexOf(':') + 1);
    }
}
