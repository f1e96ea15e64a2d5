package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.api.configuration.ConfigurationControl;

/** A configuration in memory, of which every change becomes what the test says. Thread-safe. */
final class FakeConfiguration implements ConfigurationControl {
    volatile Became becomes = Became.IN_FORCE;
    volatile List<String> told = List.of();
    volatile List<Trouble> troubles = List.of();
    volatile List<Value> atAcceptor = List.of(value("dialable", "", ""), value("local", "", ""));
    volatile List<Value> atIssuer = List.of(value("local", "192.0.2.1", ""));
    final List<String> asked = new ArrayList<>();

    @Override
    public List<InForce> inForce() {
        return List.of(
                new InForce("com.example.lamp", false, List.of(value("password", "opensesame", ""))),
                new InForce("org.ringback.acceptor", true, atAcceptor),
                new InForce("org.ringback.issuer", true, atIssuer),
                new InForce(
                        "org.ringback.relay",
                        true,
                        List.of(value("lifetime", "180", "180"), value("listen", "127.0.0.1:3478", "[::1]:1"))));
    }

    static Value value(String key, String text, String standard) {
        return new Value(key, text, standard, Optional.empty());
    }

    @Override
    public List<Trouble> troubles() {
        return troubles;
    }

    @Override
    public synchronized Change change(String pid, String key, Optional<String> value) {
        asked.add(pid + " " + key + " " + value.orElse("-"));
        if (value.equals(Optional.of("5"))) {
            throw new IllegalArgumentException(key + ": '5' (expected: 30 to 3600)");
        }
        return new Change("config/" + pid + ".cfg", "180", value.orElse("180"), becomes, told);
    }
}
