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
        Forwards forwards = new Forwards();
        forwards.setControl(controls.calls);
        shell.add(new LeaveCommand(roles), new ForgetCommand(roles, forwards));
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
                        "lamp-1 has left this gateway: gone are its keys, 1 grant and 2 calls. The server lists it no more;"
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
                                + " out of the key forwards).\n"),
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
}
