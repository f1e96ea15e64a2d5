package org.ringback.acceptor.core;

import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.Core;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.Turn;

/**
 * Binds rings to second TCP connections (requirement 9): one that stands takes every further wake-up of its equipment;
 * else one is opened, as soon as one may be.
 */
record SecondConnections(Parts parts, EquipmentTable table, AnsweredRings rings, Permissions permissions) {

    /** Takes a proved wake-up whose CONNECTION-ID is new. */
    void wake(Equipment equipment, int connectionId, ServerAddress server, Turn turn) {
        if (!equipment.wakeUps().add(new WakeUp(connectionId, server, turn))) {
            parts.metrics().count(AcceptorMetric.WAKE_UP_TOO_MANY);
            return;
        }
        equipment.connectionIds().add(connectionId);
        parts.metrics().count(AcceptorMetric.WAKE_UP_TAKEN);
        serve(equipment, turn);
    }

    void tick(Turn turn) {
        for (Equipment equipment : table.all()) {
            equipment.wakeUps().all().forEach(current -> current.look(turn));
            serve(equipment, turn);
        }
    }

    long deadline() {
        return Core.earliest(table.all(), equipment -> equipment.wakeUps().deadline());
    }

    /** Gives what waits to the connection that takes it, or opens one. */
    void serve(Equipment equipment, Turn turn) {
        boolean joinedAnew =
                table.find(equipment.id()).filter(equipment::equals).isEmpty();
        if (joinedAnew) {
            return;
        }
        // One that waits for an address of the server holds up none for another.
        WakeUps wakeUps = equipment.wakeUps();
        for (WakeUp wakeUp : wakeUps.waiting(turn.nanos())) {
            if (serve(equipment, wakeUp, turn)) {
                wakeUps.remove(wakeUp);
            }
        }
    }

    /** {@return whether it need not wait any more} */
    private boolean serve(Equipment equipment, WakeUp wakeUp, Turn turn) {
        WakeUps wakeUps = equipment.wakeUps();
        Optional<SecondConnection> current = wakeUps.current(wakeUp.server());
        if (current.filter(SecondConnection::takesFurtherBinds).isPresent()) {
            current.get().bind(wakeUp, turn);
            return true;
        }
        boolean soonTold = !wakeUps.oneBindEach()
                && current.filter(one -> turn.nanos() < one.decidesBy()).isPresent();
        if (soonTold) {
            return false;
        }
        Optional<ProtectionId> protection = parts.protection(equipment.self());
        if (protection.isEmpty()) {
            parts.metrics().count(AcceptorMetric.RING_PROTECTION_NOT_ALLOWED);
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

    /** A bind was lost with its connection, or is not answered there: it goes out once more on another one. */
    void anew(Equipment equipment, WakeUp wakeUp) {
        // [ACC-3] A further bind that is not answered within 3 s, or is lost with its connection, goes out once more …
        if (wakeUp.askedBefore() || !equipment.wakeUps().add(wakeUp)) {
            lost(equipment, wakeUp);
        } else {
            wakeUp.asksAnew();
            parts.metrics().count(AcceptorMetric.RING_BIND_AGAIN);
        }
    }

    /** Nothing came of it: the server's next wake-up for this ring is taken as a new one. */
    void lost(Equipment equipment, WakeUp wakeUp) {
        // [ACC-4] A wake-up whose connection did not come to be, or broke before its first bind was answered, is …
        equipment.connectionIds().forget(wakeUp.connectionId());
        parts.metrics().count(AcceptorMetric.RING_BIND_FAILED);
    }
}
