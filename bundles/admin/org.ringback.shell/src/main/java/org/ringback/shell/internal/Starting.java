package org.ringback.shell.internal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.ringback.shell.link.CommandNames;

/**
 * Finds out whether a command has to wait as the program has not finished starting: the local socket is there before the
 * roles are, and before some commands. Asks for services at each command instead of having them bound, as the socket must
 * not wait for what itself waits for the start. Immutable.
 *
 * @param underWay whether the program's start has not come to its end
 * @param command finds a command by name; null if it is not there yet
 * @param roles finds the roles; null if they are not there yet
 */
record Starting(
        BooleanSupplier underWay, Function<String, @Nullable Command> command, Supplier<@Nullable Roles> roles) {
    private static final String OURS = "ringback:";

    /** The service by which the launcher, which shares only JDK types with bundles, tells of a start: since when. */
    private static final String MARK = "(ringback.tells=starting)";

    /**
     * Asks the container.
     *
     * @param context of this bundle
     */
    static Starting in(BundleContext context) {
        return new Starting(
                () -> found(context, Instant.class, MARK) != null,
                name -> found(
                        context, Command.class, "(&(osgi.command.scope=ringback)(osgi.command.function=" + name + "))"),
                () -> found(context, Roles.class, "(objectClass=" + Roles.class.getName() + ")"));
    }

    /**
     * Finds a service by its properties, as commands are not all services of one type. One of another type is some other
     * bundle's, and is passed over.
     */
    private static <T> @Nullable T found(BundleContext context, Class<T> type, String filter) {
        try {
            ServiceReference<?> @Nullable [] all = context.getAllServiceReferences(null, filter);
            for (ServiceReference<?> one : all == null ? new ServiceReference<?>[0] : all) {
                Object service = context.getService(one);
                context.ungetService(one); // only what it has by itself is asked for
                if (type.isInstance(service)) {
                    return type.cast(service);
                }
            }
            return null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IllegalStateException e) {
            return null; // the container stops
        }
    }

    /** {@return what does not run yet that a command line needs, in words; empty if it can be run, or judged} */
    Optional<String> hinders(String line) {
        String word = line.strip().split("\\s+", 2)[0];
        String name = word.startsWith(OURS) ? word.substring(OURS.length()) : word;
        if (!CommandNames.ALL.contains(name) || !underWay.getAsBoolean()) {
            return Optional.empty();
        }
        Command meant = command.apply(name);
        Roles known = roles.get();
        if (meant == null || known == null) {
            return Optional.of("its commands are not there yet");
        }
        String absent = awaited(meant, known).collect(Collectors.joining("; "));
        return absent.isEmpty() ? Optional.empty() : Optional.of(absent);
    }

    private static Stream<String> awaited(Command meant, Roles roles) {
        List<LocalRole> absent =
                LocalRole.those(role -> meant.concerns(role) && roles.has(role) && !role.present(roles));
        return absent.stream().map(role -> role.label() + ": does not run yet" + roles.awaits(role));
    }
}
