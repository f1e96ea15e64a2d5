package org.ringback.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Starts the demo's three parties, sets them up, and rings. Used by one thread. */
final class Demo implements AutoCloseable {
    private static final String EQUIPMENT = "thermostat-1";

    /** A second thermostat, which connects with the server by the other protection. */
    private static final String CERTIFICATE_FIRST = "thermostat-2";

    private static final String PERSON = "anna";
    private static final Duration FETCH_LIMIT = Duration.ofSeconds(10);
    private static final int PASSWORD_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Progress progress;
    private final Parties parties;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(FETCH_LIMIT)
            .build();

    private Demo(Parties parties, Progress progress) {
        this.parties = parties;
        this.progress = progress;
    }

    static Demo start(Installation installation, Optional<Path> home, Progress progress)
            throws Failure, InterruptedException {
        Demo demo = new Demo(Parties.in(TrialFolder.of(home, "ringback-demo-"), progress), progress);
        try {
            demo.start(installation);
        } catch (Failure | InterruptedException | RuntimeException e) {
            demo.close();
            throw e;
        }
        return demo;
    }

    private void start(Installation installation) throws Failure, InterruptedException {
        progress.say("starting three processes: server, gateway with thermostat, issuer");
        Party.configure(installation, "server", parties.home("server"), "org.ringback.relay", "listen = 127.0.0.1:0");
        Party.configure(
                installation,
                "demo",
                parties.home("gateway"),
                "org.ringback.acceptor",
                "dialable = 127.0.0.0/8, ::1/128",
                "systems = " + EQUIPMENT + "=datagram,call-back,password,certified",
                "protection = " + CERTIFICATE_FIRST + "=certificate-first");
        parties.start(installation);
    }

    /** Enrols, sets the password and grants, as an operator, an owner and a person do once. */
    void provision() throws Failure, InterruptedException {
        byte[] random = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(random);
        String password = HexFormat.of().formatHex(random) + "\n";
        for (String equipment : List.of(EQUIPMENT, CERTIFICATE_FIRST)) {
            provision(equipment, password);
        }
    }

    private void provision(String equipment, String password) throws Failure {
        String enrolment =
                parties.server().shell().done("enrol " + equipment + " --protections tls13,certificate-first");
        parties.gateway().shell().done("join", enrolment);
        progress.say("the server enrolled " + equipment + ", the gateway joined with keys of its own");
        parties.gateway().shell().done("password " + equipment, password);
        String grant = parties.gateway().shell().done("grant " + equipment + " " + PERSON);
        parties.issuer().shell().done("accept-grant", grant);
        parties.issuer().shell().done("password " + equipment, password);
        progress.say("the gateway granted " + equipment + " to " + PERSON + ", whose issuer accepted");
    }

    /**
     * Rings in one system, fetches the page over the call-back, and hangs up.
     *
     * @param system the system
     * @param protection of both connections with the server
     */
    DemoRing ring(String system, String protection) throws Failure, InterruptedException {
        String equipment = protection.equals("tls13") ? EQUIPMENT : CERTIFICATE_FIRST;
        progress.say("ringing " + equipment + ", system " + system + ", protection " + protection);
        LocalShell.Result result = parties.issuer()
                .shell()
                .run(
                        "ring " + equipment + " --system " + system + " --protection " + protection
                                + " --forward 127.0.0.1:0 --json",
                        "");
        JSONObject own;
        try {
            own = new JSONObject(result.output());
        } catch (JSONException e) {
            throw new Failure(
                    "issuer: ring in system " + system + ": " + result.errors().strip(), e);
        }
        Optional<String> page = Optional.empty();
        if (result.exit() == 0) {
            page = Optional.of(fetch(own.getString("forward")));
            parties.issuer().shell().done("hang-up " + own.getString("nonce"));
        }
        return new DemoRing(own, stories(own.getString("nonce")), page);
    }

    private String fetch(String address) throws Failure, InterruptedException {
        String reading = get(address, "/reading");
        String page = get(address, "/");
        if (!page.contains("</html>")) {
            throw new Failure("thermostat: its page is cut: " + page.length() + " characters");
        }
        JSONObject values = new JSONObject(reading);
        return "HTTP 200, page of " + page.length() + " characters; it is " + values.get("temperature") + " °C, set to "
                + values.get("setPoint") + " °C";
    }

    private String get(String address, String path) throws Failure, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(FETCH_LIMIT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new Failure("thermostat: GET " + path + " gave " + response.statusCode() + " (expected: 200)");
            }
            return response.body();
        } catch (IOException e) {
            throw new Failure("thermostat: GET " + path + " over the call-back: " + e, e);
        }
    }

    /** The stories of all three parties of one ring, which only the demo can combine, as it runs all three. */
    private List<JSONObject> stories(String nonce) throws Failure, InterruptedException {
        List<JSONObject> found = new ArrayList<>();
        for (Party party : parties.all()) {
            JSONArray all = new JSONObject(party.shell().done("rings --json")).getJSONArray("rings");
            for (int i = 0; i < all.length(); i++) {
                if (all.getJSONObject(i).getString("nonce").equals(nonce)) {
                    found.add(all.getJSONObject(i));
                }
            }
        }
        return found;
    }

    /** Leaves the three parties running with one ring answered; returns where everything is. */
    String keep() throws Failure, InterruptedException {
        JSONObject own =
                new JSONObject(parties.issuer().shell().done("ring " + EQUIPMENT + " --forward 127.0.0.1:0 --json"));
        parties.keep();
        StringBuilder text = new StringBuilder("\nThe thermostat's page, over the call-back:  http://")
                .append(own.getString("forward"))
                .append("/\n\n");
        StringBuilder pids = new StringBuilder();
        for (Party party : parties.all()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-8s process %-7d %s%n",
                    party.name(),
                    party.pid(),
                    Called.program("shell", "--home", party.home(), "status")));
            pids.append(' ').append(party.pid());
        }
        return text.append("\nTo stop them:  kill")
                .append(pids)
                .append("; ")
                .append(Called.line("rm", "-r", parties.folder()))
                .toString();
    }

    @Override
    public void close() {
        parties.close();
    }
}
