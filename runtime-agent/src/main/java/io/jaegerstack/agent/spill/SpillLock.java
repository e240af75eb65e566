package io.jaegerstack.agent.spill;

import java.io.Closeable;

/// A lock of a [SpillDisk], given back by closing it.
interface SpillLock extends Closeable {}
