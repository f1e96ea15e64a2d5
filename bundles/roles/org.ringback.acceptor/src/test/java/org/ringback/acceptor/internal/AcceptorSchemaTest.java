package org.ringback.acceptor.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.ringback.acceptor.core.AcceptorSettings;
import org.ringback.acceptor.core.CallLimits;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.ServiceKey;

public final class AcceptorSchemaTest {
    private static final AcceptorSchema SCHEMA = new AcceptorSchema();
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");

    @Test
    public void nothingConfiguredIsTheDefault() {
        AcceptorConfiguration options = SCHEMA.read(Map.of());
        assertEquals(AcceptorSettings.DEFAULT, options.settings());
        assertEquals(Map.of(), options.forwards());
        assertEquals(List.of(), options.local());
        assertEquals(Set.of(RingSystem.CALL_BACK), options.settings().systemsOf(LAMP, false));
        assertEquals(Set.of(RingSystem.CERTIFIED), options.settings().systemsOf(LAMP, true));
    }

    @Test
    public void everythingConfiguredIsRead() throws Exception {
        AcceptorConfiguration options = SCHEMA.read(Map.of(
                "systems", "lamp-1 = datagram, call-back ; thermostat-1=password;",
                "protection", "lamp-1=tls13; thermostat-1 = certificate-first;",
                "forward", "lamp-1/http=127.0.0.1:8080; lamp-1/ssh=[::1]:22",
                "admin-services", "ssh, vnc",
                "dialable", "127.0.0.0/8, ::1/128",
                "dials-per-minute", "5",
                "calls", 7,
                "calls-per-grant", "3",
                "local", "192.168.1.2, fd00::1"));
        assertEquals(
                Set.of(RingSystem.DATAGRAM, RingSystem.CALL_BACK),
                options.settings().systemsOf(LAMP, true));
        assertEquals(Set.of(RingSystem.PASSWORD), options.settings().systemsOf(new EquipmentId("thermostat-1"), false));
        assertEquals(
                Map.of(LAMP, "tls13", new EquipmentId("thermostat-1"), "certificate-first"),
                options.settings().protections());
        assertEquals(
                Map.of(
                        new ServiceKey(LAMP, "http"),
                        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 8080),
                        new ServiceKey(LAMP, "ssh"),
                        new InetSocketAddress(InetAddress.getAllByName("::1")[0], 22)),
                options.forwards());
        assertEquals(Set.of("ssh", "vnc"), options.adminServices());
        assertEquals("[127.0.0.0/8, ::1/128]", options.settings().dialable().toString());
        assertEquals(new CallLimits(5, 7, 3), options.settings().limits());
        assertEquals(List.of(InetAddress.getByName("192.168.1.2"), InetAddress.getByName("fd00::1")), options.local());
    }

    @Test
    public void aForwardMayGoToEveryAddressOfTheHousehold() {
        List<String> addresses = List.of(
                "127.0.0.1:1",
                "10.0.0.1:1",
                "172.16.0.1:1",
                "192.168.1.2:1",
                "169.254.1.1:1",
                "[::1]:1",
                "[fe80::1]:1",
                "[fc00::1]:65535",
                "[fd12:3456::1]:1");
        for (String address : addresses) {
            InetSocketAddress read = SCHEMA.read(Map.of("forward", "lamp-1/http=" + address))
                    .forwards()
                    .get(new ServiceKey(LAMP, "http"));
            assertEquals(address, AddressText.print(read));
        }
    }

    @Test
    public void badValuesAreNamedWithWhatWasExpected() {
        assertRefused("systems", "lamp-1", "equipment=system");
        assertRefused("systems", "lamp-1=telepathy", "datagram, call-back, password");
        assertRefused("systems", "LAMP=datagram", "a-z");
        assertRefused("protection", "certificate-first", "equipment=tls13");
        assertRefused(
                "protection", "lamp-1=TLS13", "'TLS13' (expected: a name, for example tls13 or certificate-first");
        assertRefused("protection", "lamp-1=tls13; lamp-1=certificate-first", "each name once");
        for (String entry : List.of(
                "lamp-1=127.0.0.1:80",
                "lamp-1/http",
                "lamp-1/http=localhost:80",
                "lamp-1/http=example.org:80",
                "lamp-1/http=8.8.8.8:80",
                "lamp-1/http=252.0.0.1:80",
                "lamp-1/http=[2001:db8::1]:80",
                "lamp-1/http=127.0.0.1:0",
                "lamp-1/HTTP=127.0.0.1:80")) {
            assertRefused("forward", "lamp-2/http=127.0.0.1:80; " + entry, "'" + entry + "' (expected: ");
        }
        assertRefused("forward", "lamp-1/http=localhost:80", "no name, none is looked up");
        assertRefused("forward", "lamp-1/http=8.8.8.8:80", "a loopback, link-local or private address");
        assertRefused("forward", "lamp-1/http=127.0.0.1:0", "a port from 1 to 65535");
        assertRefused("forward", "l/a=127.0.0.1:1; l/a=127.0.0.1:2", "'l/a=127.0.0.1:2' (expected: each name once)");
        assertRefused("admin-services", "ssh, lamp-1/vnc", "names of services, such as ssh");
        assertRefused("systems", "lamp-1=datagram; lamp-1=password", "each name once");
        assertRefused("dialable", "10.0.0.1/8", "no bit set behind the prefix");
        assertRefused("dials-per-minute", "0", "1 to 600");
        assertRefused("calls", "1e3", "1 to 1024");
        assertRefused("calls-per-grant", "0", "1 to 1024");
        assertRefused("local", "example.org", "IPv6 address of this machine");
        assertRefused("local", "10.0.0.0/8", "IPv6 address of this machine");
        assertRefused("local", "10.0.0.1, 10.0.0.2", "at most one IPv4 and one IPv6 address");
    }

    @Test
    public void aMisspeltSystemIsAskedForOnce() {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> SCHEMA.read(Map.of("systems", "lamp-1=cal-back")));
        assertEquals(
                "systems: system: 'cal-back' (expected: one of datagram, call-back, password, certified; did you mean"
                        + " call-back?)",
                wrong.getMessage());
    }

    private static void assertRefused(String key, String value, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> SCHEMA.read(Map.of(key, value)))
                .getMessage();
        assertTrue(message, message.startsWith(key + ": ") && message.contains(expected));
    }
}
