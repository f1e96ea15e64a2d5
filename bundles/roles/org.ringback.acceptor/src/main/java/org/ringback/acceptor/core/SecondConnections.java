package org.ringback.acceptor.core;

import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.Core;
import org.ringback.kernel.Turn;

/**
 * Binds rings to second TCP connections (requirement 9): an open one takes every further wake-up of its equipment; else
 * one is opened, as soon as the rate limit allows.
 */
record SecondConnections(Context context, EquipmentTable table, AnsweredRings rings, Permissions permissions) {

    /** Takes a proved wake-up whose CONNECTION-ID is new. */
    void wake(Equipment equipment, int connectionId, BindPlaces places, Turn turn) {
        if (!equipment.wakeUps().add(new WakeUp(connectionId, places, turn))) {
            context.metrics().count(AcceptorMetric.WAKE_UP_TOO_MANY);
            return;
        }
        context.wakeUps().reached(equipment.wakeUps().connectionIds().size());
        equipment.connectionIds().add(connectionId);
        context.metrics().count(AcceptorMetric.WAKE_UP_TAKEN);
        serve(equipment, turn);
    }

    void tick(Turn turn) {
        for (Equipment equipment : table.all()) {
            equipment.wakeUps().all().forEach(current -> current.look(turn));
            serve(equipment, turn);
        }
    }

    /** {@return whether no wake-up waits and no ring is reported any more} */
    boolean atRest() {
        return context.owners().dialling(SecondConnection.class).isEmpty()
                && context.owners().all(SecondConnection.class).noneMatch(SecondConnection::busy)
                && table.all().stream()
                        .allMatch(
                                equipment -> equipment.wakeUps().connectionIds().isEmpty());
    }

    long deadline() {
        return Core.earliest(table.all(), equipment -> equipment.wakeUps().deadline());
    }

    /** Gives waiting wake-ups to a connection that takes them, or opens one. */
    void serve(Equipment equipment, Turn turn) {
        boolean joinedAnew =
                table.find(equipment.name()).filter(equipment::equals).isEmpty();
        if (joinedAnew) {
            return;
        }
        // A wake-up that waits for one address of the server does not delay one for another address.
        WakeUps wakeUps = equipment.wakeUps();
        for (WakeUp wakeUp : wakeUps.waiting(turn.nanos())) {
            if (serve(equipment, wakeUp, turn)) {
                wakeUps.remove(wakeUp);
            }
        }
    }

    /** {@return whether the wake-up need not wait any more} */
    private boolean serve(Equipment equipment, WakeUp wakeUp, Turn turn) {
        WakeUps wakeUps = equipment.wakeUps();
        Optional<SecondConnection> current = wakeUps.current(wakeUp.places().family());
        if (current.filter(SecondConnection::takesFurtherBinds).isPresent()) {
            current.get().bind(wakeUp, turn);
            return true;
        }
        boolean soonTold = !wakeUps.oneBindEach()
                && current.filter(one -> turn.nanos() < one.decidesBy()).isPresent();
        if (soonTold) {
            return false;
        }
        Optional<ProtectionId> protection = context.protection(equipment.self());
        if (protection.isEmpty()) {
            context.metrics().count(AcceptorMetric.RING_PROTECTION_NOT_ALLOWED);
            return true;
        }
        if (!wakeUps.mayOpen(turn.nanos())) {
            wakeUp.waitsToOpen();
            return false;
        }
        SecondConnection opened = new SecondConnection(equipment, protection.get(), wakeUp, this);
        wakeUps.opened(opened);
        opened.open(turn);
        return true;
    }

    /** Sends a bind once more on another connection, as it was lost with its connection or not answered. */
    void anew(Equipment equipment, WakeUp wakeUp) {
        // [ACC-3] A further bind that is not answered within 3 s, or is lost with its connection, goes out once more …
        if (wakeUp.askedBefore() || !equipment.wakeUps().add(wakeUp)) {
            lost(equipment, wakeUp);
        } else {
            wakeUp.asksAnew();
            context.metrics().count(AcceptorMetric.RING_BIND_AGAIN);
        }
    }

    /** Forgets a wake-up that failed: the server's next one for this ring counts as new. */
    void lost(Equipment equipment, WakeUp wakeUp) {
        // [ACC-4] A wake-up whose connection did not come to be, or broke before its first bind was answered, is …
        equipment.connectionIds().forget(wakeUp.connectionId());
        context.metrics().count(AcceptorMetric.RING_BIND_FAILED);
    }
}
