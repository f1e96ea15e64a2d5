package org.ringback.nat;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.json.JSONArray;
import org.json.JSONObject;
import org.ringback.kit.Party;
import org.ringback.kit.Result;

/** Rings once, carries a conversation, and tells what the story says of it and what the internet saw. Stateless. */
final class Ringing {
    /** Longer than any ring may take: it waits 45 s for equipment that is silent, and its conversation 20 s for bytes. */
    static final Duration LONGEST = Duration.ofMinutes(2);

    /** For what was written to the capture and is not read yet. */
    private static final Duration READ = Duration.ofSeconds(2);

    private Ringing() {}

    /** Rings in a cell; {@return what became of it} */
    static Outcome ring(World world, Trial trial) {
        return ring(world, trial, world.equipment(trial.cell()));
    }

    /** Rings equipment of a cell's house. */
    static Outcome ring(World world, Trial trial, String equipment) {
        int home = world.home(trial.cell()).number();
        int away = world.away(trial.cell()).number();
        Traffic traffic = world.grounds().internet().traffic();
        traffic.ring(home, away);
        Party issuer = world.issuer(trial.cell());
        try (Traffic.Watch watch = traffic.watch(home, away)) {
            boolean answered = converses(issuer, equipment);
            JSONObject story = story(issuer, equipment);
            Reading reading = reading(watch, home, away, answered);
            Way told = told(story);
            String reason = answered
                    ? ""
                    : story.getBoolean("answered") ? "the conversation broke off" : story.getString("reason");
            double fromRequest = answered
                    ? at(story, "communication request accepted") - at(story, "first connection request sent")
                    : 0;
            return new Outcome(
                    trial, answered, told, reading, tries(story), story.getDouble("millis"), fromRequest, reason);
        }
    }

    private static boolean converses(Party issuer, String equipment) {
        byte[] bytes = new byte[World.BYTES];
        new Random(8).nextBytes(bytes);
        CompletableFuture<Result> talk = CompletableFuture.supplyAsync(
                        () -> issuer.shell("ring " + equipment + " --service echo --pipe", bytes),
                        task -> new Thread(task, "ring of " + equipment).start())
                .completeOnTimeout(
                        new Result(-1, new byte[0], "nothing within " + LONGEST),
                        LONGEST.toSeconds(),
                        TimeUnit.SECONDS);
        Result result = talk.join();
        return result.exit() == 0 && Arrays.equals(bytes, result.written());
    }

    /** The latest of the issuer's, which rings one piece of equipment at a time; a gateway beside it has stories of its own. */
    private static JSONObject story(Party issuer, String equipment) {
        String told =
                issuer.shell("rings --json --limit 4 --equipment " + equipment).ok();
        JSONArray stories = new JSONObject(told).getJSONArray("rings");
        return IntStream.range(0, stories.length())
                .mapToObj(stories::getJSONObject)
                .filter(story -> story.getString("party").equals("issuer"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no story of a ring of " + equipment + ": " + told));
    }

    /** When a step was taken first, in milliseconds since the ring began. */
    private static double at(JSONObject story, String step) {
        JSONArray steps = story.getJSONArray("steps");
        return IntStream.range(0, steps.length())
                .mapToObj(steps::getJSONObject)
                .filter(one -> one.getString("name").equals(step))
                .mapToDouble(one -> one.getDouble("millis"))
                .min()
                .orElseThrow(() -> new AssertionError("no step '" + step + "' in " + story));
    }

    private static int tries(JSONObject story) {
        JSONArray steps = story.getJSONArray("steps");
        return 1
                + (int) IntStream.range(0, steps.length())
                        .mapToObj(steps::getJSONObject)
                        .filter(step -> step.getString("name").startsWith("ringing once more"))
                        .count();
    }

    /** Two ways may have stood: the one that carries is that on which the request was accepted. */
    private static Way told(JSONObject story) {
        JSONArray steps = story.getJSONArray("steps");
        boolean relayed = IntStream.range(0, steps.length())
                .mapToObj(steps::getJSONObject)
                .filter(step -> step.getString("name").equals("communication request accepted"))
                .anyMatch(step -> step.getString("detail").contains("relay"));
        return !story.getBoolean("answered") ? Way.NONE : relayed ? Way.RELAYED : Way.DIRECT;
    }

    private static Reading reading(Traffic.Watch watch, int home, int away, boolean answered) {
        if (!answered) {
            return read(watch, home, away);
        }
        try {
            await().atMost(READ).until(() -> read(watch, home, away).way() != Way.NONE);
        } catch (ConditionTimeoutException nothingSeen) {
            return read(watch, home, away).had(home == away);
        }
        return read(watch, home, away);
    }

    private static Reading read(Traffic.Watch watch, int home, int away) {
        return Reading.of(watch.seen(), home, away, World.BYTES);
    }
}
