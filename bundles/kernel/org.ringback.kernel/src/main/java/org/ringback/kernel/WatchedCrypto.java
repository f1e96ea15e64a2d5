package org.ringback.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringback.api.control.CryptoWatch;
import org.ringback.spi.CallKey;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;

/**
 * Stands before the services of some bundles and counts what they do: connections that they proved, exceptions that no
 * crypto throws, and results that differ from those of the crypto before, for functions that have one result only.
 * That a peer or its bytes are refused is none of it, so no peer and no network is a fault. Thread-safe.
 */
final class WatchedCrypto implements CryptoWatch {
    /** The functions of equal results for equal arguments that take about a millisecond at most, for people. */
    private static final Map<String, String> COMPARED = Map.ofEntries(
            Map.entry("macKey", "MAC key"),
            Map.entry("sealDatagram", "sealed datagram"),
            Map.entry("openDatagram", "opened datagram"),
            Map.entry("sealReason", "sealed reason"),
            Map.entry("openReason", "opened reason"),
            Map.entry("ringProof", "ring proof"),
            Map.entry("callKey", "call key"),
            Map.entry("callProof", "call proof"),
            Map.entry("codeKey", "code key"),
            Map.entry("enrolmentProof", "enrolment proof"),
            Map.entry("hmac", "HMAC"));

    private final Set<Long> bundles;
    private final Consumer<WatchedCrypto> ended;
    private volatile @Nullable CryptoProvider before;
    private volatile boolean over;

    @GuardedBy("this")
    private final List<String> faults = new ArrayList<>();

    @GuardedBy("this")
    private int proved;

    WatchedCrypto(Set<Long> bundles, Optional<CryptoProvider> before, Consumer<WatchedCrypto> ended) {
        this.bundles = Set.copyOf(bundles);
        this.before = before.orElse(null);
        this.ended = ended;
    }

    /** A provider with the watch before it, if it is one of those. */
    Brought<CryptoProvider> provider(Brought<CryptoProvider> one) {
        return bundles.contains(one.by().id())
                ? new Brought<>(new WatchedProvider(one.what(), this), one.by(), one.id())
                : one;
    }

    /** A protection with the watch before it, if it is one of those. */
    Brought<ConnectionProtection> protection(Brought<ConnectionProtection> one) {
        return bundles.contains(one.by().id())
                ? new Brought<>(
                        watched(ConnectionProtection.class, one.what(), provider -> Optional.empty()),
                        one.by(),
                        one.id())
                : one;
    }

    /** Something of a provider with the watch before it; what is the same of another provider says what it should do. */
    <T> T watched(Class<T> type, T what, Function<CryptoProvider, Optional<T>> same) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(what, same, method, arguments)));
    }

    private <T> @Nullable Object call(
            T what, Function<CryptoProvider, Optional<T>> same, Method method, Object @Nullable [] arguments)
            throws Throwable {
        CryptoProvider other = before;
        Optional<T> control = other == null ? Optional.empty() : same.apply(other);
        Object result;
        try {
            result = method.invoke(what, arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = Objects.requireNonNull(e.getCause());
            boolean stricter = thrown instanceof IllegalArgumentException
                    && control.isPresent()
                    && !throwsToo(control.get(), method, arguments);
            if (stricter || !(thrown instanceof ProtectionException || thrown instanceof IllegalArgumentException)) {
                fault(method.getName(), thrown);
            }
            throw thrown;
        }
        String name = COMPARED.get(method.getName());
        if (name != null && control.isPresent() && differs(result, control.get(), method, arguments)) {
            add(name + ": differs from that of the one before");
        }
        return result instanceof ProtectionSession session ? new WatchedSession(session, this) : result;
    }

    /** Whether the one before gives something else; one that throws, as it goes in that moment, says nothing. */
    private static boolean differs(
            @Nullable Object result, Object control, Method method, Object @Nullable [] arguments)
            throws IllegalAccessException {
        try {
            return !same(result, method.invoke(control, arguments));
        } catch (InvocationTargetException e) {
            return false;
        }
    }

    private static boolean throwsToo(Object control, Method method, Object @Nullable [] arguments)
            throws IllegalAccessException {
        try {
            method.invoke(control, arguments);
            return false;
        } catch (InvocationTargetException e) {
            return true;
        }
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof byte[] bytes && other instanceof byte[] others) {
            return MessageDigest.isEqual(bytes, others);
        }
        if (one instanceof CallKey key && other instanceof CallKey another) {
            return same(key.id(), another.id()) && key.secret().equals(another.secret());
        }
        if (one instanceof Optional<?> some && other instanceof Optional<?> others) {
            return some.isPresent() == others.isPresent() && (some.isEmpty() || same(some.get(), others.orElseThrow()));
        }
        return Objects.equals(one, other);
    }

    /** It threw what no crypto throws; a machine without memory is no fault of its. */
    void fault(String where, Throwable thrown) {
        if (!(thrown instanceof OutOfMemoryError)) {
            add(where + ": " + thrown);
        }
    }

    private synchronized void add(String words) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(words);
        }
        notifyAll();
    }

    /** It proved the other end of a connection. */
    synchronized void proves() {
        proved++;
        notifyAll();
    }

    /** The crypto before went: nothing of it is held. */
    void gone(CryptoProvider provider) {
        if (provider == before) {
            before = null;
        }
    }

    @Override
    public synchronized int proved() {
        return proved;
    }

    @Override
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public synchronized boolean await(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos();
                proved < count && faults.isEmpty() && left > 0;
                left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return proved >= count && faults.isEmpty();
    }

    @Override
    public boolean runs() {
        return !over;
    }

    /** Something else is used or watched: nothing is compared any more, and nothing held. */
    void end() {
        over = true;
        before = null;
    }

    @Override
    public void close() {
        end();
        ended.accept(this);
    }
}
