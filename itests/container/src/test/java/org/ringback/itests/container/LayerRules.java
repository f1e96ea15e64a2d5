package org.ringback.itests.container;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of the layers for all packages below one root, so that they can be shown to fail on a root that breaks each.
 * Immutable.
 */
final class LayerRules {
    /** Address values; everything else in {@code java.net} opens, resolves or speaks to something. */
    private static final Set<String> NET_VALUES = Set.of(
            "java.net.InetAddress",
            "java.net.Inet4Address",
            "java.net.Inet6Address",
            "java.net.InetSocketAddress",
            "java.net.SocketAddress",
            "java.net.UnknownHostException");

    /** Numbers that the cores of one process share, nobody waits for one; and units of time. */
    private static final List<String> NUMBERS =
            List.of("java.util.concurrent.atomic.", "java.util.concurrent.TimeUnit");

    private static final List<String> OUTER_WORLD = List.of(
            "io.netty.",
            "java.io.File",
            "java.lang.Process",
            "java.lang.Thread",
            "java.lang.invoke.VarHandle",
            "java.net.",
            "java.nio.channels.",
            "java.nio.file.",
            "java.util.Timer",
            "java.util.concurrent.",
            "java.util.logging.",
            "javax.net.",
            "org.bouncycastle.",
            "org.h2.",
            "org.osgi.framework.",
            "org.osgi.service.",
            "org.osgi.util.",
            "org.slf4j.");

    /** What must be handed in: by class, the methods that take it from the machine; constructors are {@code <init>}. */
    private static final Map<String, Set<String>> TAKEN = Map.ofEntries(
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.lang.Object", Set.of("wait", "notify", "notifyAll")),
            Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis", "getProperty", "getenv")),
            Map.entry("java.net.InetAddress", Set.of("getByName", "getAllByName", "getLocalHost", "isReachable")),
            Map.entry("java.net.InetSocketAddress", Set.of("getHostName")),
            Map.entry("java.security.SecureRandom", Set.of("<init>", "getInstance", "getInstanceStrong")),
            Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system")),
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.InstantSource", Set.of("system")),
            Map.entry("java.time.LocalDateTime", Set.of("now")),
            Map.entry("java.time.ZonedDateTime", Set.of("now")),
            Map.entry("java.util.Date", Set.of("<init>")),
            Map.entry("java.util.Random", Set.of("<init>")),
            Map.entry("java.util.SplittableRandom", Set.of("<init>")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep", "timedWait", "timedJoin")),
            Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")));

    private static final List<String> PLAIN = List.of(
            "java.",
            "javax.crypto.",
            "org.jspecify.annotations.",
            "org.osgi.annotation.",
            "com.google.errorprone.annotations.");

    private static final List<String> NOT_PLAIN = List.of("java.util.logging.", "java.nio.channels.", "java.nio.file.");

    private final String root;
    private final Architecture architecture;

    /**
     * The rules of one tree of packages.
     *
     * @param root what all packages begin with, without the last dot
     * @param architecture who may know whom
     */
    LayerRules(String root, Architecture architecture) {
        this.root = root;
        this.architecture = architecture;
    }

    /** A bundle uses those that the table says it knows, and of these only what they export. */
    ArchRule knowsOnly(String bundle) {
        Set<String> knows = architecture.bundles().get(bundle).knows();
        return classes()
                .that(areOf(bundle))
                .should(new ArchCondition<>("know " + (knows.isEmpty() ? "no other bundle" : "only " + knows)) {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            String other = bundleOf(target);
                            if (!other.isEmpty()
                                    && !other.equals(bundle)
                                    && (!knows.contains(other) || isPrivate(target))) {
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                            }
                        }
                    }
                });
    }

    /** An arrow that nobody uses is a lie in the table. */
    ArchRule uses(String bundle, String known) {
        return classes().that(areOf(bundle)).should(new ArchCondition<>("use " + known + " somewhere") {
            private boolean used;

            @Override
            public void check(JavaClass item, ConditionEvents events) {
                used |= item.getDirectDependenciesFromSelf().stream().anyMatch(dependency -> bundleOf(
                                dependency.getTargetClass().getBaseComponentType())
                        .equals(known));
            }

            @Override
            public void finish(ConditionEvents events) {
                if (!used) {
                    events.add(SimpleConditionEvent.violated(bundle, bundle + " never uses " + known));
                }
            }
        });
    }

    /** A package can be read, and moved, without those that know it. */
    ArchRule noCircles() {
        return SlicesRuleDefinition.slices()
                .matching(root + ".(**)")
                .namingSlices("$1")
                .should()
                .beFreeOfCycles();
    }

    /** Messages, time and random bits go in, actions come out. */
    ArchRule coresTouchNothing() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..core..")
                .should()
                .dependOnClassesThat(describe("reach the outer world", LayerRules::outerWorld))
                .orShould()
                .dependOnClassesThat(
                        describe("are a driver's", target -> !bundleOf(target).isEmpty() && isInternal(target)));
    }

    /** Clocks and randomness are handed in. */
    ArchRule coresTakeNothing() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..core..")
                .should()
                .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("a clock, randomness or a lock is taken") {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        String owner = access.getTargetOwner().getFullName();
                        String name = access.getTarget().getName();
                        return TAKEN.getOrDefault(owner, Set.of()).contains(name);
                    }
                });
    }

    /** A library is the business of one bundle, and of those whose names go on from its name. */
    ArchRule onlyOneBundleUses(String bundle, String libraryPackage) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + "." + bundle + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(libraryPackage + "..");
    }

    /** Interfaces and values, and what the JDK has: nothing else on the class path is needed to use them. */
    ArchRule isPlainJava(String bundle) {
        return classes()
                .that()
                .resideInAPackage(root + "." + bundle + "..")
                .should()
                .onlyDependOnClassesThat(describe(
                        "are the JDK's, ours, or marks for the compiler",
                        target -> isOurs(target.getBaseComponentType()) || isPlain(target.getBaseComponentType())));
    }

    private static boolean isPlain(JavaClass target) {
        String name = target.getFullName();
        return target.isPrimitive()
                || (PLAIN.stream().anyMatch(name::startsWith)
                        && NOT_PLAIN.stream().noneMatch(name::startsWith));
    }

    private static boolean outerWorld(JavaClass target) {
        String name = target.getBaseComponentType().getFullName();
        return !NET_VALUES.contains(name)
                && NUMBERS.stream().noneMatch(name::startsWith)
                && OUTER_WORLD.stream().anyMatch(name::startsWith);
    }

    private boolean isOurs(JavaClass target) {
        return target.getPackageName().startsWith(root + ".");
    }

    private DescribedPredicate<JavaClass> areOf(String bundle) {
        return describe("are of " + bundle, type -> bundleOf(type).equals(bundle));
    }

    /** {@return the bundle of the table with the longest name that the class's package begins with} */
    String bundleOf(JavaClass target) {
        if (!isOurs(target)) {
            return "";
        }
        String inner = target.getPackageName().substring(root.length() + 1) + ".";
        return architecture.bundles().keySet().stream()
                .filter(name -> inner.startsWith(name + "."))
                .max(Comparator.comparingInt(String::length))
                .orElseGet(() -> inner.substring(0, inner.indexOf('.')));
    }

    private boolean isPrivate(JavaClass target) {
        return isInternal(target) || has(target, "core");
    }

    private boolean isInternal(JavaClass target) {
        return has(target, "internal");
    }

    private boolean has(JavaClass target, String part) {
        return isOurs(target)
                && List.of(target.getPackageName().split("\\.", -1)).contains(part);
    }
}
