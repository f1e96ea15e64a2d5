package org.ringback.shell.internal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringback.api.RingStory;

/** Shows stories: to a person as steps, to a program as JSON. Stateless. */
final class StoryPrinter {
    /** What a ring was that nothing answered, be it the call-back or the service behind it. */
    static final String NOT_ANSWERED = "not answered";

    /** The party of a server's stories. */
    private static final String SERVER = "server";

    private static final double NANOS_PER_MILLI = 1e6;

    private StoryPrinter() {}

    static void print(RingStory story, String ending, PrintStream out) {
        steps(story, out);
        out.println("  " + ending);
    }

    /** Prints a story without the reason of its end, which a person reads elsewhere. */
    static void printWithoutReason(RingStory story, PrintStream out) {
        print(story, story.answered() ? "answered" : NOT_ANSWERED, out);
    }

    /** Prints whole lines, as only these end at a word where the terminal is too narrow. */
    private static void steps(RingStory story, PrintStream out) {
        out.println(String.format(
                Locale.ROOT,
                "Ring %s of %s%s, system %s%s%s",
                story.nonce(),
                story.equipment(),
                story.person().map(person -> " by " + person).orElse(""),
                story.system().label(),
                story.protection().isEmpty() ? "" : ", protection " + story.protection(),
                story.keyAgreement().isEmpty() ? "" : ", key agreement " + story.keyAgreement()));
        for (RingStory.Step step : story.steps()) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %8.1f ms  %s%s",
                    millis(step.at()),
                    step.name(),
                    step.detail().isEmpty() ? "" : ": " + step.detail()));
        }
    }

    static String ending(RingStory story) {
        return story.ended()
                .map(end -> end.answered() ? answer(story) : NOT_ANSWERED + ": " + end.reason())
                .orElse("under way");
    }

    /** A server hears from the gateway that the call-back was accepted, and of the conversations nothing. */
    private static String answer(RingStory story) {
        return story.party().equals(SERVER) ? "called back" : "answered";
    }

    /** Says why a ring was not answered, and what to do. */
    static String sentences(RingStory story) {
        return story.ended()
                .map(end -> end.reason() + "." + (end.advice().isEmpty() ? "" : " " + end.advice() + "."))
                .orElse("");
    }

    static Map<String, Object> json(RingStory story) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("nonce", story.nonce());
        json.put("party", story.party());
        json.put("equipment", story.equipment());
        story.person().ifPresent(person -> json.put("person", person));
        json.put("system", story.system().label());
        json.put("protection", story.protection());
        json.put("keyAgreement", story.keyAgreement());
        json.put("began", story.began());
        json.put("millis", rounded(story.soFar()));
        json.put("steps", story.steps().stream().map(StoryPrinter::json).collect(Collectors.toList()));
        story.way().ifPresent(way -> json.put("way", way));
        json.put("answered", story.answered());
        json.put("reason", story.ended().map(RingStory.End::reason).orElse(""));
        json.put("advice", story.ended().map(RingStory.End::advice).orElse(""));
        return json;
    }

    private static Map<String, Object> json(RingStory.Step step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", step.name());
        json.put("millis", rounded(step.at()));
        json.put("detail", step.detail());
        return json;
    }

    private static double rounded(Duration duration) {
        return Math.round(millis(duration) * 10) / 10.0;
    }

    static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
