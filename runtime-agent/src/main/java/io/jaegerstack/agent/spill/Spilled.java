package io.jaegerstack.agent.spill;

import java.nio.ByteBuffer;

/// A record with its bytes, read back from the disk and found whole.
public record Spilled(SpillRecord record, ByteBuffer bytes) {}
