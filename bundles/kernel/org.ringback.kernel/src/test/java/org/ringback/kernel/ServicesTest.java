package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.Protection;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.Strings;

/** What is said when a service is missing. */
public class ServicesTest {
    private final ConnectionProtection tls13 = provider(Protection.TLS13);
    private final ConnectionProtection certificateFirst = provider(Protection.CERTIFICATE_FIRST);

    private static ConnectionProtection provider(Protection protection) {
        return (ConnectionProtection) Proxy.newProxyInstance(
                ServicesTest.class.getClassLoader(),
                new Class<?>[] {ConnectionProtection.class},
                (self, method, arguments) -> method.getName().equals("equals") ? self == arguments[0] : protection);
    }

    @Test
    public void theProviderOfTheProtectionThatIsWantedIsTaken() {
        assertSame(tls13, Services.present(Protection.TLS13, tls13, certificateFirst));
        assertSame(certificateFirst, Services.present(Protection.CERTIFICATE_FIRST, tls13, certificateFirst));
    }

    @Test
    public void noOtherProtectionTakesThePlaceOfOneThatIsMissing() {
        assertEquals(Optional.empty(), Services.find(Protection.TLS13, null, certificateFirst));

        IllegalStateException missing = assertThrows(
                IllegalStateException.class, () -> Services.present(Protection.CERTIFICATE_FIRST, tls13, null));

        assertEquals(
                "protection certificate-first: no bundle for it is running;"
                        + " start org.ringback.crypto.certificatefirst",
                missing.getMessage());
    }

    @Test
    public void aMissingServiceIsNamed() {
        IllegalStateException missing =
                assertThrows(IllegalStateException.class, () -> Services.present((Strings) null, Strings.class));

        assertEquals("Strings: no such service is running (expected: start org.ringback.crypto)", missing.getMessage());
    }
}
