package io.jaegerstack.agent.spill;

/// What became of a frame that the log has taken; one of them is called, once, by the log's thread.
public interface Appended {
  /// It is on the disk, fsync included. The record is the caller's until it settles or leaves it.
  void kept(SpillRecord record);

  /// It is not known to be on the disk, and stays the caller's.
  void failed(Refusal why);
}
