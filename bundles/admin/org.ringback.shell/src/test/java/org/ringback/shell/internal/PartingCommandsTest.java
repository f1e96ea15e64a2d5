package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
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
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.RingRequest;

/** The commands that end something: equipment, a grant, a call. */
public final class PartingCommandsTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();

    private void gateway() {
        roles(controls.acceptor(), null);
    }

    private void issuer() {
        roles(null, controls.issuer());
    }

    private void roles(@Nullable AcceptorControl acceptor, @Nullable IssuerControl issuer) {
        Roles roles = new Roles(null, acceptor, issuer, List.of());
        Reasons reasons = new Reasons(new FakeRuntime(), bundle -> false, List::of, pid -> false);
        Forwards forwards = new Forwards();
        forwards.setControl(controls.calls);
        shell.add(
                new LeaveCommand(roles),
                new ForgetCommand(roles, forwards),
                new RevokeCommand(roles),
                new HangUpCommand(roles, forwards),
                new SuspendCommand(roles),
                new ResumeCommand(roles),
                new StatusCommand(roles, reasons, forwards, new Updater(null, List.of())));
    }

    @Test
    public void equipmentDoesNotLeaveBySlipAndTheRefusalNamesWhatWouldGo() throws IOException {
        gateway();
        ShellRule.Result refused = shell.run("leave lamp-1");
        assertEquals(
                new ShellRule.Result(
                        1,
                        "",
                        "leave: with lamp-1 go its keys, its password, 1 grant and 2 calls (expected: --yes, as nothing"
                                + " brings them back); nothing was changed\n"),
                refused);
        assertTrue(shell.run("leave more-1")
                .err()
                .startsWith("leave: more-1 is not of this gateway (expected: one that 'status --all' lists)"));
        assertTrue(shell.run("leave lmap-1").err().contains("; did you mean lamp-1?"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void equipmentThatLeavesIsSaidToBeEnrolledStillAndWhetherTheServerListsIt() throws IOException {
        gateway();
        controls.passwordSet = false;
        ShellRule.Result left = shell.run("leave lamp-1 --yes");
        assertEquals(
                new ShellRule.Result(
                        0,
                        "",
                        "lamp-1 has left this gateway: gone are its keys, 1 grant and 2 calls. The server was told; if that datagram was lost, it lists it until its lifetime ends;"
                                + " it stays enrolled there until the operator's 'revoke lamp-1'.\n"),
                left);
        controls.serverTold = false;
        String alone = shell.run("leave --yes lamp-1").err();
        assertTrue(alone, alone.contains("The server was not reached and lists it until its silence ends; it stays"));
        assertEquals(List.of("leave lamp-1", "leave lamp-1"), controls.asked);
    }

    @Test
    public void whatIsForgottenTakesItsForwardsWithIt() throws IOException {
        issuer();
        controls.calls.is(
                forward(8080, FakeControls.LAMP),
                false,
                ForwardStatus.State.STANDING,
                Optional.of(FakeControls.NONCE),
                "");
        controls.calls.is(forward(8081, FakeControls.LAMP), true, ForwardStatus.State.WAITING, Optional.empty(), "");
        controls.calls.is(
                forward(8082, new EquipmentId("more-1")),
                false,
                ForwardStatus.State.STANDING,
                Optional.of(FakeControls.NONCE),
                "");
        assertEquals(
                new ShellRule.Result(
                        0,
                        "",
                        "lamp-1 is forgotten: the grant, the password kept for it and its calls are gone, 1 port is closed."
                                + " 1 port of the configuration stays, and whatever connects to it is refused (next: take it"
                                + " out of the key forwards). Its gateway is not told: while the grant stands there, and"
                                + " until the time in its string is over, accept-grant takes that again; what ends it is"
                                + " 'revoke lamp-1 anna' there.\n"),
                shell.run("forget lamp-1"));
        assertEquals(List.of("forget lamp-1"), controls.asked);
        assertEquals(
                List.of(8081, 8082),
                controls.calls.forwards().stream()
                        .map(one -> one.forward().local().getPort())
                        .toList());
        controls.failure = "equipment: no grant for lmap-1 is kept here";
        assertEquals(new ShellRule.Result(1, "", controls.failure + "\n"), shell.run("forget lmap-1"));
    }

    private static Forward forward(int port, EquipmentId equipment) {
        return new Forward(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new RingRequest(equipment, Optional.empty(), "http"));
    }

    @Test
    public void oneOfSeveralGrantsIsRevokedSuspendedAndResumedByItsIdInEveryPlaceAndForm() throws IOException {
        gateway();
        assertEquals(
                new ShellRule.Result(0, "", "anna may not ring lamp-1 by grant cdcd any more.\n"),
                shell.run("revoke lamp-1 anna --grant cdcd"));
        assertEquals(
                "anna may not ring lamp-1 any more.\n",
                shell.run("revoke lamp-1 anna").err());
        assertEquals(
                "anna may not ring lamp-1 by grant cd until 'resume lamp-1 anna'.\n",
                shell.run("suspend --grant=cd lamp-1 anna").err());
        controls.suspended = true;
        assertEquals(
                "anna may ring lamp-1 again, as before it was suspended.\n",
                shell.run("resume lamp-1 anna").err());
        assertEquals(
                List.of(
                        "revoke lamp-1 anna cdcd",
                        "revoke lamp-1 anna",
                        "suspend lamp-1 anna cd",
                        "resume lamp-1 anna "),
                controls.asked);
    }

    @Test
    public void whatIsSuspendedAlreadyOrIsNotIsSaidAndIsNoFailure() throws IOException {
        gateway();
        assertEquals(
                new ShellRule.Result(0, "", "anna was not suspended for lamp-1: nothing was changed.\n"),
                shell.run("resume lamp-1 anna"));
        controls.suspended = true;
        assertEquals(
                new ShellRule.Result(
                        0,
                        "",
                        "anna is suspended for lamp-1 by grant cd already, and nothing was changed: until 'resume lamp-1"
                                + " anna'.\n"),
                shell.run("suspend lamp-1 anna --grant cd"));
        controls.ended = true;
        assertEquals(
                "anna may not ring lamp-1: the grant has ended. Next: grant lamp-1 anna\n",
                shell.run("resume lamp-1 anna").err());
        assertEquals(
                "anna may not ring lamp-1 in any case: the grant has ended.\n",
                shell.run("suspend lamp-1 anna").err());
    }

    @Test
    public void aGrantOfAnEnrolmentIsNoGrant() throws IOException {
        gateway();
        ShellRule.Result wrong = shell.run("revoke lamp-1 --grant cdcd");
        assertEquals(2, wrong.exit());
        assertTrue(wrong.err(), wrong.err().startsWith("revoke: PERSON is missing (expected: revoke ID, or: revoke ["));
        assertTrue(shell.run("revoke --grnt cd lamp-1 anna").err().contains("unknown option --grnt"));
        assertTrue(shell.run("revoke lamp-1 anna --grant").err().startsWith("revoke: GRANT is missing after --grant"));
        assertEquals(List.of(), controls.asked);
    }

    @Test
    public void theOwnerSeesWhatIsSuspendedOrWasNotUsedInTimeAndByWhichIdToNameIt() throws IOException {
        gateway();
        controls.suspended = true;
        String suspended = shell.run("status --of lamp-1").out();
        assertTrue(suspended, suspended.contains("GRANT     SERVICES  UNTIL  STATE"));
        assertTrue(suspended, suspended.matches("(?s).*anna +lamp-1 .* cdcdcdcd  all +-      suspended\\R.*"));
        controls.alarm = "another key";
        assertTrue(shell.run("status").out().contains("suspended, ALARM: another key"));
        assertTrue(shell.run("status --json").out().contains("\"suspended\":true"));
        controls.alarm = "";
        controls.suspended = false;
        controls.overdue = true;
        assertTrue(shell.run("status").out().contains("not used in time"));
    }

    @Test
    public void onePersonsCallsAreHungUpAtTheGatewayWhichIsToldFromPortsOfAnIssuer() throws IOException {
        gateway();
        assertEquals(
                new ShellRule.Result(0, "", "Hung up: 2 calls of anna, who may ring again.\n"),
                shell.run("hang-up --person anna"));
        assertEquals(
                new ShellRule.Result(0, "", "No call of anna stands: there was nothing to hang up.\n"),
                shell.run("hang-up lamp-1 --person=anna"));
        assertEquals(List.of("hang up on anna", "hang up on anna at lamp-1"), controls.asked);
        assertEquals(
                "hang-up: all: no port is forwarded at a gateway (expected: hang-up --person PERSON; 'calls' names them)\n",
                shell.run("hang-up all").err());
    }
}
