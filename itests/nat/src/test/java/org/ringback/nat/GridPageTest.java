package org.ringback.nat;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.json.JSONObject;
import org.junit.Test;

/** The page of the grid says what its file says; {@code -Ddocs.write=true} rewrites it. */
public final class GridPageTest {
    private static final Path FILE = GridIT.root().resolve("docs/nat-grid.json");
    private static final Path PAGE = GridIT.root().resolve("docs/nat-grid.md");

    @Test
    public void thePageIsMadeOfTheFile() throws Exception {
        String made = GridPage.of(new JSONObject(Files.readString(FILE)));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, made);
        } else {
            assertEquals(
                    PAGE + ": differs (expected: as made of nat-grid.json); rewrite it with -Ddocs.write=true",
                    made,
                    Files.readString(PAGE));
        }
    }

    @Test
    public void thePageHasEachCellWithItsWaysAndEachConditionWithItsCounts() {
        String page = GridPage.of(
                new JSONObject(
                        """
                {"commit": "0123456789", "changedSince": false, "began": "2026-11-30T17:00:00Z", "seconds": 60,
                 "machine": {"processor": "P", "cores": 2, "java": "17", "system": "Linux"},
                 "cells": [
                  {"issuer": "open", "home": "eim", "mustBeDirect": true, "rings": 3, "direct": 3, "crossed": 0, "relayed": 0, "failed": 0,
                   "medianMillis": 301.2, "medianMillisFromRequest": 201.2, "longestMillis": 400, "roundTripMillis": 80.1, "mostSyns": 1},
                  {"issuer": "same", "home": "eim", "mustBeDirect": false, "rings": 3, "direct": 0, "crossed": 0, "relayed": 2, "failed": 1,
                   "medianMillis": 500.0, "medianMillisFromRequest": 400.0, "longestMillis": 600, "roundTripMillis": 40.1, "mostSyns": 0}],
                 "conditions": [
                  {"issuer": "open", "home": "eim", "mustBeDirect": true, "oneWayMillis": 5, "lossPercent": 30, "bindingSeconds": 10,
                   "mtu": 1280, "event": "nothing", "answered": false, "way": "none", "crossed": false, "syns": 2, "millis": 10.0,
                   "reason": "nobody answered"},
                  {"issuer": "open", "home": "eim", "mustBeDirect": true, "oneWayMillis": 5, "lossPercent": 0, "bindingSeconds": 10,
                   "mtu": 1280, "event": "nothing", "answered": true, "way": "direct", "crossed": false, "syns": 1, "millis": 20.0,
                   "reason": ""},
                  {"issuer": "open", "home": "eim", "mustBeDirect": true, "oneWayMillis": 5, "lossPercent": 30, "bindingSeconds": 10,
                   "mtu": 1280, "event": "rebound ringing", "answered": false, "way": "none", "crossed": false, "syns": 2, "millis": 10.0,
                   "reason": "lost"},
                  {"issuer": "open", "home": "eim", "mustBeDirect": true, "oneWayMillis": 5, "lossPercent": 0, "bindingSeconds": 10,
                   "mtu": 1280, "event": "rebound ringing", "answered": false, "way": "none", "crossed": false, "syns": 2, "millis": 10.0,
                   "reason": "not heard"}],
                 "faults": ["something"]}
                """));
        for (String line : new String[] {
            "| issuer \\ home | eim |",
            "| open | 3 direct, 301 ms |",
            "| same | 2 relayed, 1 failed, 500 ms |",
            "| direct, the gateway's dial alone | 1 | 201 to 201 | 201 | 80.1 | 2.5 | 1 |",
            "| loss: 0 % | 2 | 1 | 2 | 1 | 20 |",
            "| loss: 30 % | 2 | 0 | 2 | 0 | – |",
            "* open × eim, 5 ms, 30 % loss, bindings 10 s, MTU 1280, nothing: nobody answered",
            "* something"
        }) {
            assertTrue(line + " is not in\n" + page, page.contains(line + "\n"));
        }
        String exempt = "Of 1 such rings without loss 1 was not answered; no fault is made of that.\n";
        assertTrue(exempt + " is not in\n" + page, page.contains(exempt));
    }
}
