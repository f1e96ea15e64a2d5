package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.RingRequest;
import org.ringback.shell.link.Confirmation;

/** The commands by which equipment and persons get local names, and those that show them. */
public final class NamingCommandsTest {
    private static final EquipmentId HALL = new EquipmentId("hall-lamp");

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();
    private final FakeAudit audit = new FakeAudit();
    private final FakeConfiguration configuration = new FakeConfiguration();

    private void roles(@Nullable AcceptorControl acceptor, @Nullable IssuerControl issuer) {
        Roles roles =
                new Roles(acceptor == null && issuer == null ? controls.server() : null, acceptor, issuer, List.of());
        roles.audit = audit;
        roles.configuration = configuration;
        Reasons reasons = new Reasons(new FakeRuntime(), bundle -> false, List::of, pid -> false);
        Forwards forwards = new Forwards();
        forwards.setControl(controls.calls);
        forwards.setCalls(controls.calls);
        shell.add(
                new RenameCommand(roles, forwards),
                new JoinCommand(roles),
                new AcceptGrantCommand(roles),
                new GrantedCommand(roles),
                new LeaveCommand(roles),
                new StatusCommand(roles, reasons, forwards, new Updater(null, List.of())));
    }

    private void forward(int port, boolean configured) {
        controls.calls.is(
                new Forward(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        new RingRequest(FakeControls.LAMP, Optional.empty(), "http")),
                configured,
                ForwardStatus.State.WAITING,
                Optional.empty(),
                "");
    }

    private List<String> recorded() {
        return audit.entries().stream()
                .map(entry -> entry.what() + " " + entry.object())
                .toList();
    }

    @Test
    public void equipmentIsRenamedAtAGatewayAndWhatIsConfiguredForTheOldNameIsTold() throws IOException {
        roles(controls.acceptor(), null);
        assertEquals(
                new ShellRule.Result(
                        0, "", "lamp-1 is hall-lamp here from now on; nobody else is told, and calls go on.\n"),
                shell.run("rename lamp-1 hall-lamp"));
        controls.configuredForNobody = List.of("forward: lamp-1 has not joined here", "forward: fan has not joined");
        assertTrue(shell.run("rename lamp-1 hall-lamp")
                .err()
                .endsWith(" Of the warnings these name lamp-1: forward: lamp-1 has not joined here\n"));
        assertEquals(List.of("acceptor rename lamp-1 hall-lamp", "acceptor rename lamp-1 hall-lamp"), controls.asked);
        assertEquals("rename lamp-1 to hall-lamp", recorded().get(0));
    }

    @Test
    public void settingsThatTheOldNameLeavesBehindAreToldAsLinesToPaste() throws IOException {
        roles(controls.acceptor(), null);
        configuration.atAcceptor = List.of(
                FakeConfiguration.value("systems", "fan=call-back", ""),
                FakeConfiguration.value(
                        "forward", "lamp-1/http=127.0.0.1:8000;lamp-10/http=127.0.0.1:1; lamp-1/ssh=[::1]:22", ""));
        controls.configuredForNobody =
                List.of("forward: lamp-1 has not joined here", "ringback.equipment: lamp-1 has not joined here");
        assertEquals(
                """
                lamp-1 is hall-lamp here from now on; nobody else is told, and calls go on. Of the warnings these name lamp-1: ringback.equipment: lamp-1 has not joined here
                Settings for lamp-1 stay, and hold for nobody here now. For hall-lamp write in config/org.ringback.acceptor.cfg, in their place:
                  forward = hall-lamp/http=127.0.0.1:8000; lamp-10/http=127.0.0.1:1; hall-lamp/ssh=[::1]:22
                """,
                shell.run("rename lamp-1 hall-lamp").err());
    }

