package org.ringback.runtime;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.json.JSONObject;
import org.ringback.store.internal.StoreCare;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ringback store}: checks or restores the store of a stopped program. */
@Command(
        name = "store",
        description = "Looks at the store of a stopped home, and puts its earlier whole copy in place.",
        subcommands = {StoreCommand.Check.class, StoreCommand.Restore.class})
final class StoreCommand implements Callable<Integer> {
    /** May stand before the subcommand or after it. */
    @Mixin
    private HomeOption home = new HomeOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** What both subcommands share. */
    abstract static class Care implements Callable<Integer> {
        @ParentCommand
        private StoreCommand store = new StoreCommand();

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        @SuppressWarnings("try") // the lock is held, not used
        public Integer call() throws Failure {
            Home at = store.home.named();
            // a restored backup may have only data and keys
            if (!Files.exists(at.store()) && !Files.exists(at.storeKey())) {
                throw new Failure("--home: " + at.root() + " (expected: the home of a program that has run)");
            }
            PrintWriter out = spec.commandLine().getOut();
            try (HomeLock lock = lock(at)) {
                StoreCare.Report report = care(at);
                print(report, out);
                if (out.checkError()) {
                    throw new Failure("standard output: cannot be written (expected: room)");
                }
                return report.good() ? 0 : ExitCode.FAILED;
            } catch (IOException | UncheckedIOException e) {
                throw new Failure("store: " + e.getMessage(), e);
            }
        }

        private void print(StoreCare.Report report, PrintWriter out) {
            if (json) {
                out.println(new JSONObject()
                        .put("good", report.good())
                        .put("files", new JSONObject(report.facts()))
                        .put("words", report.words())
                        .toString(2));
                return;
            }
            report.facts().forEach((name, fact) -> out.println(name + ": " + fact));
            report.words().forEach(out::println);
        }

        abstract HomeLock lock(Home at) throws Failure;

        abstract StoreCare.Report care(Home at) throws IOException, Failure;
    }

    /** Checks the store; changes nothing. */
    @Command(
            name = "check",
            description =
                    "Says what is there, what is wrong and what to do; changes nothing. Exit code 0: the next start has"
                            + " all that was acknowledged.")
    static final class Check extends Care {
        @Override
        HomeLock lock(Home at) throws Failure {
            return HomeLock.look(at);
        }

        @Override
        StoreCare.Report care(Home at) throws IOException, Failure {
            return new StoreCare(at.store(), at.storeKey()).check();
        }
    }

    /** Restores the store; keeps the replaced files. */
    @Command(
            name = "restore",
            description =
                    "Puts the earlier whole copy in place of data that cannot be read, with the latest commits as far"
                            + " as they are there; keeps the damaged file, and says what is lost. Exit code 0: nothing"
                            + " that was acknowledged.")
    static final class Restore extends Care {
        @Override
        HomeLock lock(Home at) throws Failure {
            at.ownedByMe();
            at.makeRun();
            return HomeLock.take(at);
        }

        @Override
        StoreCare.Report care(Home at) throws IOException, Failure {
            return new StoreCare(at.store(), at.storeKey()).restore();
        }
    }
}
