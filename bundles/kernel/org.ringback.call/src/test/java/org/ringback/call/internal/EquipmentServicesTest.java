package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;

public final class EquipmentServicesTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId OVEN = new EquipmentId("oven");

    private final EquipmentServices services = new EquipmentServices();
    private final EquipmentService first = conversation -> conversation.reset();
    private final EquipmentService second = conversation -> conversation.close();

    @Test
    public void theEquipmentAndTheServiceMustMatch() {
        services.put(first, properties("lamp-1", "http", 0));
        assertEquals(Optional.of(first), services.find(LAMP, "http"));
        assertEquals(Optional.empty(), services.find(OVEN, "http"));
        assertEquals(Optional.empty(), services.find(LAMP, "ssh"));
    }

    @Test
    public void theStarAnswersForEveryPieceOfEquipmentAndTheHigherRankingWins() {
        services.put(first, properties("*", "http", 0));
        services.put(second, properties("oven", "http", 5));
        assertEquals(Optional.of(first), services.find(LAMP, "http"));
        assertEquals(Optional.of(second), services.find(OVEN, "http"));
    }

    @Test
    public void changedPropertiesTakeThePlaceOfTheOldOnes() {
        services.put(first, properties("lamp-1", "http", 0));
        services.put(first, properties(List.of("oven"), new String[] {"ssh", "http"}, 0));
        assertEquals(Optional.empty(), services.find(LAMP, "http"));
        assertEquals(Optional.of(first), services.find(OVEN, "ssh"));
        services.remove(first);
        assertEquals(Optional.empty(), services.find(OVEN, "ssh"));
    }

    private static Map<String, Object> properties(Object equipment, Object service, int ranking) {
        return Map.of(
                EquipmentService.EQUIPMENT, equipment, EquipmentService.SERVICE, service, "service.ranking", ranking);
    }
}
