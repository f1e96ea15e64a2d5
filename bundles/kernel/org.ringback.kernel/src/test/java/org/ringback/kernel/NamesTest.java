package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class NamesTest {
    private static final InetSocketAddress V4 = new InetSocketAddress("192.0.2.1", 3478);

    @Test
    public void whatHasARouteIsTheAddress() {
        assertEquals(new Event.Resolved("192.0.2.1:3478", List.of(V4)), Names.found("192.0.2.1:3478", address -> true));
    }

    @Test
    public void whatHasNoRouteIsToldApart() {
        assertEquals(
                new Event.Resolved("192.0.2.1:3478", List.of(), List.of(V4), Optional.empty()),
                Names.found("192.0.2.1:3478", address -> false));
    }

    @Test
    public void whatIsNoAddressAtAllIsNamed() {
        String failure = Names.found("192.0.2.1:0", address -> true).failure().orElseThrow();
        assertTrue(failure, failure.startsWith("server address: "));
    }

    @Test
    public void addressesAreToldInTheOrderInWhichTheyWereAskedFor() {
        List<String> asked = List.of("192.0.2.1:1", "[2001:db8::1]:2", "192.0.2.1:3", "192.0.2.1:4");
        List<Event> told = new ArrayList<>();
        try (Names names = new Names(address -> true, told::add)) {
            asked.forEach(names::resolve);
            assertEquals(
                    asked,
                    told.stream()
                            .map(event -> ((Event.Resolved) event).server())
                            .toList());
        }
    }
}
