package org.ringback.issuer.internal;

import static org.junit.Assert.assertEquals;

import java.net.Inet4Address;
import java.util.List;
import org.junit.Test;
import org.ringback.api.net.AddressText;
import org.ringback.issuer.core.IssuerEvent.Resolved;

/** What a string's servers come to on this machine. */
public class NamesTest {
    private static final List<String> BOTH = List.of("192.0.2.1:3478", "[2001:db8::1]:3478");

    private static List<String> addresses(Resolved resolved) {
        return resolved.addresses().stream()
                .map(server -> AddressText.print(server.address()))
                .toList();
    }

    @Test
    public void aFamilyWithoutARouteIsLeftOutAndNotSpokenOf() {
        Resolved resolved = Names.resolve(7, BOTH, address -> address instanceof Inet4Address);
        assertEquals(7, resolved.job());
        assertEquals(List.of("192.0.2.1:3478"), addresses(resolved));
        assertEquals(List.of(), resolved.failures());
    }

    @Test
    public void whereBothHaveARouteBothStayInTheirOrder() {
        Resolved resolved = Names.resolve(7, BOTH, address -> true);
        assertEquals(List.of("192.0.2.1:3478", "[2001:db8::1]:3478"), addresses(resolved));
        assertEquals(List.of(), resolved.failures());
    }

    @Test
    public void aMachineWithoutAnyRouteHearsWhichAddressesItCannotReach() {
        Resolved resolved = Names.resolve(7, List.of("192.0.2.1:3478"), address -> false);
        assertEquals(List.of(), resolved.addresses());
        assertEquals(List.of("192.0.2.1 (192.0.2.1:3478): this machine has no route to it"), resolved.failures());
    }

    @Test
    public void whatIsNoAddressAtAllIsNamed() {
        Resolved resolved = Names.resolve(7, List.of("192.0.2.1:0"), address -> true);
        assertEquals(1, resolved.failures().size());
    }
}
