package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.ringback.api.control.AcceptorControl;
import org.ringback.shell.link.ShellClient;
import org.ringback.shell.link.StartingException;

/** A command that comes before what it is for. */
public class StartingTest {
    private static final Optional<String> RUNS = Optional.empty();
    private static final Optional<String> WAITS =
            Optional.of("acceptor: does not run yet: org.ringback.acceptor: has not finished starting");

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();
    private final FakeRuntime runtime = new FakeRuntime();
    private final Reasons reasons = new Reasons(runtime, runtime::has, () -> runtime.stopped, pid -> false);
    private final Map<String, Command> commands = new HashMap<>();
    private @Nullable Roles roles;
    private boolean underWay = true;
    private final Starting starting = new Starting(() -> underWay, commands::get, () -> roles);

    @Before
    public void theGatewayIsNotThereYet() {
        runtime.component("org.ringback.acceptor", ComponentConfigurationDTO.SATISFIED);
        roles(null);
    }

    private void roles(@Nullable AcceptorControl acceptor) {
        Roles now = new Roles(null, acceptor, null, List.of());
        now.reasons = reasons;
        roles = now;
        for (Command one : List.of(
                new GrantCommand(now),
                new EnrolCommand(now),
                new StatusCommand(now, reasons, new Forwards(), new Updater(null, List.of())),
                new WarningsCommand(now, reasons))) {
            commands.put(one.name(), one);
        }
    }

    @Test
    public void aCommandOfARoleThatDoesNotRunYetHasToWait() {
        assertEquals(WAITS, starting.hinders("grant lamp-1 anna"));
        assertEquals(WAITS, starting.hinders("  ringback:grant lamp-1 anna"));
        roles(controls.acceptor());
        assertEquals(RUNS, starting.hinders("grant lamp-1 anna"));
    }

    @Test
    public void whatIsMissingOnlyAsItsBundleComesLaterIsNotSaidToBeMissing() {
        runtime.waiting("org.ringback.acceptor", "org.ringback.store.Store");
        assertEquals(Optional.of("acceptor: does not run yet"), starting.hinders("grant lamp-1 anna"));
    }

    @Test
    public void soHasOneThatTellsOfWhateverRolesThereAre() {
        assertEquals(WAITS, starting.hinders("status"));
        roles(controls.acceptor());
        assertEquals(RUNS, starting.hinders("status --json"));
    }

    @Test
    public void oneThatNeedsNoRoleOrOneOfAnotherProgramIsTakenAtOnce() {
        assertEquals(RUNS, starting.hinders("warnings"));
        assertEquals("no server is part of this program", RUNS, starting.hinders("enrol lamp-1"));
    }

    @Test
    public void oneThatIsNotThereYetIsNotSaidToBeUnknown() {
        commands.clear();
        assertEquals(Optional.of("its commands are not there yet"), starting.hinders("grant lamp-1 anna"));
        assertEquals("misspelt", RUNS, starting.hinders("grnat lamp-1 anna"));
        assertEquals("of the container", RUNS, starting.hinders("lb"));
        roles = null;
        assertEquals(Optional.of("its commands are not there yet"), starting.hinders("status"));
    }

    @Test
    public void aServiceOfAnotherBundleUnderACommandsNameIsNotTakenForIt() {
        Command ours = new GrantCommand(new Roles(null, null, null, List.of()));
        List<Object> services = new ArrayList<>(List.of("another bundle's"));
        Map<Object, Object> references = new LinkedHashMap<>();
        BundleContext context =
                AnsweredCall.proxy(BundleContext.class, (self, method, words) -> switch (method.getName()) {
                    case "getAllServiceReferences" -> {
                        references.clear();
                        services.forEach(one -> references.put(
                                AnsweredCall.proxy(
                                        ServiceReference.class,
                                        (reference, asked, none) ->
                                                asked.getName().equals("hashCode")
                                                        ? System.identityHashCode(reference)
                                                        : reference == none[0]),
                                one));
                        yield references.keySet().toArray(ServiceReference<?>[]::new);
                    }
                    case "getService" -> references.get(words[0]);
                    case "ungetService" -> true;
                    default -> throw new AssertionError(method.getName());
                });
        Starting asked = Starting.in(context);
        assertNull(asked.command().apply("grant"));
        services.add(ours);
        assertSame(ours, asked.command().apply("grant"));
    }

    @Test
    public void afterTheStartNothingHasToWait() {
        underWay = false;
        commands.clear();
        assertEquals(RUNS, starting.hinders("grant lamp-1 anna"));
    }

    @Test
    public void theCallerLearnsWhyAndItsInputIsUntouched() {
        shell.starting = WAITS;
        InputStream secret = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("read, though the command was not taken");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        for (int columns : new int[] {0, 80}) {
            StartingException told = assertThrows(
                    StartingException.class,
                    () -> ShellClient.run(
                            shell.socket(),
                            columns,
                            "password lamp-1",
                            secret,
                            OutputStream.nullOutputStream(),
                            OutputStream.nullOutputStream()));
            assertEquals(WAITS.get(), told.getMessage());
        }
    }
}
