package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        assertEquals(Optional.of(first), find(LAMP, "http"));
        assertEquals(Optional.empty(), find(OVEN, "http"));
        assertEquals(Optional.empty(), find(LAMP, "ssh"));
    }

    @Test
    public void theStarAnswersForEveryPieceOfEquipmentAndTheHigherRankingWins() {
        services.put(first, properties("*", "http", 0));
        services.put(second, properties("oven", "http", 5));
        assertEquals(Optional.of(first), find(LAMP, "http"));
        assertEquals(Optional.of(second), find(OVEN, "http"));
    }

    @Test
    public void changedPropertiesTakeThePlaceOfTheOldOnes() {
        services.put(first, properties("lamp-1", "http", 0));
        services.put(first, properties(List.of("oven"), new String[] {"ssh", "http"}, 0));
        assertEquals(Optional.empty(), find(LAMP, "http"));
        assertEquals(Optional.of(first), find(OVEN, "ssh"));
        services.remove(first);
        assertEquals(Optional.empty(), find(OVEN, "ssh"));
    }

    @Test
    public void whatIsMarkedAdminIsToldSoWhetherItSaysSoByABooleanOrAWord() {
        services.put(first, Map.of(EquipmentService.EQUIPMENT, "*", EquipmentService.SERVICE, "ssh,vnc"));
        assertFalse(services.find(LAMP, "ssh").orElseThrow().admin());
        for (Object yes : new Object[] {true, "true"}) {
            services.put(
                    first,
                    Map.of(
                            EquipmentService.EQUIPMENT,
                            "*",
                            EquipmentService.SERVICE,
                            "ssh,vnc",
                            EquipmentService.ADMIN,
                            yes));
            assertTrue(services.find(LAMP, "ssh").orElseThrow().admin());
        }
        assertEquals(Set.of("ssh", "vnc"), services.names(LAMP));
    }

    private Optional<EquipmentService> find(EquipmentId equipment, String name) {
        return services.find(equipment, name).map(EquipmentServices.Entry::service);
    }

    private static Map<String, Object> properties(Object equipment, Object service, int ranking) {
        return Map.of(
                EquipmentService.EQUIPMENT, equipment, EquipmentService.SERVICE, service, "service.ranking", ranking);
    }
}
