package org.ringback.processes;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ExternalResource;
import org.junit.rules.RuleChain;
import org.junit.rules.Timeout;
import org.ringback.kit.Checked;
import org.ringback.kit.Party;
import org.ringback.kit.Program;

/**
 * Both crypto bundles are updated in each of the three programs, as a person does it at the prompt, under rings and checked
 * conversations: nothing fails, no byte is lost, and nothing of an old version stays behind. The short form, in one
 * container, is {@code CryptoLifeIT}.
 */
public final class PlainUpdatesIT {
    private static final int UPDATES = Integer.getInteger("plain.updates", 0);
    private static final ServerSocket ECHO = Checked.get(CheckedTalk::echo);
    private static final List<String> TALKS = List.of("talk-1", "talk-2", "talk-3", "talk-4");

    private static final Net NET = new Net()
            .forwarding(TALKS.stream()
                    .map(id -> id + "/echo=127.0.0.1:" + ECHO.getLocalPort())
                    .collect(joining("; ")));

    @ClassRule
    public static final RuleChain ONLY_WHERE_ASKED = RuleChain.outerRule(new ExternalResource() {
                @Override
                protected void before() {
                    assumeTrue("plain.updates: 0 (expected: how many of each; mvn verify -Plong)", UPDATES > 0);
                    assumeTrue("jcmd: not on the path", Program.exists("jcmd"));
                }
            })
            .around(NET);

    private static final int RINGS_PER_SECOND = 6;
    /** Half as many as a program runs commands, so that an update finds room on a slow machine too. */
    private static final int RINGS_AT_ONCE = 8;

    private static final int OVENS = 12;
    private static final List<String> BUNDLES = List.of("org.ringback.crypto", "org.ringback.crypto.certificatefirst");

    @Rule
    public final Timeout limit = new Timeout(10, TimeUnit.MINUTES);

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(TALKS.size() + 1);
    private final ExecutorService rings = Executors.newCachedThreadPool();
    private final List<CheckedTalk> talks = new ArrayList<>();
    private final List<String> nonces = new ArrayList<>();

    /**
     * Every other one is enrolled for certificate-first, so that the gateway uses both. So many that none has more calls than a
     * grant may have, however slow the machine is.
     */
    @BeforeClass
    public static void equipment() {
        for (int i = 0; i < OVENS; i++) {
            NET.joinWith(i % 2 == 0 ? "tls13" : "certificate-first", "oven-" + i, NET.serverName(Net.IPV4));
            NET.grant("oven-" + i, NET.issuer(), NET.serverName(Net.IPV4));
        }
        TALKS.forEach(id -> NET.provide(id, NET.serverName(Net.IPV4)));
    }

    @Before
    public void conversations() throws Exception {
        for (String id : TALKS) {
            JSONObject call = new JSONObject(NET.issuer()
                    .shell("ring " + id + " --system call-back --service echo --forward 127.0.0.1:0 --json")
                    .ok());
            nonces.add(call.getString("nonce"));
            talks.add(new CheckedTalk(call.getString("forward"), clock));
        }
    }

    @After
    public void end() throws Exception {
        clock.shutdownNow();
        rings.shutdownNow();
        for (CheckedTalk talk : talks) {
            talk.close();
        }
    }

    @Test
    public void plainUpdatesUnderRingsAndConversationsLoseNothingAndLeaveNothingBehind() throws Exception {
        everyOvenAnswers();
        Map<Party, Long> loaders = new HashMap<>();
        for (Party party : parties()) {
            loaders.put(party, classLoaders(party));
        }
        Queue<Future<JSONObject>> rung = new ConcurrentLinkedQueue<>();
        Semaphore room = new Semaphore(RINGS_AT_ONCE);
        Future<?> ringing = clock.scheduleAtFixedRate(
                () -> {
                    if (room.tryAcquire()) {
                        String oven = "oven-" + rung.size() % OVENS;
                        rung.add(rings.submit(() -> {
                            try {
                                return ring(oven);
                            } finally {
                                room.release();
                            }
                        }));
                    }
                },
                0,
                TimeUnit.SECONDS.toMillis(1) / RINGS_PER_SECOND,
                TimeUnit.MILLISECONDS);

        for (int i = 0; i < UPDATES; i++) {
            for (Party party : parties()) {
                for (String bundle : BUNDLES) {
                    party.shell("felix:update " + number(party, bundle)).ok();
                }
            }
        }
        ringing.cancel(false);
        List<String> failed = new ArrayList<>();
        for (Future<JSONObject> one : rung) {
            JSONObject story = one.get();
            if (!story.getBoolean("answered")) {
                failed.add(story.toString());
            }
        }
        assertEquals(rung.size() + " rings", List.of(), failed);
        assertTrue(rung.size() + " rings", rung.size() >= UPDATES);
        everyOvenAnswers();
        for (Party party : parties()) {
            await(party.home() + ": only what is used, conversations too")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> states(party).stream().allMatch("used"::equals));
            await(party.home() + ": class loaders as before")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> classLoaders(party) <= loaders.get(party));
        }
        for (CheckedTalk talk : talks) {
            assertEquals("", talk.fault());
            assertTrue(talk.bytes() > 0);
        }
        nonces.forEach(nonce -> NET.issuer().shell("hang-up " + nonce).ok());
    }

    private static void everyOvenAnswers() {
        for (int i = 0; i < OVENS; i++) {
            JSONObject story = ring("oven-" + i);
            assertTrue(story.toString(), story.getBoolean("answered"));
        }
    }

    private static List<Party> parties() {
        return List.of(NET.server(), NET.gateway(), NET.issuer());
    }

    private static JSONObject ring(String equipment) {
        return NET.ring(equipment, "call-back");
    }

    private static String number(Party party, String bundle) {
        String list = party.shell("felix:lb -s " + bundle).ok();
        Matcher line = Pattern.compile("(\\d+)\\|Active[^|]*\\|[^|]*\\|" + Pattern.quote(bundle) + "[ |(]")
                .matcher(list);
        assertTrue(list, line.find());
        return line.group(1);
    }

    /** How each crypto bundle is, in each version that is used or runs. */
    private static List<String> states(Party party) {
        JSONArray crypto = new JSONObject(party.shell("status --json").ok()).getJSONArray("crypto");
        List<String> states = new ArrayList<>();
        crypto.forEach(one -> states.add(((JSONObject) one).getString("state")));
        return states;
    }

    /** Of bundles, once what nobody holds is gone. */
    private static long classLoaders(Party party) throws InterruptedException {
        String pid = Long.toString(party.pid());
        Program.foreign(Duration.ofSeconds(30), List.of("jcmd", pid, "GC.run"));
        return Program.foreign(Duration.ofSeconds(30), List.of("jcmd", pid, "VM.classloader_stats"))
                .output()
                .lines()
                .filter(line -> line.contains("BundleClassLoader"))
                .count();
    }
}
