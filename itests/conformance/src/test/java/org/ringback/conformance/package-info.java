/**
 * The rows of the requirement, each seen on the wire or at a public interface: 1 to 30; the programs (31 to 34) are
 * tested as processes, in another module. Everything runs in one JVM, on real sockets of loopback, without a container:
 * the components are wired by hand.
 *
 * <h2>How to write a row's test</h2>
 *
 * <p>A class named {@code …RowTest}, {@link org.junit.runners.Parameterized} by {@link
 * org.ringback.conformance.fixture.Way#all()} (IPv4 and IPv6, every protection; each once where the build is not the long one) or by {@code Way.on(protection)} for
 * rows 4, 7, 11, 15, 19, 22, 26 and 30; annotated with {@link org.ringback.conformance.fixture.Row}, on the class or on
 * single methods; with the rule {@link org.ringback.conformance.fixture.Stage}, which makes all parties and takes them
 * down. Name the class in docs/conformance.md; {@link ConformanceTableTest} compares. Examples to begin from, each of
 * them short:
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>real</th><th>scripted</th><th>see</th></tr>
 * <tr><td>server</td><td>acceptor</td><td>{@link RegistrationRowTest}</td></tr>
 * <tr><td>server</td><td>issuer and acceptor</td><td>{@link ServerAloneRowTest}</td></tr>
 * <tr><td>issuer</td><td>server and acceptor</td><td>{@link IssuerAloneRowTest}</td></tr>
 * <tr><td>acceptor</td><td>server and issuer</td><td>{@link AcceptorAloneRowTest}</td></tr>
 * <tr><td>all three</td><td>–, with recorders between</td><td>{@link CallBackRowTest}</td></tr>
 * </table>
 *
 * <h2>The parties</h2>
 *
 * <ul>
 *   <li>{@code ServerUnderTest}, {@code AcceptorUnderTest}, {@code IssuerUnderTest}: the real ones. They give control
 *       service, stories, counters, equipment list; {@code restart()} keeps folder and ports; {@code configure(…)}
 *       changes settings.
 *   <li>{@code ScriptedServer}, {@code ScriptedAcceptor}, {@code ScriptedIssuer}: do one step for each call from the
 *       test's thread, and answer nothing by themselves. Short ways lead to where a test begins: {@code
 *       server.joins(acceptor, LAMP)}, {@code lamp.join(ticket)}, {@code server.accepts(issuer, grant)}.
 *   <li>{@code ScriptedLink} is one TCP connection: {@code expect(kind)}, {@code send(message)}, {@code expectEnd()},
 *       {@code expectNothingButTheEnd()} (only FIN or RST). {@code ScriptedUdp} is a UDP socket.
 *   <li>{@code AcceptorScene} is where a test of the acceptor alone begins, in any system: {@code ask(ring)}, {@code
 *       reached(ring)}, {@code nothingWentOutBefore(ring)}. {@code BadCredentials} makes a server's chains with one thing
 *       wrong each.
 *   <li>{@code IssuerScene} is where a test of the issuer alone begins, in each system: a lamp is granted, its password
 *       stored where the system needs it.
 *   <li>{@code ServerScene} is where a test of the server alone begins: {@code ask(ring)}, {@code reach(…)}, {@code
 *       end(…)}. {@code server.passTime(…)} lets what is due by then happen at once. {@code OpenSsl} is somebody else's
 *       opinion.
 *   <li>{@code LoneHost} is a machine with networks of its own, on which every SYN is seen, for tests in a process of its own;
 *       {@code ForbiddenTargets} is where none may go.
 *   <li>{@code Ringing} is a ring as an issuer makes it: nonce, box, proofs.
 *   <li>{@code Whole}: all three real ones, enrolled, granted, password stored, with a {@code RecordingNat} before the
 *       issuer and one before the acceptor.
 * </ul>
 *
 * <h2>How a script misbehaves</h2>
 *
 * <ul>
 *   <li>another key: {@code dialAs(identity)}, {@code link.protect(session(identity, pins))}; another leaf at the
 *       server: {@code server.show(credentials)};
 *   <li>a wrong proof, nonce, ID, system: {@code ringing.with…(…)}, or a message built by hand; every builder of a script
 *       ({@code registration()}, {@code wakeUpMessage(…)}, {@code secondRequest(…)}) gives the right one to be changed;
 *   <li>cut or changed bytes: {@code link.sendPlaintext(copyOf(link.encoded(message), n))} inside the protection,
 *       {@code link.sendRaw(bytes)} outside of it, {@code udp.sendBytes(bytes, to)};
 *   <li>inside a handshake: {@code link.tamper(change)} before {@code protect} or {@code tryProtect}; or {@code
 *       expectClear(kind)} and {@code sendRaw(…)} by hand.
 * </ul>
 *
 * <h2>What was seen</h2>
 *
 * <p>{@code stage.capture()} has every packet of every scripted party and every recorder, with time and direction:
 * {@code first(kind)}, {@code all(kind)}, {@code connections(from, to)}, {@code on(connection)}, {@code
 * records(connection, from)}, {@code before(a, b)}, {@code nothingButTheEndAfter(unit, sender)}, {@code
 * noPacketToIssuer()}. Messages in the clear are read by the catalogue, all else are records with a length. A failing
 * test prints it.
 *
 * <p>Nothing waits for time to pass. Silence is shown by what comes later: {@code expectSilence()} of the scripted
 * acceptor makes a refresh, whose answer is behind everything that the server sent before; {@code expectNoCall()} and
 * {@code noPacketToIssuer()} belong behind the acceptor's report; {@code link.expectSilence()} behind an answer on
 * another leg.
 *
 * <h2>When the components change</h2>
 *
 * <p>What only the component runtime does is in {@code RelayWiring}, {@code AcceptorWiring} and {@code IssuerWiring}; a new
 * provider of a protection is one line in {@code Crypto}, and all tests run on it.
 */
@NullMarked
package org.ringback.conformance;

import org.jspecify.annotations.NullMarked;
