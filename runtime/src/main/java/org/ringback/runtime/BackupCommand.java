package org.ringback.runtime;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringback.runtime.backup.Backup;
import org.ringback.runtime.backup.Label;
import org.ringback.updater.release.SafeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringback backup}: puts a stopped home into one file, and lets it run no more, unless that is asked for. */
@Command(
        name = "backup",
        description = "Puts a stopped home into one file, from which restore makes it anew on this or another machine."
                + " The home runs no more then, as of one home two must never run at once; with --keep it goes on. The"
                + " file has the keys: who reads it can play this home.",
        footer = {
            "",
            "Example, to another machine:",
            "  ringback backup --home /var/lib/ringback/gateway gateway.backup",
            "  ringback restore --home /var/lib/ringback/gateway gateway.backup     (there, with gateway.backup)",
            "Example, encrypted, for the drawer:",
            "  ringback backup --keep --home ~/.ringback/gateway - | gpg -c > gateway.backup.gpg"
        })
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "the file to be made, or - for standard output; has all but log, cache and what is only for"
                    + " the run")
    private @Nullable String file;

    @Option(
            names = "--keep",
            description = "the home goes on; what is restored from the file must only run once this home is gone, and"
                    + " lacks what is done here from now on")
    private boolean keep;

    @Option(names = "--undo", description = "the home runs again, if its backup was restored nowhere")
    private boolean undo;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    @SuppressWarnings("try") // the lock is held, not used
    public Integer call() throws Failure {
        if ((file == null) != undo || (undo && keep)) {
            throw Failure.usage("FILE: " + (undo ? "stands beside --undo, or --keep does" : "missing")
                    + " (expected: backup --home DIR FILE, with --keep if the home is to go on; or backup --home"
                    + " DIR --undo)");
        }
        Home from = home.named();
        if (!Files.isDirectory(from.root().resolve("config"))) {
            throw new Failure("--home: " + from.root() + " (expected: the home of a program that has run)");
        }
        from.ownedByMe();
        from.makeRun();
        try (HomeLock lock = HomeLock.take(from)) {
            if (undo) {
                undone(from);
            } else {
                back(from, Objects.requireNonNull(file));
            }
            return 0;
        } catch (IOException e) {
            throw new Failure("backup: " + Cause.of(e), e);
        }
    }

    private void undone(Home of) throws Failure, IOException {
        Whereabouts note = new Whereabouts(of);
        if (!note.hasMoved()) {
            throw new Failure("--undo: no backup moved " + of.root() + " (expected: a home that one moved)");
        }
        note.here();
        noted(of, of.root().toString(), "taken back: this home may run again");
        say(of.root() + " may run again; restore its backup nowhere now");
    }

    private void back(Home from, String name) throws Failure, IOException {
        new Whereabouts(from).require();
        for (Path needed : new Path[] {from.store(), from.storeKey()}) {
            if (!needed.normalize().startsWith(from.root())) {
                throw new Failure("store: " + needed + " lies outside the home, so the backup would lack it (expected:"
                        + " in config/org.ringback.store.cfg a path below " + from.root() + ")");
            }
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Label label =
                new Label(!keep, now, new Version().getVersion()[0], from.root().toString());
        Whereabouts note = new Whereabouts(from);
        Modes.tighten(from.root().resolve("state"));
        String to = name.equals("-") ? "standard output" : absolute(name).toString();
        try {
            write(from, label, name, note);
        } catch (IOException | Failure e) {
            note.here();
            noted(from, to, "failed: " + Cause.of(e));
            throw e;
        }
        noted(from, to, keep ? "made; this home goes on" : "made; this home runs no more");
        say(
                keep
                        ? "made; " + from.root() + " goes on: restore the file only once this home is gone for good"
                        : "made; " + from.root()
                                + " runs no more (backup --undo takes that back). Next: restore it where"
                                + " it is to run");
    }

    private static Path absolute(String name) throws Failure {
        return TextFile.path("FILE", name).toAbsolutePath().normalize();
    }

    /** A backup counts though it could not be noted for the audit log. */
    private void noted(Home of, String object, String outcome) {
        try {
            new OfflineActs(of).add("backup", object, outcome);
        } catch (IOException e) {
            say("not noted for the audit log: " + Cause.of(e));
        }
    }

    /** The home is noted as moved before anybody can have its backup: no kill leaves both. */
    private void write(Home from, Label label, String name, Whereabouts note) throws IOException, Failure {
        if (name.equals("-")) {
            if (AtTerminal.find().isThere()) {
                throw Failure.usage("FILE: - is this terminal (expected: a file, or a program behind a pipe)");
            }
            if (label.moved()) {
                note.moved(label.made());
            }
            Backup.write(from.root(), label, new FileOutputStream(FileDescriptor.out));
            return;
        }
        Path to = absolute(name);
        if (Files.exists(to) || to.startsWith(from.root())) {
            throw new Failure("FILE: " + name + (Files.exists(to) ? " is there already" : " lies in the home")
                    + " (expected: a name that is free, outside of the home)");
        }
        Path part = to.resolveSibling(to.toFile().getName() + ".part");
        if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(
                    "FILE: " + part + " is there (expected: nothing; if a backup that was cut left it, remove it)");
        }
        SafeFile.write(to, out -> {
            Backup.write(from.root(), label, out);
            if (label.moved()) {
                note.moved(label.made());
            }
        });
    }

    private void say(String what) {
        spec.commandLine().getErr().println("ringback: " + what);
    }
}