    @Test
    public void settingsThatTheNewNameFindsAreToldAndAreNotDoubled() throws IOException {
        roles(controls.acceptor(), null);
        configuration.atAcceptor = List.of(
                FakeConfiguration.value("systems", "lamp-1=password; hall-lamp=call-back", ""),
                FakeConfiguration.value("forward", "hall-lamp/http=127.0.0.1:8000", ""));
        assertEquals(
                """
                lamp-1 is hall-lamp here from now on; nobody else is told, and calls go on.
                The configuration has settings for hall-lamp, which hold for it from now on: systems = hall-lamp=call-back, forward = hall-lamp/http=127.0.0.1:8000
                Settings for lamp-1 stay, and hold for nobody here now. For hall-lamp write in config/org.ringback.acceptor.cfg, in their place:
                  systems = hall-lamp=call-back
                Left out there, as hall-lamp has its own: systems = lamp-1=password
                """,
                shell.run("rename lamp-1 hall-lamp --yes").err());
    }

    @Test
    public void settingsOfTheNewNameAreTakenOverOnAWordAlone() throws IOException {
        roles(controls.acceptor(), null);
        configuration.atAcceptor = List.of(
                FakeConfiguration.value("systems", "hall-lamp=call-back", ""),
                FakeConfiguration.value(
                        "forward",
                        "lamp-1/http=127.0.0.1:8000; hall-lamp/http=127.0.0.1:9000; hall-lamp/ssh=[::1]:22",
                        ""));
        String question = "rename: the configuration has settings for hall-lamp, and lamp-1 takes them over at once:"
                + " systems = nothing until now, hall-lamp=call-back from then on; forward = lamp-1/http=127.0.0.1:8000"
                + " until now, hall-lamp/http=127.0.0.1:9000, hall-lamp/ssh=[::1]:22 from then on";
        assertEquals(
                new ShellRule.Result(
                        1,
                        "",
                        question + " (expected: --yes, as they may be of something else); nothing was changed\n"),
                shell.run("rename lamp-1 hall-lamp"));
        assertEquals(
                question,
                Confirmation.asked(shell.run("rename lamp-1 hall-lamp").err()));
        assertEquals(List.of(), controls.asked);
        assertEquals(0, shell.run("rename lamp-1 hall-lamp --yes").exit());
        assertEquals(List.of("acceptor rename lamp-1 hall-lamp"), controls.asked);
    }

    @Test
    public void callsThatEndedAreListedByTheNewName() throws IOException {
        roles(controls.acceptor(), null);
        RingNonce ring = new RingNonce("ab".repeat(RingNonce.LENGTH));
        controls.calls.answered(ring, FakeControls.LAMP);
        controls.calls.over(ring, "closed by the peer", false);
        shell.run("rename lamp-1 hall-lamp");
        assertEquals(HALL, controls.calls.calls().get(0).equipment());
    }

    @Test
    public void whatTheRoleRefusesIsNotAskedBefore() throws IOException {
        roles(controls.acceptor(), null);
        configuration.atAcceptor = List.of(FakeConfiguration.value("forward", "hall-lamp/http=127.0.0.1:9000", ""));
        controls.failure = "equipment: 'kettle' is not of this gateway";
        assertEquals(
                new ShellRule.Result(1, "", "equipment: 'kettle' is not of this gateway\n"),
                shell.run("rename kettle hall-lamp"));
    }

    @Test
    public void aPersonIsRenamedAndARefusalIsTheGateways() throws IOException {
        roles(controls.acceptor(), null);
        assertEquals(
                new ShellRule.Result(
                        0,
                        "",
                        "anna is anna-smith here from now on, with 1 grant; the server goes on to know the device by the"
                                + " name that it has there.\n"),
                shell.run("rename --person anna anna-smith"));
        assertEquals(List.of("rename person anna anna-smith"), controls.asked);
        assertEquals(List.of("rename person anna to anna-smith"), recorded());
        controls.failure = "name: 'bert' is taken";
        assertEquals(new ShellRule.Result(1, "", "name: 'bert' is taken\n"), shell.run("rename --person anna bert"));
    }

