/**
 * The three cores against each other, in one thread and in virtual time, over a bad net, from a printed seed. {@link
 * org.ringback.simulator.Simulation} is the clock, {@link org.ringback.simulator.Scene} the parties with their net,
 * {@link org.ringback.simulator.History} what befalls them, {@link org.ringback.simulator.Referee} what must hold.
 */
@NullMarked
package org.ringback.simulator;

import org.jspecify.annotations.NullMarked;
