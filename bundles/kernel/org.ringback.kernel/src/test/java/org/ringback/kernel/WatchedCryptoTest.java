package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.Secret;
import org.ringback.api.control.CryptoWatch;
import org.ringback.api.control.RefusedException;
import org.ringback.spi.CallProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/** What new crypto is blamed for while it is watched, and what it is not. */
public class WatchedCryptoTest {
    private static final CryptoBundle OLD = new CryptoBundle("org.ringback.crypto", "1.0.0", 12, 1);
    private static final CryptoBundle NEW = new CryptoBundle("org.ringback.crypto", "1.1.0", 40, 2);
    private static final Secret KEY = Secret.copyOf(new byte[] {1});
    private static final byte[] DATA = {2};

    private final HeldSuites suites = new HeldSuites();
    private final CryptoProvider old = provider(() -> new byte[] {7}, this::oldTicket);
    private Callable<Object> mac = () -> new byte[] {7};
    private Callable<Object> ticket = () -> null;
    private Callable<Object> oldTicket = () -> null;
    private Callable<Object> shake = () -> null;
    private ProtectionSession.State state = ProtectionSession.State.HANDSHAKING;
    private CryptoWatch watch;

    private Object oldTicket() throws Exception {
        return oldTicket.call();
    }

    private static <T> T stub(Class<T> type, InvocationHandler answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
    }

    /** MACs, reads tickets and shakes hands as it is told. */
    private CryptoProvider provider(Callable<Object> macs, Callable<Object> reads) {
        RingCrypto rings = stub(RingCrypto.class, (proxy, method, arguments) -> macs.call());
        Strings strings = stub(Strings.class, (proxy, method, arguments) -> reads.call());
        ProtectionSession session = stub(
                ProtectionSession.class,
                (proxy, method, arguments) -> method.getName().equals("state") ? state : shake.call());
        CallProtection calls = stub(CallProtection.class, (proxy, method, arguments) -> session);
        return stub(CryptoProvider.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "rings" -> rings;
            case "strings" -> strings;
            case "calls" -> calls;
            case "equals" -> proxy == arguments[0];
            case "name" -> "new";
            default -> null;
        });
    }

    @Before
    public void both() throws RefusedException {
        suites.take(old, OLD, 1);
        suites.take(provider(() -> mac.call(), () -> ticket.call()), NEW, 2);
        watch = suites.watch(Set.of(NEW.id()));
    }

    private byte[] hmac() {
        return suites.rings().hmac(KEY, DATA);
    }

    private ProtectionSession call() {
        return suites.current().provider().calls().dial(null, null);
    }

    @Test
    public void aResultThatDiffersFromThatOfTheOneBeforeIsAFault() {
        hmac();
        assertEquals(List.of(), watch.faults());
        mac = () -> new byte[] {8};
        assertEquals("it is used all the same", 8, hmac()[0]);
        assertEquals(List.of("HMAC: differs from that of the one before"), watch.faults());
    }

    @Test
    public void withoutTheOneBeforeNothingIsCompared() {
        mac = () -> new byte[] {8};
        suites.dropProvider(1);
        hmac();
        assertEquals(List.of(), watch.faults());
    }

    @Test
    public void anExceptionThatNoCryptoThrowsIsAFault() {
        mac = () -> {
            throw new IllegalStateException("worn out");
        };
        assertThrows(IllegalStateException.class, this::hmac);
        assertEquals(List.of("hmac: java.lang.IllegalStateException: worn out"), watch.faults());
        for (int i = 0; i < 2 * CryptoWatch.MOST_FAULTS; i++) {
            assertThrows(IllegalStateException.class, this::hmac);
        }
        assertEquals(CryptoWatch.MOST_FAULTS, watch.faults().size());
    }

    @Test
    public void badInputIsAFaultOnlyIfTheOneBeforeTakesIt() {
        ticket = () -> {
            throw new IllegalArgumentException("cut");
        };
        oldTicket = ticket;
        assertThrows(IllegalArgumentException.class, () -> suites.strings().ticket("x"));
        assertEquals(List.of(), watch.faults());
        oldTicket = () -> null;
        assertThrows(IllegalArgumentException.class, () -> suites.strings().ticket("x"));
        assertEquals(List.of("ticket: java.lang.IllegalArgumentException: cut"), watch.faults());
    }

    @Test
    public void aMachineWithoutMemoryIsNoFault() {
        mac = () -> {
            throw new OutOfMemoryError();
        };
        assertThrows(OutOfMemoryError.class, this::hmac);
        assertEquals(List.of(), watch.faults());
    }

    @Test
    public void aConnectionCountsOnceItsOtherEndIsProved() throws Exception {
        ProtectionSession session = call();
        session.start(null);
        assertEquals(0, watch.proved());
        assertFalse(watch.await(1, Duration.ZERO));
        state = ProtectionSession.State.ESTABLISHED;
        session.receive(ByteBuffer.allocate(1), null);
        session.receive(ByteBuffer.allocate(1), null);
        assertEquals(1, watch.proved());
        assertTrue(watch.await(1, Duration.ZERO));
    }

    @Test
    public void aPeerThatIsRefusedIsNoFaultAndAnExceptionInTheHandshakeIsOne() {
        shake = () -> {
            throw new ProtectionException(ProtectionException.Reason.WRONG_KEY, "another key");
        };
        assertThrows(ProtectionException.class, () -> call().receive(ByteBuffer.allocate(1), null));
        assertEquals(List.of(), watch.faults());
        shake = () -> {
            throw new NoClassDefFoundError("org/ringback/crypto/Part");
        };
        assertThrows(NoClassDefFoundError.class, () -> call().start(null));
        assertEquals(
                List.of("beginning of a handshake: java.lang.NoClassDefFoundError: org/ringback/crypto/Part"),
                watch.faults());
    }

    @Test
    public void afterTheEndNothingStandsBetween() throws RefusedException {
        assertNotSame(old, suites.current().provider());
        assertTrue(watch.runs());
        suites.watch(Set.of(OLD.id()));
        assertFalse(watch.runs());
        watch.close();
        assertNotSame(
                "an earlier watch ends no later one", old, suites.current().provider());
        suites.use(Set.of(OLD.id()));
        assertSame(old, suites.current().provider());
        CryptoWatch again = suites.watch(Set.of(OLD.id()));
        again.close();
        assertSame(old, suites.current().provider());
        assertEquals(Optional.empty(), suites.missing(Optional.empty()));
    }
}
