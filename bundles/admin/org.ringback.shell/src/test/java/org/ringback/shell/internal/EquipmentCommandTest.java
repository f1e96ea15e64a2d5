package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.Role;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.UnusedString;

/** All about one piece of equipment: what answers its rings, beside what other commands tell too. */
public class EquipmentCommandTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();

    private void atTheGateway() {
        at(new Roles(null, controls.acceptor(), null, List.of()));
    }

    private void at(Roles roles) {
        Forwards forwards = new Forwards();
        forwards.setControl(controls.calls);
        shell.add(new EquipmentCommand(
                roles,
                new Reasons(new FakeRuntime(), bundle -> false, List::of, pid -> false),
                forwards,
                new Updater(new FakeBundles(), List.of())));
    }

    @Test
    public void whatAnswersIsListedWithItsMarkAndTheBundleOrTheAddress() throws IOException {
        atTheGateway();
        controls.services = List.of(
                new ServiceStatus("http", false, "org.ringback.thermostat"),
                new ServiceStatus("ssh", true, "192.0.2.7:22"),
                new ServiceStatus("\u001b[2J", false, ""));
        String out = shell.run("equipment lamp-1").out();
        assertTrue(
                out,
                out.contains(
                        """

                        SERVICE  ADMIN  ANSWERED BY
                        http     no     org.ringback.thermostat
                        ssh      yes    192.0.2.7:22
                        \uFFFD[2J     no     -

                        """));
        controls.services = List.of();
        assertFalse(shell.run("equipment lamp-1").out().contains("ANSWERED BY"));
    }

    @Test
    public void atAnIssuerItTellsWhatTheGrantGivesAndWhetherItIsThere() throws IOException {
        at(new Roles(null, null, controls.issuer(), List.of()));
        controls.terms =
                new GrantTerms(List.of("http", "ssh"), true, Optional.of(Instant.parse("2999-12-31T12:00:00Z")));
        String out = shell.run("equipment lamp-1").out();
        assertTrue(out, out.contains("\n\nEQUIPMENT  ONLINE  AS "));
        assertTrue(out, out.lines().anyMatch(line -> line.matches("lamp-1 +\u25cf .*  only http,ssh  2999-12-31.*")));
        JSONArray granted = new JSONObject(shell.run("equipment --json lamp-1").out()).getJSONArray("granted");
        assertEquals(1, granted.length());
        assertEquals(true, granted.getJSONObject(0).get("online"));
        assertEquals("2999-12-31T12:00:00Z", granted.getJSONObject(0).get("until"));
    }

    @Test
    public void atAServerAnIdThatNobodyHasJoinedAsIsKnown() throws IOException {
        at(new Roles(controls.server(), null, null, List.of()));
        assertEquals(1, shell.run("equipment garage-1").exit());
        controls.unused =
                List.of(new UnusedString(new EquipmentId("garage-1"), Role.ACCEPTOR, FakeControls.THEN, false));
        ShellRule.Result told = shell.run("equipment garage-1");
        assertEquals(told.err(), 0, told.exit());
        String expired = "string expired " + Times.minute(FakeControls.THEN);
        assertTrue(told.out(), told.out().contains("  not joined  garage-1 (" + expired + ")\n"));
        assertTrue(
                told.out(),
                told.out().lines().anyMatch(line -> line.matches("garage-1 .* not joined; " + expired + " .*")));
    }

    @Test
    public void anIssuerThatGoesMeanwhileIsNotLookedForAgain() throws IOException {
        Roles roles = new Roles(null, null, controls.issuer(), List.of());
        at(roles);
        IssuerControl found = controls.issuer();
        roles.issuer = AnsweredCall.proxy(IssuerControl.class, (self, method, words) -> {
            if (method.getName().equals("granted") && words.length == 1) {
                roles.issuer = null;
            }
            return method.invoke(found, words);
        });
        String out = shell.run("equipment lamp-1").out();
        assertTrue(out, out.contains("\n\nEQUIPMENT  ONLINE  AS "));
    }

    @Test
    public void programsReadWhatAnswersInTheStatusOfTheEquipment() throws IOException {
        atTheGateway();
        controls.services = List.of(new ServiceStatus("ssh", true, "192.0.2.7:22"));
        JSONArray services = new JSONObject(shell.run("equipment --json lamp-1").out())
                .getJSONObject("status")
                .getJSONObject("acceptor")
                .getJSONArray("equipment")
                .getJSONObject(0)
                .getJSONArray("services");
        assertEquals(1, services.length());
        JSONObject ssh = services.getJSONObject(0);
        assertEquals("ssh", ssh.get("name"));
        assertEquals(true, ssh.get("admin"));
        assertEquals("192.0.2.7:22", ssh.get("answeredBy"));
    }
}
