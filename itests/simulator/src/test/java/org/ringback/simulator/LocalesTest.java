package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Calendar;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.wire.Attribute;
import org.ringback.wire.Attributes;
import org.ringback.wire.MessageKind;

/**
 * The language of a machine changes digits, calendars, what is a capital letter and where a decimal point stands. It may
 * change nothing here: what is printed is read by programs too, and what is stored by other machines.
 */
public final class LocalesTest {
    private static final long SEED = 1_017;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofSeconds(1_234);

    /** What Java has, and the digits and calendars that somebody may ask for beside. */
    private static final List<Locale> ALL = Stream.concat(
                    Stream.of(Locale.getAvailableLocales()),
                    Stream.of(
                            Locale.forLanguageTag("th-TH-u-nu-thai"),
                            Locale.forLanguageTag("en-US-u-nu-deva"),
                            Locale.forLanguageTag("hi-IN-u-nu-native"),
                            Locale.forLanguageTag("de-DE-u-ca-buddhist"),
                            Locale.forLanguageTag("ja-JP-u-ca-japanese")))
            .toList();

    private final Locale machine = Locale.getDefault();

    @After
    public void theMachinesOwnComesBack() {
        Locale.setDefault(machine);
    }

    @Test
    public void whatIsPrintedIsTheSameInEveryLanguage() {
        Locale.setDefault(Locale.ROOT);
        String expected = printed();
        for (Locale locale : ALL) {
            Locale.setDefault(locale);
            assertEquals(locale.toLanguageTag(), expected, printed());
        }
    }

    @Test
    public void enrollingGrantingAndRingingWorkInEveryKindOfLanguage() {
        Collection<Locale> kinds = kinds();
        assertTrue(kinds.toString(), kinds.size() >= 10);
        for (Locale locale : kinds) {
            Locale.setDefault(locale);
            Scene scene = new Scene(SEED, Scene.provisioned(SEED).disks()).started();
            SimulatedRing ring = scene.referee()
                    .ring(
                            scene.issuer(Scene.ANNA),
                            Scene.LAMP,
                            RingSystem.CERTIFIED,
                            scene.simulation().now() - 1,
                            Demand.ANSWERED_OR_EXPLAINED);
            scene.simulation().runUntil(ring::over, SOON);
            assertTrue(locale.toLanguageTag() + ": " + ring, ring.answered());
        }
    }

    private static String printed() {
        return Stream.of(
                        Stream.of(RingReason.values())
                                .map(reason -> reason + " " + reason.happened(Scene.LAMP, "12 of 34")
                                        + reason.advice(Scene.LAMP, WAIT)),
                        Stream.of(MessageKind.values()).map(kind -> kind + " " + kind.title()),
                        Attributes.all().stream().map(Attribute::toString))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** One of each kind: those that write digits, letters and years alike are one. */
    private static Collection<Locale> kinds() {
        Map<String, Locale> kinds = new LinkedHashMap<>();
        for (Locale locale : ALL) {
            Locale.setDefault(locale);
            kinds.putIfAbsent(
                    String.format(locale, "%d", -1_234_567_890)
                            + "I".toLowerCase(locale)
                            + Calendar.getInstance(locale).getCalendarType(),
                    locale);
        }
        return kinds.values();
    }
}
