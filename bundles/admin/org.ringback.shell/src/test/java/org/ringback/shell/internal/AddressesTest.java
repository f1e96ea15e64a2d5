package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.Test;

public class AddressesTest {
    @Test
    public void addressesArePrintedAsPeopleWriteThem() throws UnknownHostException {
        assertEquals("127.0.0.1:80", printed("7f000001"));
        assertEquals("[::1]:80", printed("00000000000000000000000000000001"));
        assertEquals("[::]:80", printed("00000000000000000000000000000000"));
        assertEquals("[2001:db8::]:80", printed("20010db8000000000000000000000000"));
        assertEquals("[2001:db8:0:1::2:0]:80", printed("20010db8000000010000000000020000"));
        assertEquals("[2001:db8:1:1:1:1:1:1]:80", printed("20010db8000100010001000100010001"));
    }

    private static String printed(String hex) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(HexFormat.of().parseHex(hex));
        return Addresses.print(new InetSocketAddress(address, 80));
    }
}
