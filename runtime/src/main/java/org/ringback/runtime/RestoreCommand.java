package org.ringback.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.ringback.api.Amount;
import org.ringback.runtime.backup.Backup;
import org.ringback.runtime.backup.Label;
import org.ringback.runtime.backup.NoBackupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringback restore}: makes a home of what backup wrote. */
@Command(
        name = "restore",
        description =
                "Makes a home of the file that backup made: an empty or new folder gets all of it. Of one home two"
                        + " must never run at once: a second one answers in the place of the first, and the server tells both"
                        + " sides of it.",
        footer = {
            "",
            "Example:",
            "  ringback restore --home /var/lib/ringback/gateway gateway.backup",
            "  gpg -d gateway.backup.gpg | ringback restore --original-is-gone --home ~/.ringback/gateway -"
        })
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "FILE", description = "what backup made, or - for standard input")
    private String file = "";

    @Option(
            names = "--original-is-gone",
            description = "for a backup by --keep: the home that it was made of will never run again")
    private boolean gone;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure {
        Home to = home.named();
        try (InputStream bytes = file.equals("-")
                        ? new FileInputStream(FileDescriptor.in)
                        : Files.newInputStream(TextFile.path("FILE", file));
                ZipInputStream in = new ZipInputStream(bytes)) {
            Label label = Backup.label(in);
            if (!label.moved()) {
                requireGone(label);
            }
            requireEmpty(to);
            int files = restored(in, to, label);
            say(files + " files of " + label.home() + ", as it was at " + label.made() + " (" + label.version()
                    + "). Next: start its program with --home " + to.root());
            if (!label.moved()) {
                say("what was done there since is not in it: a permission that was taken back since is good again, so"
                        + " take it back again; a grant that was made since is unknown");
            }
            return 0;
        } catch (IOException e) {
            throw new Failure("FILE: " + file + ": " + Cause.of(e), e);
        }
    }

    /** A home that is not whole keeps its note, by which no program starts with it. */
    @SuppressWarnings("try") // the lock is held, not used
    private int restored(ZipInputStream in, Home to, Label label) throws Failure, IOException {
        to.makeRoot();
        try (HomeLock lock = HomeLock.take(to)) {
            Whereabouts note = new Whereabouts(to);
            Modes.tighten(to.root().resolve("state"));
            note.restoring();
            int files = Backup.restore(in, to.root());
            note.here();
            noted(to, label, files);
            return files;
        } catch (IOException e) {
            String why =
                    (e instanceof NoBackupException ? "FILE: " + file : "--home: " + to.root()) + ": " + Cause.of(e);
            throw new Failure(why + "; " + to.root() + " is not whole; next: " + Called.line("rm", "-r", to.root()), e);
        }
    }

    /** A restored home counts though that could not be noted for its audit log. */
    private void noted(Home to, Label label, int files) {
        try {
            String of = label.moved() ? "a home that runs no more" : "a home that went on then";
            new OfflineActs(to)
                    .add(
                            "restore",
                            label.home(),
                            Amount.of(files, "file") + " of " + of + ", as it was at " + label.made() + ", from "
                                    + (file.equals("-") ? "standard input" : file));
        } catch (IOException e) {
            say("not noted for the audit log: " + Cause.of(e));
        }
    }

    private void requireGone(Label label) throws Failure {
        String what = "the home that this backup was made of, " + label.home() + ", went on then";
        AtTerminal person = AtTerminal.find();
        if (gone) {
            return;
        }
        if (!person.isThere() || file.equals("-")) {
            throw Failure.usage("--original-is-gone: missing: " + what
                    + " (expected: that it will never run again, and then this option)");
        }
        if (!"yes".equals(person.answer(what + ". Will it never run again? Type yes: "))) {
            throw new Failure("not restored: " + what + " (expected: yes)");
        }
    }

    private static void requireEmpty(Home to) throws Failure, IOException {
        if (Files.exists(to.root())) {
            try (Stream<Path> there = Files.list(to.root())) {
                if (there.findAny().isPresent()) {
                    throw new Failure("--home: " + to.root() + " is not empty (expected: a new or empty folder)");
                }
            }
        }
    }

    private void say(String what) {
        spec.commandLine().getErr().println("ringback: " + what);
    }
}
