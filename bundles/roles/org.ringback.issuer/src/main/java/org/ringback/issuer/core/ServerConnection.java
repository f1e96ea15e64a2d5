package org.ringback.issuer.core;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerDialler;
import org.ringback.kernel.ServerMisses;

/**
 * A task's connection to the server, from the first dial to its end. Each attempt has a local port of its own. Of the
 * two address families the other one can be tried later. Belongs to the core's thread.
 */
final class ServerConnection {
    private static final long NONE = -1;

    private final Switchboard switchboard;
    private final ServerPlan plan;
    private final Owner owner;
    private final ServerDialler<Turn> dialler;
    private final ServerMisses misses = new ServerMisses();
    private @Nullable ServerAddress used;
    private long connection = NONE;

    /** The task whose connection it is. */
    interface Owner extends Task {
        /** An address is dialled. */
        void dialling(ServerAddress to, Turn turn);

        /** An address did not do; why, in words. */
        void missed(String why, Turn turn);

        /** No address did. */
        void unreachable(ServerMisses misses, Turn turn);
    }

    ServerConnection(Switchboard switchboard, ServerPlan plan, Owner owner) {
        this.switchboard = switchboard;
        this.plan = plan;
        this.owner = owner;
        this.dialler = new ServerDialler<>(plan.known(), new Dialling());
    }

    /** Begins to dial. */
    void dial(Turn turn) {
        dialler.start(plan::allows, turn.now().nanos(), turn);
    }

    /** Dials once more, but only addresses of the other family. */
    void dialOtherFamily(Turn turn) {
        dialler.start(this::isOfOtherFamily, turn.now().nanos(), turn);
    }

    /** Whether there are addresses of the family that was not in use. */
    boolean hasOtherFamily() {
        return plan.known().addresses().stream().anyMatch(this::isOfOtherFamily);
    }

    /** What this machine has no route to has none a moment later, and each ring counts at the gateway. */
    private boolean isOfOtherFamily(ServerAddress address) {
        return used != null && plan.allows(address) && address.ipv6() != used.ipv6() && !misses.noRoute(address);
    }

    /** Takes what was found for the names. */
    void resolved(IssuerEvent.Resolved event, Turn turn) {
        misses.unnamed(event.failures());
        List<String> servers = plan.known().servers();
        for (String server : servers) {
            plan.known()
                    .found(
                            server,
                            event.addresses().stream()
                                    .filter(address -> address.server().equals(server))
                                    .map(ServerAddress::address)
                                    .toList());
        }
        dialler.answered(servers, turn.now().nanos(), turn);
    }

    /** A peer is proved. If it is at the other end of an attempt, that is the connection from now on. */
    boolean proved(long number, Turn turn) {
        Optional<ServerAddress> at = dialler.proved(number, turn);
        at.ifPresent(address -> {
            used = address;
            connection = number;
        });
        return at.isPresent();
    }

    /** A connection is over. If it was an attempt, the next one is made; false if it was none. */
    boolean failed(IssuerEvent.Closed event, Turn turn) {
        Optional<ServerAddress> at = dialler.attempt(event.connection());
        at.ifPresent(address -> {
            owner.missed(misses.add(address, event.kind(), event.why()), turn);
            dialler.failed(event.connection(), turn.now().nanos(), turn);
        });
        return at.isPresent();
    }

    void tick(Turn turn) {
        dialler.tick(turn.now().nanos(), turn);
    }

    long deadline() {
        return dialler.deadline();
    }

    /** {@return the connection that stands} */
    long connection() {
        return connection;
    }

    boolean is(long number) {
        return connection == number;
    }

    boolean stands() {
        return connection != NONE;
    }

    void gone() {
        connection = NONE;
    }

    /** Closes what stands, and gives up what is being dialled. */
    void close(Turn turn) {
        dialler.cancel(turn);
        if (connection != NONE) {
            switchboard.forgetConnection(connection);
            turn.out().add(new IssuerAction.Close(connection));
            connection = NONE;
        }
    }

    /** The family of the address in use, or used last. */
    String familyUsed() {
        return used == null ? "no address" : used.family();
    }

    /** The family that is not in use. */
    String familyOther() {
        return used != null && used.ipv6() ? "IPv4" : "IPv6";
    }

    /** What the dialler wants done. */
    private final class Dialling implements ServerDialler.Owner<Turn> {
        @Override
        public void resolve(List<String> servers, Turn turn) {
            turn.out().add(new IssuerAction.Resolve(switchboard.job(owner), servers));
        }

        @Override
        public long dial(ServerAddress to, Turn turn) {
            long number = switchboard.connection(owner);
            owner.dialling(to, turn);
            turn.out().add(plan.dial(number, to));
            return number;
        }

        @Override
        public void abort(long number, Turn turn) {
            switchboard.forgetConnection(number);
            turn.out().add(new IssuerAction.Abort(number));
        }

        @Override
        public void unreachable(Turn turn) {
            plan.known().addresses().stream()
                    .filter(address -> !plan.allows(address))
                    .forEach(address -> misses.barred(
                            address,
                            "not of the family of local = "
                                    + plan.local().map(AddressText::print).orElse("")));
            owner.unreachable(misses, turn);
        }
    }
}
