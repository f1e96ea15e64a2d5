package org.ringback.thermostat.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.configuration.ConfigurationValues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's equipment: answers a ring as a web server with the page of one simulated room. Every conversation shows,
 * and sets, the same room. Thread-safe.
 */
@Component(
        service = EquipmentService.class,
        configurationPid = Thermostat.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Thermostat.Config.class)
public final class Thermostat implements EquipmentService {
    /** PID of the configuration. */
    static final String PID = "org.ringback.thermostat";

    static final Set<String> KEYS = Set.of(EquipmentService.EQUIPMENT, EquipmentService.SERVICE);

    private static final String EVERY = "*";
    private static final String HTTP = "http";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Logger LOG = LoggerFactory.getLogger(Thermostat.class);

    private final Site site;

    /** Whose rings are answered. The names are those of {@link EquipmentService}'s properties. */
    @ObjectClassDefinition(name = "Ringback thermostat", description = "The demo's equipment: a simulated room")
    public @interface Config {
        /** {@return the equipment IDs answered for; {@code *} for all of the gateway} */
        @AttributeDefinition(
                name = "Equipment",
                description = "The equipment IDs answered for; * for every one of the gateway")
        String[] ringback_equipment() default EVERY;

        /** {@return the service answered, as the issuer asks for it} */
        @AttributeDefinition(name = "Service", description = "The service answered, as the issuer asks for it")
        String ringback_service() default HTTP;
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

    /** Judges a configuration: {@code key: value (expected: …)}. */
    static void check(Map<String, String> values) {
        for (String id : ConfigurationValues.text(values, EquipmentService.EQUIPMENT, EVERY)
                .split(",", -1)) {
            try {
                if (!id.strip().equals(EVERY)) {
                    new EquipmentId(id.strip());
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(EquipmentService.EQUIPMENT + ": " + e.getMessage(), e);
            }
        }
        for (String service :
                ConfigurationValues.text(values, EquipmentService.SERVICE, HTTP).split(",", -1)) {
            if (!NAME.matcher(service.strip()).matches()) {
                throw new IllegalArgumentException(EquipmentService.SERVICE + ": '" + service.strip()
                        + "' (expected: 1 to 32 characters of a to z, 0 to 9 and -)");
            }
        }
    }

    @Override
    public void answer(Conversation conversation) throws IOException {
        new HttpSession(conversation.input(), conversation.output())
                .serve(request -> site.respond(request, conversation.equipment()));
    }
}
