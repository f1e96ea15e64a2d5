package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import org.junit.Test;
import org.ringback.conformance.fixture.LoneHost;
import org.ringback.kit.Namespaces;
import org.ringback.kit.Result;

/** No end of a ring sends a SYN where the rules forbid it, whoever names the place: each SYN of a whole machine is judged. */
public class ForbiddenDialsTest {
    @Test
    public void noEndDialsWhereTheRulesForbidItWhoeverIsMalicious() {
        String lacking = Namespaces.lacking();
        assumeTrue(lacking, lacking.isEmpty());

        Result result = LoneHost.run(DialsOfIssuer.class, DialsOfAcceptor.class, DialsToWhereSeen.class);

        String said = result.output() + result.errors();
        assertEquals(said, 0, result.exit());
        assertTrue(said, said.contains("OK (16 tests)"));
    }
}
