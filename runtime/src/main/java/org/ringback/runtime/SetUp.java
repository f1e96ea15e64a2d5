package org.ringback.runtime;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * Sets up a program at its start by options, so that no shell is needed: enrols, joins, grants. A step that was done
 * already does nothing, so that the same options serve every start. Used by one thread.
 */
final class SetUp {
    private static final long REGISTERED_SECONDS = 30;
    private static final long POLL_MILLIS = 20;

    private final LocalShell shell;
    private final Taken taken;
    private final boolean quiet;

    /**
     * Makes the set-up of a running process.
     *
     * @param shell gives its commands
     * @param home its home
     * @param quiet whether to print nothing of what is done, or was done already
     */
    SetUp(LocalShell shell, Home home, boolean quiet) {
        this.quiet = quiet;
        this.shell = shell;
        this.taken = new Taken(home.taken());
    }

    LocalShell shell() {
        return shell;
    }

    /** Makes an enrolment string at the server, unless the equipment is enrolled. */
    void enrol(String equipment, String protections, TextFile to) throws Failure {
        Optional<JSONObject> enrolled = find(
                        shell.status(equipment).getJSONObject("server").getJSONArray("enrolments"), "id", equipment)
                .filter(one -> one.getString("state").equals("enrolled"));
        if (enrolled.isPresent()) {
            Set<Object> may =
                    Set.copyOf(enrolled.get().getJSONArray("protections").toList());
            boolean other = !may.equals(Set.copyOf(Arrays.asList((Object[]) protections.split(",", -1))));
            say(equipment + " is enrolled already"
                    + (other ? ", for " + may + ": --protections changes that only by enrolling anew" : ""));
            return;
        }
        to.write("--enrol", shell.done("enrol " + equipment + " --protections " + protections));
        if (!to.standard()) {
            say("--enrol: the string for " + equipment + " is in " + to.name() + ", for its gateway within 10 minutes");
        }
    }

    /** Gives the program an enrolment or grant string, once; again if the file has another string. */
    void take(String option, String command, TextFile from) throws Failure {
        String text = from.read(option);
        if (taken.has(text)) {
            say(option + ": taken already");
            return;
        }
        String id = shell.done(command, text).strip();
        taken.add(text);
        say(option + ": " + id);
    }

    /** Sets the password at an acceptor, if none is stored or the file has changed since. */
    void acceptorPassword(String equipment, TextFile from) throws Failure {
        JSONObject one = find(equipment(equipment), "name", equipment)
                .orElseThrow(() -> new Failure("--password-file: " + equipment
                        + ": no such equipment here (expected: one that has joined; --join FILE)"));
        password(one, equipment, "acceptor", from);
    }

    /** Sets the password at an issuer, if none is stored or the file has changed since. */
    void issuerPassword(String equipment, TextFile from) throws Failure {
        JSONObject one = find(granted(equipment), "equipment", equipment)
                .orElseThrow(() -> new Failure("--password-file: " + equipment
                        + ": not granted to this issuer (expected: one that is; --accept-grant FILE)"));
        password(one, equipment, "issuer", from);
    }

    private void password(JSONObject known, String equipment, String role, TextFile from) throws Failure {
        boolean stored = known.getBoolean("passwordStored");
        String use = "password " + role + " " + equipment + " " + known.getString("key");
        if (stored && taken.used(use, from)) {
            return;
        }
        Optional<String> mark = from.mark();
        if (stored && mark.isEmpty() && !from.standard()) {
            warn("--password-file: cannot be read; the password of " + equipment + " that is kept stays");
            return;
        }
        byte[] password = from.bytes("--password-file: " + equipment);
        try {
            if (lines(password) > 1) {
                throw new Failure("--password-file: " + equipment
                        + ": more than one line (expected: the password alone, in one line)");
            }
            shell.done("password " + equipment + " --at " + role, password);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
        taken.use(use, mark);
        say("--password-file: the password of " + equipment + (stored ? " is now that of the file" : " is kept"));
    }

    /** Counts the lines; an empty one after the first does not count. */
    private static int lines(byte[] text) {
        int lines = 1;
        boolean ended = false;
        for (byte one : text) {
            lines += ended && one > ' ' ? 1 : 0;
            ended |= one == '\n';
        }
        return lines;
    }

    /** Makes a grant string, unless that person has a grant. */
    void grant(String equipment, String person, TextFile to) throws Failure, InterruptedException {
        JSONObject one = find(equipment(equipment), "name", equipment)
                .orElseThrow(() -> new Failure(
                        "--grant: " + equipment + ": no such equipment here (expected: one that has joined)"));
        if (find(one.getJSONArray("grants"), "person", person)
                .filter(grant -> !grant.getBoolean("revoked"))
                .isPresent()) {
            say(person + " has a grant for " + equipment + " already; " + to.name() + " is not written anew");
            return;
        }
        awaitRegistered(equipment);
        String string = shell.done("grant " + equipment + " " + person);
        try {
            to.write("--grant", string);
        } catch (Failure lost) {
            // Otherwise the next start would find a grant whose string nobody has.
            shell.done("revoke " + equipment + " " + person);
            throw new Failure(lost.getMessage() + "; the grant is taken back", lost);
        }
        if (!to.standard()) {
            say("--grant: " + person + " may ring " + equipment + "; the string is in " + to.name() + ", for " + person
                    + " alone, within 24 hours");
        }
    }

    /** Waits until equipment is registered, as making a grant needs the server. */
    void awaitRegistered(String equipment) throws Failure, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(REGISTERED_SECONDS);
        for (String state = ""; !state.equals("registered"); TimeUnit.MILLISECONDS.sleep(POLL_MILLIS)) {
            state = find(equipment(equipment), "name", equipment)
                    .map(one -> one.getString("state"))
                    .orElse("not joined");
            if (System.nanoTime() > limit) {
                throw new Failure(equipment + ": " + state + " (expected: registered within " + REGISTERED_SECONDS
                        + " s; is its server reachable?)");
            }
        }
    }

    JSONArray equipment(String id) throws Failure {
        return shell.status(id).getJSONObject("acceptor").getJSONArray("equipment");
    }

    JSONArray granted(String equipment) throws Failure {
        return shell.status(equipment).getJSONObject("issuer").getJSONArray("granted");
    }

    static Optional<JSONObject> find(JSONArray rows, String key, String value) {
        return IntStream.range(0, rows.length())
                .mapToObj(rows::getJSONObject)
                .filter(row -> row.getString(key).equals(value))
                .findFirst();
    }

    void say(String what) {
        if (!quiet) {
            warn(what);
        }
    }

    private static void warn(String what) {
        System.err.println("ringback: " + what);
    }
}
