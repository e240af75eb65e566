package io.jaegerstack.storage;

/// `parent` called `child` this many times.
public record DependencyLink(String parent, String child, long callCount) {}
