package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.Moment;
import org.ringback.api.limits.LimitUse;

/** Tells how much of each limit of the gateway is used. */
record GatewayLimits(Context context, EquipmentTable table, AnsweredRings rings) {
    List<LimitUse> all(Moment now) {
        List<LimitUse> limits = new ArrayList<>(rings.limits(this::holder, now));
        limits.add(context.wakeUps()
                .useOfOne(
                        AcceptorLimit.WAKE_UPS,
                        WakeUps.MOST_WAITING,
                        ofEach(equipment -> equipment.wakeUps().connectionIds().size()),
                        EquipmentId::value));
        limits.add(context.grants()
                .useOfOne(
                        AcceptorLimit.GRANTS, Permissions.MAX_GRANTS, ofEach(Equipment::standing), EquipmentId::value));
        return limits;
    }

    private Map<EquipmentId, Integer> ofEach(ToIntFunction<Equipment> count) {
        return table.all().stream().collect(Collectors.toMap(Equipment::name, count::applyAsInt));
    }

    /** Who has a grant, and for what. */
    private String holder(GrantId grant) {
        return table.all().stream()
                .flatMap(equipment ->
                        equipment.grant(grant).map(found -> found.person() + " at " + equipment.name()).stream())
                .findFirst()
                .orElse("a grant that is gone");
    }
}
