package org.ringback.thermostat.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's equipment: answers a ring as a web server with the page of one simulated room. Every conversation shows,
 * and sets, the same room. Thread-safe.
 */
@Component(
        service = EquipmentService.class,
        configurationPid = "org.ringback.thermostat",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Thermostat.Config.class)
public final class Thermostat implements EquipmentService {
    private static final Logger LOG = LoggerFactory.getLogger(Thermostat.class);

    private final Site site;

    /** Whose rings are answered. The names are those of {@link EquipmentService}'s properties. */
    @ObjectClassDefinition(name = "Ringback thermostat", description = "The demo's equipment: a simulated room")
    public @interface Config {
        /** {@return the equipment IDs answered for; {@code *} for all of the gateway} */
        @AttributeDefinition(
                name = "Equipment",
                description = "The equipment IDs answered for; * for every one of the gateway")
        String[] ringback_equipment() default "*";

        /** {@return the service answered, as the issuer asks for it} */
        @AttributeDefinition(name = "Service", description = "The service answered, as the issuer asks for it")
        String ringback_service() default "http";
    }

    /**
     * Furnishes the room.
     *
     * @param config whose rings are answered; as service properties they tell the acceptor
     */
    @Activate
    public Thermostat(Config config) {
        this(Clock.systemUTC(), ZoneId.systemDefault());
        LOG.info(
                "thermostat answers for equipment {}, service {}; its room is simulated",
                String.join(", ", config.ringback_equipment()),
                config.ringback_service());
    }

    Thermostat(InstantSource clock, ZoneId zone) {
        site = new Site(new Room(clock), clock, zone);
    }

    @Override
    public void answer(Conversation conversation) throws IOException {
        new HttpSession(conversation.input(), conversation.output())
                .serve(request -> site.respond(request, conversation.equipment()));
    }
}
