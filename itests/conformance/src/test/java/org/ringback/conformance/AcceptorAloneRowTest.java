package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.RingStory;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.Case;
import org.ringback.conformance.fixture.CaseTest;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.Talk;

/** Every system on every protection, from the registration to the conversation: nothing but the acceptor is real. */
@Row({8, 9, 10, 11, 23, 24, 25, 26})
public class AcceptorAloneRowTest extends CaseTest {

    @Parameters(name = "{0}")
    public static List<Case> cases() {
        return Case.everywhere();
    }

    @Test
    public void aRightRequestLeadsToTheCallAndTheConversation() {
        AcceptorScene scene = AcceptorScene.on(stage, one);
        ScriptedLink call = scene.reached(scene.ring()).link();
        call.sendPlaintext(Talk.hello());
        Talk.expectAnswer(call);
        RingStory story = scene.acceptor().stories().get(0);
        assertTrue(story.answered());
        assertEquals(one.system(), story.system());
        assertEquals(1, stage.capture().connections("acceptor", "issuer").size());
    }
}