    @Test
    public void atAnIssuerThePortsOfCommandsGoAlongAndThoseOfTheConfigurationAreNamed() throws IOException {
        roles(null, controls.issuer());
        forward(8080, false);
        forward(8081, true);
        configuration.atIssuer = List.of(FakeConfiguration.value("forwards", "8081=lamp-1/http; 8082=fan/http", ""));
        assertEquals(
                """
                lamp-1 is hall-lamp here from now on; nobody else is told, and calls go on. 1 port leads to it as before.
                Settings for lamp-1 stay, and hold for nobody here now. For hall-lamp write in config/org.ringback.issuer.cfg, in their place:
                  forwards = 8081=hall-lamp/http; 8082=fan/http
                """,
                shell.run("rename lamp-1 hall-lamp").err());
        assertEquals(List.of("issuer rename lamp-1 hall-lamp"), controls.asked);
        assertEquals(
                List.of(HALL, FakeControls.LAMP),
                controls.calls.forwards().stream()
                        .map(one -> one.forward().request().equipment())
                        .toList());
    }

    @Test
    public void atAServerItIsRefusedWithWhatToDo() throws IOException {
        roles(null, null);
        ShellRule.Result refused = shell.run("rename lamp-1 hall-lamp");
        assertEquals(1, refused.exit());
        assertEquals(
                "rename: at a server an ID is part of what devices prove, so it cannot change (expected: at a gateway or"
                        + " an issuer, for the name there; for another ID: revoke the old one, enrol the new one, and give"
                        + " that string to join)\n",
                refused.err());
    }

    @Test
    public void aNameThatIsNoneIsRefusedBeforeAnybodyIsAsked() throws IOException {
        roles(controls.acceptor(), null);
        assertTrue(shell.run("rename lamp-1 Hall").err().startsWith("name: 'Hall'"));
        assertTrue(shell.run("join --as Hall", "string").err().startsWith("--as: 'Hall'"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void aStringJoinsUnderANameAtAGatewayAndNotAtAnIssuer() throws IOException {
        roles(controls.acceptor(), null);
        ShellRule.Result joined = shell.run("join --as hall-lamp", "ringback-string");
        assertEquals("hall-lamp\n", joined.out());
        assertEquals(List.of("acceptor join ringback-string as hall-lamp"), controls.asked);
        assertEquals(List.of("join hall-lamp"), recorded());
    }

    @Test
    public void anIssuerHasNoNameOfItsOwn() throws IOException {
        roles(null, controls.issuer());
        assertTrue(shell.run("join --as hall-lamp", "ringback-string").err().startsWith("--as: an issuer has no name"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void whatHasAnotherNameIsListedWithItsIdAndServer() throws IOException {
        roles(null, controls.issuer());
        String before = shell.run("granted").out();
        assertFalse(before, before.contains(" at home.example"));
        assertEquals(
                "hall-lamp\n",
                shell.run("accept-grant --as hall-lamp", "a-string").out());
        String listed = shell.run("granted").out();
        assertTrue(listed, listed.contains("hall-lamp"));
        assertTrue(listed, listed.contains("lamp-1 at home.example:3478"));
        assertTrue(shell.run("granted --json").out().contains("\"equipment\":\"hall-lamp\",\"id\":\"lamp-1\""));
    }

    @Test
    public void statusTellsBothAndLeavingNamesTheIdForTheOperator() throws IOException {
        controls.lampName = HALL;
        roles(controls.acceptor(), null);
        String status = shell.run("status").out();
        assertTrue(status, status.contains("lamp-1 at home.example:3478"));
        assertTrue(shell.run("status --json").out().contains("\"name\":\"hall-lamp\",\"id\":\"lamp-1\""));
        assertTrue(shell.run("leave hall-lamp --yes").err().endsWith("until the operator's 'revoke lamp-1'.\n"));
        assertEquals(List.of("leave hall-lamp"), controls.asked);
    }
}
