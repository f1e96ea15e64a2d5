package org.ringback.api.net;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

/** From where an address can be reached. */
public class AddressScopeTest {
    private static void assertScope(AddressScope expected, String... addresses) {
        for (String address : addresses) {
            assertEquals(
                    address, expected, AddressScope.of(AddressText.read(address).orElseThrow()));
        }
    }

    @Test
    public void eachRangeOfTheRegistriesHasItsScope() {
        assertScope(AddressScope.LOOPBACK, "127.0.0.1", "127.255.255.255", "::1");
        assertScope(AddressScope.LINK_LOCAL, "169.254.1.1", "fe80::1", "febf::1");
        assertScope(AddressScope.PRIVATE, "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "fd00::1");
        assertScope(AddressScope.SHARED, "100.64.0.0", "100.127.255.255");
        assertScope(
                AddressScope.SPECIAL,
                "0.0.0.0",
                "::",
                "192.0.2.1",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "2001:db8::1");
    }

    @Test
    public void whatIsInNoneOfThemIsPublic() {
        assertScope(
                AddressScope.PUBLIC, "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "2a00::1");
    }
}
