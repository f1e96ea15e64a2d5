package org.ringback.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A copy of our crypto that writes down all that it is given, and what it is asked to make of it, each call on a line behind
 * the thread that called. Immutable.
 *
 * @param file where it writes
 */
record Kept(Path file) {
    /** How the threads of the provider kit are called. */
    private static final String KIT = "ringback-kit";

    private static final String CRYPTO = "org.ringback.crypto";
    private static final String PROVIDER = CRYPTO + ".internal.BouncyProvider";
    private static final String TLS = CRYPTO + ".internal.Tls13Protection";
    private static final String KEEPER = CRYPTO + ".internal.Keeper";

    private static final String SOURCE =
            """
            package org.ringback.crypto.internal;

            import java.lang.reflect.*;
            import java.nio.file.*;
            import java.util.*;
            import org.ringback.api.*;
            import org.ringback.spi.*;

            public final class Keeper implements CryptoProvider {
                private static final Path FILE = Path.of("FILE");
                private final CryptoProvider of = new BouncyProvider();

                static <T> T kept(Class<T> type, T of) {
                    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                            (self, method, arguments) -> {
                                keep(method.getName(), arguments == null ? List.of() : Arrays.asList(arguments));
                                try {
                                    Object result = method.invoke(of, arguments);
                                    keep(method.getName() + " gives", result);
                                    return result;
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            }));
                }

                private static synchronized void keep(String what, Object seen) throws Exception {
                    StringBuilder line = new StringBuilder(Thread.currentThread().getName())
                            .append('#').append(Thread.currentThread().getId()).append(' ').append(what);
                    tell(seen, line);
                    Files.writeString(FILE, line.append(System.lineSeparator()),
                            StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }

                private static void tell(Object seen, StringBuilder line) throws Exception {
                    if (seen instanceof byte[] bytes) {
                        line.append(' ').append(HexFormat.of().formatHex(bytes));
                    } else if (seen instanceof Secret secret) {
                        tell(secret.copyBytes(), line);
                    } else if (seen instanceof DeviceIdentity identity) {
                        line.append(' ').append(identity.fingerprint());
                        tell(identity.encoded(), line);
                    } else if (seen instanceof Optional<?> some) {
                        tell(some.orElse(null), line);
                    } else if (seen instanceof Iterable<?> all) {
                        for (Object one : all) {
                            tell(one, line);
                        }
                    } else if (seen instanceof Grant || seen instanceof Ticket || seen instanceof SealingKey
                            || seen instanceof CallKey) {
                        for (RecordComponent part : seen.getClass().getRecordComponents()) {
                            tell(part.getAccessor().invoke(seen), line);
                        }
                    } else {
                        line.append(' ').append(seen);
                    }
                }

                public String name() { return of.name(); }
                public RingCrypto rings() { return kept(RingCrypto.class, of.rings()); }
                public Strings strings() { return kept(Strings.class, of.strings()); }
                public Identities identities() { return kept(Identities.class, of.identities()); }
                public ServerAuthorities authorities() { return kept(ServerAuthorities.class, of.authorities()); }
                public ServerChains chains() { return kept(ServerChains.class, of.chains()); }
                public CallProtection calls() { return kept(CallProtection.class, of.calls()); }

                public static final class Tls implements ConnectionProtection {
                    private final ConnectionProtection of = kept(ConnectionProtection.class, new Tls13Protection());

                    public ProtectionId id() { return of.id(); }
                    public String name() { return of.name(); }
                    public List<Prefix> claims() { return of.claims(); }
                    public Beginning beginning(java.nio.ByteBuffer came) { return of.beginning(came); }
                    public ProtectionSession answer(ServerCredentials credentials) { return of.answer(credentials); }
                    public ProtectionSession dial(DeviceIdentity device, Role role, ExpectedServer server) {
                        return of.dial(device, role, server);
                    }
                }
            }
            """;

    /** The copy, with this version. */
    byte[] crypto(String version) throws IOException {
        return Stamped.serving(
                List.of(PROVIDER, TLS),
                List.of(KEEPER, KEEPER + "$Tls"),
                Compiled.classes(KEEPER, SOURCE.replace("FILE\"", file + "\"")),
                CRYPTO,
                version);
    }

    /** All that it wrote so far. */
    List<String> lines() throws IOException {
        return Files.readAllLines(file);
    }

    /** What of it is of its trial: all up to the end of the self-test, and both ends of the agent's own rings. */
    List<String> trial() throws IOException {
        List<String> all = lines();
        String selfTest = thread(all, KIT + "#");
        thread(all, KIT + "-answers#");
        int end = IntStream.range(0, all.size())
                .filter(at -> all.get(at).startsWith(selfTest + " "))
                .max()
                .orElseThrow();
        return IntStream.range(0, all.size())
                .filter(at -> at <= end || all.get(at).startsWith(KIT))
                .mapToObj(all::get)
                .toList();
    }

    private static String thread(List<String> lines, String beginning) {
        return lines.stream()
                .map(line -> line.split(" ", 2)[0])
                .filter(thread -> thread.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    /** Those of the lines that have this. */
    static List<String> with(String part, List<String> lines) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }
}
