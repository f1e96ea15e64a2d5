package com.example.greeting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentService;

/** Answers each ring with one line of its configuration. */
@Component(configurationPid = "com.example.greeting", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Greeting implements EquipmentService {
    private final Object words;

    @Activate
    public Greeting(Map<String, Object> configuration) {
        words = configuration.get("words");
    }

    @Override
    public void answer(Conversation conversation) throws IOException {
        String line = words + " from " + conversation.equipment().value() + "\n";
        conversation.output().write(line.getBytes(UTF_8));
        conversation.close();
    }
}
