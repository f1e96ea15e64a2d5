package org.ringback.thermostat.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's equipment: answers a ring as a web server with the page of one simulated room. All conversations show and
 * control the same room. Thread-safe.
 */
@Component(
        service = EquipmentService.class,
        configurationPid = Thermostat.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {
            EquipmentService.EQUIPMENT + "=" + ThermostatSchema.EVERY,
            EquipmentService.SERVICE + "=" + ThermostatSchema.HTTP
        })
public final class Thermostat implements EquipmentService {
    /** PID of the configuration. */
    static final String PID = "org.ringback.thermostat";

    private static final Logger LOG = LoggerFactory.getLogger(Thermostat.class);

    private final WebSite site;

    /**
     * Makes the room.
     *
     * @param properties the configuration; as service properties it tells the acceptor for which equipment to call this
     *     service
     */
    @Activate
    public Thermostat(Map<String, Object> properties) {
        this(Clock.systemUTC(), ZoneId.systemDefault());
        told(properties);
    }

    /** Takes a changed configuration; the room stays as it is. */
    @Modified
    void told(Map<String, Object> properties) {
        try {
            LOG.info("thermostat answers for {}; its room is simulated", new ThermostatSchema().read(properties));
        } catch (IllegalArgumentException e) {
            LOG.error("{}: {}", PID, e.getMessage());
        }
    }

    Thermostat(InstantSource clock, ZoneId zone) {
        site = new WebSite(new Room(clock), clock, zone);
    }

    @Override
    public void answer(Conversation conversation) throws IOException {
        new HttpSession(conversation.input(), conversation.output())
                .serve(request -> site.respond(request, conversation.equipment()));
    }
}
