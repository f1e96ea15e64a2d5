package org.ringback.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.wire.Tlv;

/**
 * The record of a story that has ended. Immutable.
 *
 * @param number its number among those of its role
 * @param story the story
 */
record StoredStory(long number, RingStory story) {
    /** Longest text of a record, in characters; what is longer is cut. */
    static final int MAX_TEXT = 1_000;

    private static final int NUMBER = 1;
    private static final int PARTY = 2;
    private static final int NONCE = 3;
    private static final int EQUIPMENT = 4;
    private static final int PERSON = 5;
    private static final int SYSTEM = 6;
    private static final int PROTECTION = 7;
    private static final int KEY_AGREEMENT = 8;
    /** Nanoseconds since 1970. */
    private static final int BEGAN = 9;

    /** Fields of fields: one step each, in order. */
    private static final int STEP = 10;

    private static final int ANSWERED = 11;
    private static final int REASON = 12;
    private static final int ADVICE = 13;
    /** Nanoseconds; absent in records of older versions. */
    private static final int LASTED = 14;

    /** Absent where it is not known, and in records of older versions. */
    private static final int WAY = 15;

    private static final int STEP_NAME = 1;
    private static final int STEP_NANOS = 2;
    private static final int STEP_DETAIL = 3;

    /** {@return the record} */
    byte[] toBytes() {
        RingStory.End end = story.ended().orElseThrow();
        Tlv.Writer record = new Tlv.Writer()
                .put(StoredRecord.VERSION, StoredRecord.FIRST)
                .put(NUMBER, number)
                .put(PARTY, story.party())
                .put(NONCE, story.nonce().bytes())
                .put(EQUIPMENT, story.equipment().value())
                .put(SYSTEM, story.system().number())
                .put(PROTECTION, cut(story.protection()))
                .put(KEY_AGREEMENT, cut(story.keyAgreement()))
                .put(BEGAN, ChronoUnit.NANOS.between(Instant.EPOCH, story.began()))
                .put(ANSWERED, end.answered() ? 1 : 0)
                .put(REASON, cut(end.reason()))
                .put(ADVICE, cut(end.advice()));
        story.person().ifPresent(one -> record.put(PERSON, one.value()));
        story.steps()
                .forEach(step -> record.put(
                        STEP,
                        new Tlv.Writer()
                                .put(STEP_NAME, cut(step.name()))
                                .put(STEP_NANOS, step.at().toNanos())
                                .put(STEP_DETAIL, cut(step.detail()))
                                .toBytes()));
        story.lasted().ifPresent(lasted -> record.put(LASTED, lasted.toNanos()));
        story.way().ifPresent(way -> record.put(WAY, cut(way)));
        return record.toBytes();
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    /**
     * Reads a record.
     *
     * @param table where it lies
     * @param bytes the record
     * @return the story
     * @throws RuntimeException if it cannot be read
     */
    static StoredStory read(String table, byte[] bytes) {
        Tlv record = StoredRecord.read(table, bytes);
        List<RingStory.Step> steps =
                record.all(STEP).stream().map(StoredStory::step).toList();
        RingStory story = new RingStory(
                record.text(PARTY),
                RingNonce.of(record.bytes(NONCE)),
                new EquipmentId(record.text(EQUIPMENT)),
                record.find(PERSON).map(one -> new EquipmentId(new String(one, StandardCharsets.UTF_8))),
                RingSystem.of(Math.toIntExact(record.number(SYSTEM))),
                record.text(PROTECTION),
                record.text(KEY_AGREEMENT),
                Instant.EPOCH.plusNanos(record.number(BEGAN)),
                steps,
                Optional.of(new RingStory.End(record.number(ANSWERED) == 1, record.text(REASON), record.text(ADVICE))),
                Optional.of(
                        record.find(LASTED).isPresent()
                                ? Duration.ofNanos(record.number(LASTED))
                                : withoutTheCall(steps)),
                record.find(WAY).map(way -> new String(way, StandardCharsets.UTF_8)));
        return new StoredStory(record.number(NUMBER), story);
    }

    /** When the last step was that is not of the call behind the ring. */
    private static Duration withoutTheCall(List<RingStory.Step> steps) {
        return steps.stream()
                .filter(step -> !StandingCall.STEPS.contains(step.name()))
                .map(RingStory.Step::at)
                .reduce(Duration.ZERO, (before, at) -> at);
    }

    private static RingStory.Step step(byte[] bytes) {
        Tlv step = Tlv.read(bytes);
        return new RingStory.Step(
                step.text(STEP_NAME), Duration.ofNanos(step.number(STEP_NANOS)), step.text(STEP_DETAIL));
    }
}
