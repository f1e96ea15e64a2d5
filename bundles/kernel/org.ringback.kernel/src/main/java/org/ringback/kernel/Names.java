package org.ringback.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.HostPort;

/**
 * Resolves names of servers by the system's resolver, on threads of its own, and leaves out addresses that cannot be
 * reached. Thread-safe.
 */
final class Names implements AutoCloseable {
    private static final int THREADS = 2;

    private final Workers workers = Workers.queueing("ringback-names", THREADS);
    private final Predicate<InetAddress> reachable;
    private final Consumer<Event> answers;

    Names(Predicate<InetAddress> reachable, Consumer<Event> answers) {
        this.reachable = reachable;
        this.answers = answers;
    }

    /** An address is told at once: several come in the order in which they were asked for, and are tried in it. */
    void resolve(String server) {
        if (AddressText.readWithPort(server).isPresent()) {
            answers.accept(found(server, reachable));
        } else if (!workers.run(
                () -> answers.accept(found(server, reachable)),
                fault -> answers.accept(new Event.Resolved(server, Faults.words(fault))))) {
            answers.accept(new Event.Resolved(server, "too many names are waiting to be resolved"));
        }
    }

    /** Resolves a name; blocks while the system's resolver does. */
    static Event.Resolved found(String server, Predicate<InetAddress> reachable) {
        try {
            List<InetSocketAddress> all = HostPort.parse(server).resolve();
            List<InetSocketAddress> near = all.stream()
                    .filter(address -> reachable.test(address.getAddress()))
                    .toList();
            List<InetSocketAddress> far =
                    all.stream().filter(address -> !near.contains(address)).toList();
            return new Event.Resolved(server, near, far, Optional.empty());
        } catch (UnknownHostException e) {
            return new Event.Resolved(server, server + ": no address was found for this name");
        } catch (IllegalArgumentException e) {
            return new Event.Resolved(server, "server address: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
